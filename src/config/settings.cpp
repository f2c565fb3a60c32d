#include "config/settings.hpp"

#include <fmt/format.h>

#include <optional>

#include "base/blob.hpp"
#include "config/toml_file.hpp"

namespace kokoro::config {
namespace {

struct Found {
  std::string text;
  std::string place;   ///< for messages
  std::string origin;  ///< for display
  Source source;
};

/// The value of a flag, else of a variable. Empty variables count as unset, as containers often pass them so.
std::optional<Found> find_outside_file(const Setting& one, const Inputs& inputs) {
  if (const auto flag = inputs.flags.find(one.key); flag != inputs.flags.end()) {
    return Found{flag->second, std::string(one.flag), fmt::format("flag {}", one.flag), Source::flag};
  }
  if (!inputs.environment || (static_cast<unsigned>(one.scope) & inputs.scopes) == 0) return std::nullopt;
  // The other server's names are too general for commands that are no server.
  const bool serves = (static_cast<unsigned>(Scope::server) & inputs.scopes) != 0;
  for (const std::string_view name : {one.variable, serves ? one.alias : std::string_view()}) {
    if (name.empty()) continue;
    const char* value = inputs.environment(std::string(name).c_str());
    if (value == nullptr || *value == '\0') continue;
    return Found{value, fmt::format("environment variable {}", name), fmt::format("environment {}", name),
                 Source::environment};
  }
  return std::nullopt;
}

struct File {
  std::filesystem::path path;
  bool named = false;  ///< by the user, so it must exist
};

File settings_file(const Inputs& inputs) {
  if (const auto named = find_outside_file(setting(Key::config_file), inputs)) return {named->text, true};
  const auto home = find_outside_file(setting(Key::home), inputs);
  return {inputs.home(home ? home->text : "") / "kokoro.toml", false};
}

Result<FileValues> read_file(const File& file) {
  constexpr std::size_t kMaxBytes = 1 << 20;
  auto blob = map_file(file.path);
  if (!blob) {
    if (!file.named && blob.error().code == ErrorCode::not_found) return FileValues{};
    Error error = blob.error();
    error.message = fmt::format("settings file: {}", error.message);
    error.param = "config_file";
    return fail(std::move(error));
  }
  if (blob->bytes.size() > kMaxBytes) {
    return fail(ErrorCode::invalid_input, fmt::format("{} is larger than 1 MiB: not a settings file", blob->name));
  }
  return read_toml({reinterpret_cast<const char*>(blob->bytes.data()), blob->bytes.size()}, blob->name);
}

}  // namespace

Result<Settings> Settings::resolve(const Inputs& inputs) {
  const File file = settings_file(inputs);
  auto from_file = read_file(file);
  if (!from_file) return fail(from_file.error());
  Settings out;
  out.file_ = file.path;
  for (const Setting& one : config::settings()) {
    auto fallback = parse_value(one, one.fallback, "default");
    if (!fallback) return fail(ErrorCode::internal, fallback.error().message);
    Entry entry{std::move(*fallback), Source::built_in, "default"};
    if (const auto value = from_file->find(one.key); value != from_file->end()) {
      entry = {value->second, Source::file, fmt::format("file {}", file.path.string())};
    }
    if (const auto found = find_outside_file(one, inputs)) {
      auto value = parse_value(one, found->text, found->place);
      if (!value) return fail(value.error());
      entry = {std::move(*value), found->source, found->origin};
    }
    out.entries_.push_back(std::move(entry));
  }
  return out;
}

const std::string& Settings::text(Key key) const {
  return std::get<std::string>(entries_[static_cast<std::size_t>(key)].value);
}

std::int64_t Settings::integer(Key key) const {
  return std::get<std::int64_t>(entries_[static_cast<std::size_t>(key)].value);
}

bool Settings::boolean(Key key) const { return std::get<bool>(entries_[static_cast<std::size_t>(key)].value); }

Source Settings::source(Key key) const { return entries_[static_cast<std::size_t>(key)].source; }

const std::string& Settings::origin(Key key) const { return entries_[static_cast<std::size_t>(key)].origin; }

double Settings::number(Key key) const { return std::get<double>(entries_[static_cast<std::size_t>(key)].value); }

const List& Settings::list(Key key) const { return std::get<List>(entries_[static_cast<std::size_t>(key)].value); }

std::string Settings::shown(Key key) const {
  std::string text = config::shown(entries_[static_cast<std::size_t>(key)].value);
  return setting(key).secret && !text.empty() ? "(secret)" : text;
}

}  // namespace kokoro::config
