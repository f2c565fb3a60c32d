#include "server/routes/web_file.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

// EMBED(symbol, "file") for each file of web/; the build writes it and the assembler file beside it.
#define EMBED(symbol, file) extern "C" const char kokoro_web_##symbol[], kokoro_web_##symbol##_end[];
#include "server/routes/web_files.inc"
#undef EMBED

namespace kokoro::server {
namespace {

std::string_view content_type(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kTypes{
      {{".html", "text/html; charset=utf-8"},
       {".js", "text/javascript; charset=utf-8"},
       {".css", "text/css; charset=utf-8"},
       {".svg", "image/svg+xml"}}};
  const auto found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& row) { return name.ends_with(row.first); });
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

const std::vector<WebFile>& web_files() {
  static const std::vector<WebFile> files = [] {
    std::vector<WebFile> out;
#define EMBED(symbol, file) \
  out.push_back(            \
      {file, {kokoro_web_##symbol, static_cast<std::size_t>(kokoro_web_##symbol##_end - kokoro_web_##symbol)}, {}});
#include "server/routes/web_files.inc"
#undef EMBED
    for (auto& file : out) file.content_type = content_type(file.name);
    return out;
  }();
  return files;
}

}  // namespace

const WebFile* find_web_file(std::string_view name) {
  for (const auto& file : web_files()) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

}  // namespace kokoro::server
