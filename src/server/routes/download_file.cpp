#include "server/routes/download_file.hpp"

#include <fmt/format.h>

#include <cctype>

#include "base/log.hpp"
#include "server/download/byte_range.hpp"
#include "server/http/error_body.hpp"

namespace kokoro::server {
namespace {

constexpr std::size_t kLongestStem = 100;

/// Letters, digits and "._-" of what was asked for, others as one '_'; then the extension that the file has.
std::string saved_name(std::string_view wanted, std::string_view stored) {
  const std::string_view extension = stored.substr(stored.find('.'));
  std::string stem;
  for (const char c : wanted) {
    const bool keep =
        static_cast<unsigned char>(c) < 0x80 &&
        (std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("._-").find(c) != std::string_view::npos);
    if (keep || !stem.ends_with('_')) stem += keep ? c : '_';
  }
  if (stem.ends_with(extension)) stem.resize(stem.size() - extension.size());
  const std::size_t begin = stem.find_first_not_of("._-");
  if (begin == std::string::npos) return std::string(stored);
  stem = stem.substr(begin, kLongestStem);
  stem.resize(stem.find_last_not_of("._-") + 1);
  return stem.append(extension);
}

/// Whether a list of entity tags ("a", W/"a", *) names this one; the strong comparison leaves weak ones out.
bool names_tag(std::string_view list, std::string_view tag) {
  return list == "*" || list.find(tag) != std::string_view::npos;
}

}  // namespace

Response download_response(const DownloadStore& store, std::string_view name, const Headers& headers,
                           std::string_view save_as) {
  const auto found = store.find(name);
  if (!found) {
    return error_response(make_http_error(
        404, "file_not_found",
        "there is no such download: links last for a limited time, and begin when the speech is complete", "file"));
  }
  const std::uint64_t size = found->file->size();
  const std::string tag = fmt::format("\"{}\"", name.substr(0, name.find('.')));
  Response response;
  response.head.headers = {{"Accept-Ranges", "bytes"}, {"ETag", tag}, {"Cache-Control", "private, no-cache"}};
  if (const auto known = headers.find("If-None-Match"); known && names_tag(*known, tag)) {
    response.head.status = 304;
    return response;
  }
  ByteRange range{0, size};
  const auto condition = headers.find("If-Range");
  const auto wanted = headers.find("Range");
  if (wanted && (!condition || *condition == tag)) {
    if (const auto part = parse_range(*wanted, size)) {
      if (part->length == 0) {
        Response refusal = error_response(
            make_http_error(416, "range_not_satisfiable",
                            fmt::format("the file has {} bytes, {} is outside of it", size, *wanted), "Range"));
        refusal.head.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
        return refusal;
      }
      range = *part;
      response.head.status = 206;
      response.head.headers.emplace_back(
          "Content-Range", fmt::format("bytes {}-{}/{}", range.begin, range.begin + range.length - 1, size));
    }
  }
  auto bytes = UnnamedFile::map(found->file, range.begin, range.length);
  if (!bytes) {
    log::error("download {}: {}", name, bytes.error().message);
    return error_response(bytes.error());
  }
  response.head.content_type = found->content_type;
  response.head.headers.emplace_back("Content-Disposition",
                                     fmt::format("attachment; filename=\"{}\"", saved_name(save_as, name)));
  response.shared = std::move(*bytes);
  return response;
}

}  // namespace kokoro::server
