#include "voice/voice_archive.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "voice/closest_names.hpp"
#include "voice/sherpa_voices.hpp"

namespace kokoro::voice {
namespace {

constexpr std::size_t kUsualRows = 510;   ///< of a pack of v1.0
constexpr std::size_t kMostVoices = 512;  ///< of a voices.bin that is not a published one

/// Rows of a file that is nothing but float32 rows; 0 for any other.
std::size_t raw_rows(const Blob& blob, std::size_t width) {
  const std::size_t row_bytes = width * sizeof(float);
  if (row_bytes == 0 || blob.bytes.size() % row_bytes != 0 || checkpoint::has_known_format(blob)) return 0;
  return blob.bytes.size() / row_bytes;
}

}  // namespace

Result<std::optional<VoiceArchive>> VoiceArchive::open(const Blob& blob, std::size_t width) {
  if (checkpoint::looks_like_npz(blob)) {
    auto names = checkpoint::npz_names(blob);
    if (!names) return fail(names.error());
    return VoiceArchive(blob, std::move(*names), 0, width);
  }
  const std::size_t rows = raw_rows(blob, width);
  if (const SherpaVoices* published = find_sherpa_voices(rows)) {
    return VoiceArchive(blob, {published->names.begin(), published->names.end()}, published->rows, width);
  }
  const std::size_t count = rows / kUsualRows;
  if (rows % kUsualRows != 0 || count < 2 || count > kMostVoices) return std::nullopt;
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < count; ++i) numbers.push_back(std::to_string(i));
  return VoiceArchive(blob, std::move(numbers), kUsualRows, width);
}

Result<checkpoint::Tensor> VoiceArchive::find(std::string_view name) const {
  std::size_t index = static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin());
  if (index == names_.size() && rows_ > 0) {
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (error != std::errc{} || end != name.data() + name.size()) index = names_.size();
  }
  if (index >= names_.size()) {
    const auto near = closest_names(std::string(name), names_, 3);
    return fail(ErrorCode::not_found, fmt::format("{} holds no voice \"{}\"", blob_.name, name),
                fmt::format("{}it holds {} voices, the first is {}",
                            near.empty() ? "" : fmt::format("did you mean {}? ", fmt::join(near, ", ")), names_.size(),
                            names_.empty() ? "none" : names_.front()),
                "voice");
  }
  if (rows_ == 0) return checkpoint::read_npz_entry(blob_, names_[index]);
  const std::size_t bytes = rows_ * width_ * sizeof(float);
  return checkpoint::read_single_tensor({blob_.bytes.subspan(index * bytes, bytes), blob_.owner, blob_.name}, width_);
}

}  // namespace kokoro::voice
