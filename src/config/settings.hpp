#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "config/setting.hpp"

namespace kokoro::config {

/// Where a value came from, weakest first.
enum class Source { built_in, file, environment, flag };

/// Where the sources are read.
struct Inputs {
  std::map<Key, std::string> flags;                               ///< as written on the command line
  std::function<const char*(const char* name)> environment;       ///< getenv, or a test's
  std::function<std::filesystem::path(const std::string&)> home;  ///< data directory for the value of Key::home
  unsigned scopes = kAllScopes;                                   ///< scopes of the command, as bits of Scope
};

/// The settings in force, each with its source. Immutable.
class Settings {
 public:
  /// Default, then file, then environment, then flag: the last that says something wins. The file is the one that was
  /// named, else kokoro.toml in the data directory if it exists.
  /// Errors: invalid_input (naming the source and what was expected), not_found (a named file), io.
  static Result<Settings> resolve(const Inputs& inputs);

  const std::string& text(Key key) const;  ///< text, path, choice
  std::int64_t integer(Key key) const;
  bool boolean(Key key) const;
  double number(Key key) const;
  const List& list(Key key) const;

  Source source(Key key) const;

  /// "default", "file kokoro.toml", "environment KOKORO_PORT", "flag --port".
  const std::string& origin(Key key) const;

  /// The settings file, whether it exists or not.
  const std::filesystem::path& file() const { return file_; }

  /// As a user would write it; secrets that are set are "(secret)".
  std::string shown(Key key) const;

 private:
  struct Entry {
    Value value;
    Source source = Source::built_in;
    std::string origin;
  };
  std::filesystem::path file_;
  std::vector<Entry> entries_;
};

/// A settings file with every setting at its default, commented out, with its help.
std::string example_file();

}  // namespace kokoro::config
