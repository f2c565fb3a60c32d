#include <fmt/format.h>

#include <algorithm>

#include "checkpoint/inflate.hpp"
#include "checkpoint/npy.hpp"
#include "checkpoint/quote.hpp"
#include "checkpoint/tensor.hpp"
#include "checkpoint/zip_archive.hpp"

namespace kokoro::checkpoint {
namespace {

constexpr std::size_t kMostUnpacked = std::size_t{128} << 20;  ///< bytes of all deflated entries of one archive
constexpr std::string_view kSuffix = ".npy";

Result<ZipArchive> open_npz(const Blob& blob) {
  auto zip = ZipArchive::open(blob);
  if (!zip) return zip;
  for (const ZipEntry& entry : zip->entries()) {
    if (entry.name.ends_with(kSuffix)) continue;
    return fail(ErrorCode::corrupt,
                fmt::format("{}: holds {}, expected .npy arrays only", blob.name, quote(entry.name)));
  }
  return zip;
}

/// `left` is lowered by what was unpacked.
Result<Tensor> read_entry(const Blob& blob, const ZipEntry& entry, std::size_t& left) {
  Blob content{entry.stored, blob.owner, fmt::format("{}: {}", blob.name, entry.name)};
  if (entry.deflated) {
    const auto unpacked = inflate_entry(entry, left, blob.name);
    if (!unpacked) return fail(unpacked.error());
    left -= (*unpacked)->size();
    content.bytes = **unpacked;
    content.owner = *unpacked;
  } else if (auto intact = StoredRecord(content.name, entry.stored, entry.crc).verify(); !intact) {
    return fail(std::move(intact.error()));
  }
  return read_npy(content);
}

std::string_view without_suffix(std::string_view name) { return name.substr(0, name.size() - kSuffix.size()); }

}  // namespace

bool looks_like_npz(const Blob& blob) {
  if (!looks_like_zip(blob.bytes)) return false;
  const auto zip = ZipArchive::open(blob);
  return zip && !zip->entries().empty() &&
         std::all_of(zip->entries().begin(), zip->entries().end(),
                     [](const ZipEntry& entry) { return entry.name.ends_with(kSuffix); });
}

Result<std::vector<std::string>> npz_names(const Blob& blob) {
  const auto zip = open_npz(blob);
  if (!zip) return fail(zip.error());
  std::vector<std::string> names;
  for (const ZipEntry& entry : zip->entries()) names.emplace_back(without_suffix(entry.name));
  return names;
}

Result<Tensor> read_npz_entry(const Blob& blob, const std::string& name) {
  const auto zip = open_npz(blob);
  if (!zip) return fail(zip.error());
  const ZipEntry* entry = zip->find(name + std::string(kSuffix));
  if (entry == nullptr) {
    return fail(ErrorCode::not_found, fmt::format("{}: holds no array {}", blob.name, quote(name)));
  }
  std::size_t left = kMostUnpacked;
  return read_entry(blob, *entry, left);
}

Result<StateDict> read_npz(const Blob& blob) {
  const auto zip = open_npz(blob);
  if (!zip) return fail(zip.error());
  StateDict tensors;
  std::size_t left = kMostUnpacked;
  for (const ZipEntry& entry : zip->entries()) {
    auto tensor = read_entry(blob, entry, left);
    if (!tensor) return fail(tensor.error());
    tensors.emplace(without_suffix(entry.name), std::move(*tensor));
  }
  return tensors;
}

}  // namespace kokoro::checkpoint
