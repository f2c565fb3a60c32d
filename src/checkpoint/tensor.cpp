#include "checkpoint/tensor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <set>

namespace kokoro::checkpoint {
namespace {

template <class T>
T load(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof(T));
  return value;
}

float from_half(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const int fraction = bits & 1023;
  const float sign = (bits & 0x8000) != 0 ? -1.0F : 1.0F;
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
  if (exponent == 31) return fraction == 0 ? sign * INFINITY : NAN;
  return sign * std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
}

float from_bfloat(std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }

/// Calls `visit(element offset)` for the elements in row-major order.
template <class Visit>
void for_each_element(const Tensor& tensor, Visit visit) {
  std::vector<std::int64_t> index(tensor.shape.size(), 0);
  std::int64_t offset = 0;
  for (std::size_t left = tensor.element_count(); left > 0; --left) {
    visit(offset);
    for (std::size_t d = index.size(); d-- > 0;) {
      offset += tensor.strides[d];
      if (++index[d] < tensor.shape[d]) break;
      offset -= tensor.strides[d] * tensor.shape[d];
      index[d] = 0;
    }
  }
}

template <class Stored, class Convert>
std::vector<float> convert(const Tensor& tensor, Convert to_float) {
  std::vector<float> out;
  out.reserve(tensor.element_count());
  for_each_element(tensor, [&](std::int64_t offset) {
    out.push_back(to_float(load<Stored>(tensor.data + static_cast<std::size_t>(offset) * sizeof(Stored))));
  });
  return out;
}

}  // namespace

std::size_t element_bytes(DType dtype) {
  switch (dtype) {
    case DType::int8:
      return 1;
    case DType::float16:
    case DType::bfloat16:
      return 2;
    case DType::float32:
      return 4;
    case DType::float64:
    case DType::int64:
      return 8;
  }
  return 8;
}

std::size_t Tensor::element_count() const {
  std::size_t count = 1;
  for (const std::int64_t size : shape) {
    if (size == 0) return 0;
    count *= static_cast<std::size_t>(size);
  }
  return count;
}

bool Tensor::contiguous() const {
  std::int64_t expected = 1;
  for (std::size_t d = shape.size(); d-- > 0;) {
    if (shape[d] == 0) return true;
    if (shape[d] != 1 && strides[d] != expected) return false;
    expected *= shape[d];
  }
  return true;
}

Result<std::vector<float>> Tensor::to_floats() const {
  if (compute) return compute();
  if (record) {
    if (auto intact = record->verify(); !intact) return fail(std::move(intact.error()));
  }
  switch (dtype) {
    case DType::float32: {
      if (!contiguous()) return convert<float>(*this, [](float v) { return v; });
      std::vector<float> out(element_count());
      if (!out.empty()) std::memcpy(out.data(), data, out.size() * sizeof(float));
      return out;
    }
    case DType::float16:
      return convert<std::uint16_t>(*this, from_half);
    case DType::bfloat16:
      return convert<std::uint16_t>(*this, from_bfloat);
    case DType::float64:
      return convert<double>(*this, [](double v) { return static_cast<float>(v); });
    case DType::int8:
      return convert<std::int8_t>(*this, [](std::int8_t v) { return static_cast<float>(v); });
    case DType::int64:
      break;
  }
  return fail(ErrorCode::unsupported,
              fmt::format("a tensor {} holds 64-bit integers, expected floating-point numbers", shape_text(shape)));
}

std::span<const float> Tensor::as_floats() const {
  const bool aligned = reinterpret_cast<std::uintptr_t>(data) % alignof(float) == 0;
  if (data == nullptr || dtype != DType::float32 || !aligned || !contiguous()) return {};
  return {reinterpret_cast<const float*>(data), element_count()};
}

std::vector<const StoredRecord*> records_of(const Checkpoint& checkpoint) {
  std::set<const StoredRecord*> records;
  for (const auto& [group, tensors] : checkpoint.groups) {
    for (const auto& [name, tensor] : tensors) {
      if (tensor.record) records.insert(tensor.record.get());
    }
  }
  return {records.begin(), records.end()};
}

std::string shape_text(std::span<const std::int64_t> shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

}  // namespace kokoro::checkpoint
