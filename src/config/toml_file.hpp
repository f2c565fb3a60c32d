#pragma once

#include <kokoro/error.hpp>
#include <map>
#include <string>
#include <string_view>

#include "config/setting.hpp"

namespace kokoro::config {

/// Settings of one file.
using FileValues = std::map<Key, Value>;

/// Reads the text of a settings file; `name` is the file's, for messages.
/// Errors: invalid_input, naming file, line and key: malformed TOML, an unknown key, a wrong type, a value out of
/// bounds, a setting that a file cannot hold.
Result<FileValues> read_toml(std::string_view text, std::string_view name);

}  // namespace kokoro::config
