#include "base/audio_format.hpp"

#include <fmt/format.h>

#include <span>
#include <string>
#include <vector>

#include "base/ascii.hpp"

namespace kokoro::audio {
namespace {

// traits() takes a row by its number.
static_assert([] {
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    if (kFormats[i].format != static_cast<Format>(i)) return false;
  }
  return true;
}());

/// "a, b or c".
std::string listed(std::span<const std::string_view> names) {
  return fmt::format("{} or {}", fmt::join(names.first(names.size() - 1), ", "), names.back());
}

}  // namespace

Result<Format> parse_format(std::string_view name) {
  for (const auto& row : kFormats) {
    const bool other = !row.other_name.empty() && same_ignoring_case(row.other_name, name);
    if (other || same_ignoring_case(row.name, name)) return row.format;
  }
  return fail(ErrorCode::invalid_input,
              fmt::format("unknown audio format \"{}\": expected {}", name, listed(kFormatNames)), {},
              "response_format");
}

Result<Format> format_of_file(const std::filesystem::path& path) {
  const std::string extension = path.extension().string();
  std::vector<std::string_view> known;
  for (const auto& row : kFormats) {
    for (const std::string_view one : {row.extension, row.other_extension}) {
      if (one.empty()) continue;
      if (same_ignoring_case(one, extension)) return row.format;
      known.push_back(one);
    }
  }
  return fail(ErrorCode::invalid_input,
              fmt::format("cannot tell the audio format from the file name \"{}\": expected an extension {}",
                          path.filename().string(), listed(known)),
              {}, "output");
}

}  // namespace kokoro::audio
