#include "checkpoint/inflate.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

#include "checkpoint/quote.hpp"
#include "checkpoint/stored_record.hpp"

namespace kokoro::checkpoint {
namespace {

constexpr std::size_t kStep = std::size_t{1} << 18;  ///< bytes by which the output grows

/// A raw deflate stream of zlib.
struct Stream {
  z_stream z{};
  bool ready = false;
  Stream() { ready = inflateInit2(&z, -MAX_WBITS) == Z_OK; }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() {
    if (ready) inflateEnd(&z);
  }
};

}  // namespace

Result<std::shared_ptr<const std::vector<std::byte>>> inflate_entry(const ZipEntry& entry, std::size_t limit,
                                                                    const std::string& file) {
  const std::string place = fmt::format("{}: ZIP entry {}", file, quote(entry.name));
  if (entry.size > limit || entry.stored.size() > limit) {
    return fail(ErrorCode::too_large,
                fmt::format("{}: unpacks to {} bytes, at most {} are allowed", place, entry.size, limit));
  }
  Stream stream;
  if (!stream.ready) return fail(ErrorCode::internal, fmt::format("{}: zlib does not start", place));
  auto out = std::make_shared<std::vector<std::byte>>();
  // zlib's interface is not const-correct; it only reads its input.
  stream.z.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(entry.stored.data()));
  stream.z.avail_in = static_cast<uInt>(entry.stored.size());
  int state = Z_OK;
  while (state == Z_OK && out->size() <= entry.size) {
    const std::size_t done = out->size();
    // One byte more than stated is asked for, so that a longer stream shows.
    const std::size_t step = std::min<std::size_t>(kStep, static_cast<std::size_t>(entry.size) + 1 - done);
    out->resize(done + step);
    stream.z.next_out = reinterpret_cast<Bytef*>(out->data() + done);
    stream.z.avail_out = static_cast<uInt>(step);
    state = inflate(&stream.z, Z_NO_FLUSH);
    out->resize(done + step - stream.z.avail_out);
    if (out->size() == done && state == Z_OK) break;
  }
  if (state != Z_STREAM_END || out->size() != entry.size) {
    return fail(ErrorCode::corrupt,
                fmt::format("{}: the compressed data is damaged or not {} bytes long", place, entry.size));
  }
  if (crc32_of(*out) != entry.crc)
    return fail(ErrorCode::corrupt, fmt::format("{}: its checksum does not match", place));
  return out;
}

}  // namespace kokoro::checkpoint
