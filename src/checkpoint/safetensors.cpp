#include "checkpoint/safetensors.hpp"

#include <fmt/format.h>

#include <optional>

#include "checkpoint/byte_reader.hpp"
#include "checkpoint/quote.hpp"
#include "checkpoint/safetensors_header.hpp"
#include "checkpoint/tensor_view.hpp"

namespace kokoro::checkpoint {
namespace {

constexpr std::uint64_t kLongestHeader = 100'000'000;  ///< bytes; the format's own limit

std::optional<DType> dtype_of(std::string_view name) {
  if (name == "F32") return DType::float32;
  if (name == "F16") return DType::float16;
  if (name == "BF16") return DType::bfloat16;
  if (name == "F64") return DType::float64;
  if (name == "I64") return DType::int64;
  if (name == "I8") return DType::int8;
  return std::nullopt;
}

Result<Tensor> view_field(const Blob& blob, SafetensorsField& field, std::span<const std::byte> data) {
  const std::string place = fmt::format("{}: {}", blob.name, quote(field.name));
  const auto dtype = dtype_of(field.dtype);
  if (!dtype) {
    return fail(ErrorCode::unsupported, fmt::format("{}: numbers of type {}, expected F32, F16, BF16, F64, I64 or I8",
                                                    place, quote(field.dtype)));
  }
  const auto& offsets = field.data_offsets;
  if (offsets.size() != 2 || offsets[0] > offsets[1] || static_cast<std::uint64_t>(offsets[1]) > data.size()) {
    return fail(ErrorCode::corrupt, fmt::format("{}: data_offsets {} are not a range within {} bytes of data", place,
                                                shape_text(offsets), data.size()));
  }
  const auto bytes =
      data.subspan(static_cast<std::size_t>(offsets[0]), static_cast<std::size_t>(offsets[1] - offsets[0]));
  auto strides = dense_strides(field.shape);
  auto tensor = view_tensor({*dtype, bytes, 0, std::move(field.shape), std::move(strides)}, blob.owner, place);
  if (tensor && tensor->element_count() * element_bytes(*dtype) != bytes.size()) {
    return fail(ErrorCode::corrupt, fmt::format("{}: {} bytes for shape {} of {}", place, bytes.size(),
                                                shape_text(tensor->shape), field.dtype));
  }
  return tensor;
}

}  // namespace

Result<StateDict> read_safetensors(const Blob& blob) {
  ByteReader reader(blob.bytes);
  const auto length = reader.read<std::uint64_t>();
  if (!length || *length > kLongestHeader || *length > reader.remaining()) {
    return fail(ErrorCode::corrupt, fmt::format("{}: a safetensors header of {} bytes does not fit: {} are left in the "
                                                "file, and at most {} are allowed",
                                                blob.name, length.value_or(0), reader.remaining(), kLongestHeader));
  }
  auto fields = parse_safetensors_header(*reader.take_text(static_cast<std::size_t>(*length)), blob.name);
  if (!fields) return fail(fields.error());
  const auto data = *reader.take(reader.remaining());
  StateDict tensors;
  for (SafetensorsField& field : *fields) {
    auto tensor = view_field(blob, field, data);
    if (!tensor) return fail(tensor.error());
    if (!tensors.emplace(field.name, std::move(*tensor)).second) {
      return fail(ErrorCode::corrupt, fmt::format("{}: holds the tensor {} twice", blob.name, quote(field.name)));
    }
  }
  return tensors;
}

bool looks_like_safetensors(std::span<const std::byte> bytes) { return bytes.size() > 8 && bytes[8] == std::byte{'{'}; }

}  // namespace kokoro::checkpoint
