#include "checkpoint/torch_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "checkpoint/byte_reader.hpp"
#include "checkpoint/quote.hpp"
#include "checkpoint/unpickler.hpp"
#include "checkpoint/zip_archive.hpp"

namespace kokoro::checkpoint {
namespace {

/// The folder that all records of the archive are in, which is named after the file it was saved to, with its slash.
std::optional<std::string_view> record_folder(const ZipArchive& zip) {
  for (const ZipEntry& entry : zip.entries()) {
    const std::size_t slash = entry.name.find('/');
    if (slash != std::string_view::npos && entry.name.substr(slash + 1) == "data.pkl") {
      return entry.name.substr(0, slash + 1);
    }
  }
  return zip.find("data.pkl") != nullptr ? std::optional<std::string_view>("") : std::nullopt;
}

std::shared_ptr<const StoredRecord> make_record(const Blob& blob, const ZipEntry& entry) {
  return std::make_shared<const StoredRecord>(fmt::format("{}: record {}", blob.name, quote(entry.name)), entry.stored,
                                              entry.crc);
}

}  // namespace

Result<PickleGraph> read_torch_file(const Blob& blob) {
  const auto zip = ZipArchive::open(blob);
  if (!zip) return fail(zip.error());
  const auto folder = record_folder(*zip);
  if (!folder) {
    const bool numpy = std::any_of(zip->entries().begin(), zip->entries().end(),
                                   [](const ZipEntry& entry) { return entry.name.ends_with(".npy"); });
    return fail(ErrorCode::corrupt,
                fmt::format("{}: the ZIP archive has no data.pkl: not written by torch.save()", blob.name),
                numpy ? "it holds NumPy arrays: name it .npz" : "");
  }
  const auto record = [&](std::string_view name) { return zip->find(fmt::format("{}{}", *folder, name)); };
  if (record("constants.pkl") != nullptr) {
    return fail(ErrorCode::unsupported, fmt::format("{}: a TorchScript program, expected a file of tensors", blob.name),
                "save its state_dict() with torch.save()");
  }
  const ZipEntry* order = record("byteorder");
  if (order != nullptr && as_text(order->stored) != "little") {
    return fail(ErrorCode::unsupported, fmt::format("{}: numbers are stored as {}, expected \"little\" byte order",
                                                    blob.name, quote(as_text(order->stored))));
  }
  PickleSource source;
  source.name = blob.name;
  source.owner = blob.owner;
  std::map<std::string_view, std::shared_ptr<const StoredRecord>> records;
  source.storage = [&](std::string_view key) -> Result<std::shared_ptr<const StoredRecord>> {
    const ZipEntry* entry = record(fmt::format("data/{}", key));
    if (entry == nullptr) {
      return fail(ErrorCode::corrupt, fmt::format("{}: storage record data/{} is missing", blob.name, quote(key)));
    }
    if (entry->deflated) {
      return fail(ErrorCode::unsupported,
                  fmt::format("{}: storage record data/{} is compressed, expected it stored as torch.save() does",
                              blob.name, quote(key)));
    }
    auto& known = records[entry->name];
    if (!known) known = make_record(blob, *entry);
    return known;
  };
  const ZipEntry* pickle = record("data.pkl");
  if (pickle->deflated) {
    return fail(ErrorCode::unsupported,
                fmt::format("{}: data.pkl is compressed, expected it stored as torch.save() does", blob.name));
  }
  if (auto intact = make_record(blob, *pickle)->verify(); !intact) return fail(std::move(intact.error()));
  return unpickle(pickle->stored, source);
}

bool looks_like_old_torch(std::span<const std::byte> bytes) {
  const std::string_view text = as_text(bytes);
  const bool tar = text.size() > 262 && text.substr(257, 5) == "ustar";
  const bool pickle = text.size() > 2 && text[0] == '\x80' && text[1] >= 2 && text[1] <= 5 &&
                      (text.substr(2, 2) == "\x8a\x0a" || text[2] == '\x95' || text[2] == '}' || text[2] == 'c');
  return tar || pickle;
}

tl::unexpected<Error> refuse_old_torch(const Blob& blob) {
  return fail(ErrorCode::unsupported,
              fmt::format("{}: a bare pickle or the format of PyTorch before 1.6, expected the ZIP format", blob.name),
              "convert it once with a new PyTorch: torch.save(torch.load(\"old\"), \"new\")");
}

}  // namespace kokoro::checkpoint
