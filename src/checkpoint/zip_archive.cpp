#include "checkpoint/zip_archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "checkpoint/byte_reader.hpp"
#include "checkpoint/quote.hpp"

namespace kokoro::checkpoint {
namespace {

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kCentralSignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocator64Signature = 0x07064b50;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kLocator64Size = 20;
constexpr std::size_t kCentralSize = 46;
constexpr std::uint32_t kIn64 = 0xffffffff;  ///< the true value is in the zip64 field

struct Directory {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t count = 0;
};

/// One directory entry with the place of its local header.
struct Record {
  ZipEntry entry;
  std::uint64_t stored_size = 0;
  std::uint64_t header_offset = 0;
  std::uint16_t flags = 0;
};

template <class T>
T number_at(std::span<const std::byte> bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof(T));
  return value;
}

tl::unexpected<Error> corrupt(const Blob& blob, std::string_view what) {
  return fail(ErrorCode::corrupt, fmt::format("{}: {}", blob.name, what),
              "the file is damaged or was not copied completely: fetch it again");
}

/// Position of the end record, which only a comment may follow.
std::optional<std::size_t> find_end(std::span<const std::byte> bytes) {
  if (bytes.size() < kEndSize) return std::nullopt;
  const std::size_t last = bytes.size() - kEndSize;
  const std::size_t first = last > 0xffff ? last - 0xffff : 0;
  for (std::size_t at = last + 1; at-- > first;) {
    if (number_at<std::uint32_t>(bytes, at) == kEndSignature && number_at<std::uint16_t>(bytes, at + 20) == last - at) {
      return at;
    }
  }
  return std::nullopt;
}

Result<Directory> find_directory(const Blob& blob) {
  const auto bytes = blob.bytes;
  const auto end = find_end(bytes);
  if (!end) return corrupt(blob, "the directory at the end of the ZIP archive is missing");
  Directory directory{number_at<std::uint32_t>(bytes, *end + 16), number_at<std::uint32_t>(bytes, *end + 12),
                      number_at<std::uint16_t>(bytes, *end + 10)};
  std::uint64_t limit = *end;
  if (directory.offset == kIn64 || directory.size == kIn64 || directory.count == 0xffff) {
    if (*end < kLocator64Size || number_at<std::uint32_t>(bytes, *end - kLocator64Size) != kLocator64Signature) {
      return corrupt(blob, "the ZIP archive refers to a zip64 directory that is not there");
    }
    const auto at = number_at<std::uint64_t>(bytes, *end - kLocator64Size + 8);
    if (*end < 56 + kLocator64Size || at > *end - kLocator64Size - 56 ||
        number_at<std::uint32_t>(bytes, static_cast<std::size_t>(at)) != kEnd64Signature) {
      return corrupt(blob, "the zip64 directory is not where the ZIP archive says");
    }
    const auto record = bytes.subspan(static_cast<std::size_t>(at));
    directory = {number_at<std::uint64_t>(record, 48), number_at<std::uint64_t>(record, 40),
                 number_at<std::uint64_t>(record, 32)};
    limit = at;
  }
  if (directory.offset > limit || directory.size > limit - directory.offset) {
    return corrupt(blob, fmt::format("the ZIP directory (bytes {} to +{}) reaches outside the file", directory.offset,
                                     directory.size));
  }
  if (directory.count > directory.size / kCentralSize) {
    return corrupt(
        blob, fmt::format("the ZIP directory of {} bytes cannot hold {} entries", directory.size, directory.count));
  }
  return directory;
}

/// Replaces the sizes and the offset that are marked so by the zip64 extra field's. False when they are not there.
bool apply_zip64(Record& record, std::span<const std::byte> extra) {
  ByteReader reader(extra);
  const bool wanted = record.entry.size == kIn64 || record.stored_size == kIn64 || record.header_offset == kIn64;
  if (!wanted) return true;
  while (reader.remaining() >= 4) {
    const auto id = *reader.read<std::uint16_t>();
    const auto field = reader.take(*reader.read<std::uint16_t>());
    if (!field) return false;
    if (id != 1) continue;
    ByteReader values(*field);
    for (std::uint64_t* value : {&record.entry.size, &record.stored_size, &record.header_offset}) {
      if (*value != kIn64) continue;
      const auto wide = values.read<std::uint64_t>();
      if (!wide) return false;
      *value = *wide;
    }
    return true;
  }
  return false;
}

Result<Record> read_record(const Blob& blob, ByteReader& reader) {
  const auto fixed = reader.take(kCentralSize);
  if (!fixed || number_at<std::uint32_t>(*fixed, 0) != kCentralSignature) {
    return corrupt(blob, "an entry of the ZIP directory is damaged");
  }
  Record record;
  record.flags = number_at<std::uint16_t>(*fixed, 8);
  const auto method = number_at<std::uint16_t>(*fixed, 10);
  record.entry.crc = number_at<std::uint32_t>(*fixed, 16);
  record.stored_size = number_at<std::uint32_t>(*fixed, 20);
  record.entry.size = number_at<std::uint32_t>(*fixed, 24);
  record.header_offset = number_at<std::uint32_t>(*fixed, 42);
  const auto name = reader.take_text(number_at<std::uint16_t>(*fixed, 28));
  const auto extra = reader.take(number_at<std::uint16_t>(*fixed, 30));
  const auto comment = reader.take(number_at<std::uint16_t>(*fixed, 32));
  if (!name || !extra || !comment) return corrupt(blob, "an entry of the ZIP directory is cut off");
  record.entry.name = *name;
  if (!apply_zip64(record, *extra)) {
    return corrupt(blob, fmt::format("ZIP entry {}: its zip64 sizes are missing", quote(*name)));
  }
  if ((record.flags & 1) != 0 || (method != 0 && method != 8)) {
    return fail(ErrorCode::unsupported,
                fmt::format("{}: ZIP entry {} is {}, expected it stored or deflated", blob.name, quote(*name),
                            (record.flags & 1) != 0 ? "encrypted" : fmt::format("packed with method {}", method)));
  }
  record.entry.deflated = method == 8;
  if (!record.entry.deflated && record.entry.size != record.stored_size) {
    return corrupt(blob, fmt::format("ZIP entry {} is stored but has two sizes, {} and {} bytes", quote(*name),
                                     record.stored_size, record.entry.size));
  }
  return record;
}

/// Finds the bytes of the entry behind its local header, which must agree with the directory and end before `limit`.
Result<void> locate(const Blob& blob, Record& record, std::uint64_t limit) {
  const auto bad = [&](std::string_view what) {
    return corrupt(blob, fmt::format("ZIP entry {}: {}", quote(record.entry.name), what));
  };
  if (record.header_offset > limit) return bad("starts outside the file or inside another entry");
  ByteReader reader(blob.bytes.subspan(static_cast<std::size_t>(record.header_offset),
                                       static_cast<std::size_t>(limit - record.header_offset)));
  const auto fixed = reader.take(30);
  if (!fixed || number_at<std::uint32_t>(*fixed, 0) != kLocalSignature) return bad("there is no header at its place");
  const auto name = reader.take_text(number_at<std::uint16_t>(*fixed, 26));
  const auto extra = reader.take(number_at<std::uint16_t>(*fixed, 28));
  if (!name || !extra || *name != record.entry.name) return bad("its header names another file");
  const auto here = number_at<std::uint32_t>(*fixed, 18);
  const bool sizes_follow = (record.flags & 8) != 0;
  if (!sizes_follow && here != kIn64 && here != record.stored_size) {
    return bad(fmt::format("its header says {} bytes, the directory {}", here, record.stored_size));
  }
  const std::size_t room = reader.remaining();
  const auto data =
      record.stored_size <= room ? reader.take(static_cast<std::size_t>(record.stored_size)) : std::nullopt;
  if (!data) {
    return bad(fmt::format("{} bytes are announced, {} are there", record.stored_size, room));
  }
  record.entry.stored = *data;
  return {};
}

}  // namespace

Result<ZipArchive> ZipArchive::open(const Blob& blob) {
  const auto directory = find_directory(blob);
  if (!directory) return fail(directory.error());
  ByteReader reader(
      blob.bytes.subspan(static_cast<std::size_t>(directory->offset), static_cast<std::size_t>(directory->size)));
  std::vector<Record> records;
  records.reserve(static_cast<std::size_t>(directory->count));
  for (std::uint64_t i = 0; i < directory->count; ++i) {
    auto record = read_record(blob, reader);
    if (!record) return fail(record.error());
    records.push_back(*record);
  }
  // From the last to the first: each entry must end before the next one starts, the last before the directory.
  std::sort(records.begin(), records.end(),
            [](const Record& a, const Record& b) { return a.header_offset > b.header_offset; });
  std::uint64_t limit = directory->offset;
  ZipArchive archive;
  archive.entries_.reserve(records.size());
  for (Record& record : records) {
    const auto located = locate(blob, record, limit);
    if (!located) return fail(located.error());
    limit = record.header_offset;
    archive.entries_.push_back(record.entry);
  }
  std::sort(archive.entries_.begin(), archive.entries_.end(),
            [](const ZipEntry& a, const ZipEntry& b) { return a.name < b.name; });
  const auto twice = std::adjacent_find(archive.entries_.begin(), archive.entries_.end(),
                                        [](const ZipEntry& a, const ZipEntry& b) { return a.name == b.name; });
  if (twice != archive.entries_.end()) {
    return corrupt(blob, fmt::format("the ZIP archive holds {} twice", quote(twice->name)));
  }
  return archive;
}

const ZipEntry* ZipArchive::find(std::string_view name) const {
  const auto found =
      std::lower_bound(entries_.begin(), entries_.end(), name,
                       [](const ZipEntry& entry, std::string_view wanted) { return entry.name < wanted; });
  return found != entries_.end() && found->name == name ? &*found : nullptr;
}

bool looks_like_zip(std::span<const std::byte> bytes) {
  if (bytes.size() < 4) return false;
  const auto signature = number_at<std::uint32_t>(bytes, 0);
  return signature == kLocalSignature || signature == kEndSignature;
}

}  // namespace kokoro::checkpoint
