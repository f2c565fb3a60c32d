#include "checkpoint/npy.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "checkpoint/byte_reader.hpp"
#include "checkpoint/quote.hpp"
#include "checkpoint/tensor_view.hpp"

namespace kokoro::checkpoint {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";

struct NpyHeader {
  std::string_view descr;
  bool column_major = false;
  std::vector<std::int64_t> shape;
};

/// The text behind 'key': in the header's Python dictionary, leading spaces skipped.
std::optional<std::string_view> value_of(std::string_view header, std::string_view key) {
  const std::size_t at = header.find(fmt::format("'{}':", key));
  if (at == std::string_view::npos) return std::nullopt;
  header.remove_prefix(at + key.size() + 3);
  header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
  return header;
}

/// "(510, 1, 256)", "(3,)" or "()".
std::optional<std::vector<std::int64_t>> parse_shape(std::string_view text) {
  const std::size_t close = text.find(')');
  if (!text.starts_with('(') || close == std::string_view::npos) return std::nullopt;
  text = text.substr(1, close - 1);
  std::vector<std::int64_t> shape;
  while (!text.empty()) {
    std::int64_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    shape.push_back(size);
    if (!text.empty() && !text.starts_with(',')) return std::nullopt;
    text.remove_prefix(std::min(text.find_first_not_of(", "), text.size()));
  }
  return shape;
}

std::optional<NpyHeader> parse_header(std::string_view text) {
  const auto descr = value_of(text, "descr");
  const auto order = value_of(text, "fortran_order");
  const auto shape = value_of(text, "shape");
  if (!descr || !order || !shape || !descr->starts_with('\'')) return std::nullopt;
  const std::size_t end = descr->find('\'', 1);
  auto sizes = parse_shape(*shape);
  const bool column_major = order->starts_with("True");
  if (end == std::string_view::npos || !sizes || (!column_major && !order->starts_with("False"))) return std::nullopt;
  return NpyHeader{descr->substr(1, end - 1), column_major, std::move(*sizes)};
}

std::optional<DType> dtype_of(std::string_view descr) {
  if (descr == "<f4") return DType::float32;
  if (descr == "<f2") return DType::float16;
  if (descr == "<f8") return DType::float64;
  if (descr == "<i8") return DType::int64;
  return std::nullopt;
}

}  // namespace

Result<Tensor> read_npy(const Blob& blob) {
  ByteReader reader(blob.bytes);
  const auto magic = reader.take_text(kMagic.size());
  const auto major = reader.read<std::uint8_t>();
  const auto minor = reader.read<std::uint8_t>();
  if (magic != kMagic || !minor || *major < 1 || *major > 3) {
    return fail(ErrorCode::corrupt, fmt::format("{}: does not start as a .npy array of version 1 to 3", blob.name));
  }
  std::optional<std::uint32_t> length;
  if (*major == 1) {
    length = reader.read<std::uint16_t>();
  } else {
    length = reader.read<std::uint32_t>();
  }
  const auto text = length ? reader.take_text(*length) : std::nullopt;
  if (!text) return fail(ErrorCode::corrupt, fmt::format("{}: the .npy header is cut off", blob.name));
  auto header = parse_header(*text);
  if (!header) {
    return fail(ErrorCode::corrupt, fmt::format("{}: the .npy header is {}, expected 'descr' of a plain number, "
                                                "'fortran_order' and 'shape'",
                                                blob.name, quote(*text)));
  }
  const auto dtype = dtype_of(header->descr);
  if (!dtype) {
    return fail(ErrorCode::unsupported,
                fmt::format("{}: numbers of type {}, expected <f4, <f2, <f8 or <i8", blob.name, quote(header->descr)));
  }
  auto strides = dense_strides(header->shape, header->column_major);
  return view_tensor({*dtype, *reader.take(reader.remaining()), 0, std::move(header->shape), std::move(strides)},
                     blob.owner, blob.name);
}

bool looks_like_npy(std::span<const std::byte> bytes) { return as_text(bytes).starts_with(kMagic); }

}  // namespace kokoro::checkpoint
