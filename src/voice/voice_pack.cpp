#include "voice/voice_pack.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "voice/read_pack.hpp"
#include "voice/style_limits.hpp"

namespace kokoro::voice {

std::span<const float> VoicePack::row(ModelVersion version, std::size_t phoneme_characters, std::size_t tokens) const {
  const std::size_t wanted = version == ModelVersion::v0_19 ? tokens : std::max<std::size_t>(phoneme_characters, 1) - 1;
  const std::size_t index = std::min(wanted, rows - 1);
  return std::span(values).subspan(index * width, width);
}

Result<VoicePack> pack_from_tensor(const checkpoint::Tensor& tensor, std::string name, std::size_t width,
                                   const std::string& file) {
  const auto& shape = tensor.shape;
  const bool flat = shape.size() == 2;
  const bool layered = shape.size() == 3 && shape[1] == 1;
  if ((!flat && !layered) || shape.front() < 1 || shape.back() != static_cast<std::int64_t>(width)) {
    return fail(ErrorCode::corrupt,
                fmt::format("{}: a voice pack of shape {}, expected [rows, {}] or [rows, 1, {}]", file,
                            checkpoint::shape_text(shape), width, width),
                "the pack belongs to a model of another size, or is no voice pack");
  }
  auto values = tensor.to_floats();
  if (!values) return fail(values.error().code, fmt::format("{}: {}", file, values.error().message));
  if (const auto fault = find_style_fault(*values, width)) {
    return fail(ErrorCode::corrupt, fmt::format("{}: {}", file, *fault), "a trained voice has no such numbers");
  }
  return VoicePack{std::move(name), static_cast<std::size_t>(shape.front()), width, std::move(*values)};
}

Result<VoicePack> read_voice_pack(const Blob& blob, std::string name, std::size_t width) {
  const auto tensor = checkpoint::read_single_tensor(blob, width);
  if (!tensor) return fail(tensor.error());
  return pack_from_tensor(*tensor, std::move(name), width, blob.name);
}

}  // namespace kokoro::voice
