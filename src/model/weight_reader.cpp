#include "model/weight_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

namespace kokoro::model {
namespace {

std::string full_name(std::string_view group, const std::string& name) { return fmt::format("{}.{}", group, name); }

std::string wanted_shape(const std::vector<int>& shape) {
  std::vector<std::string> parts;
  parts.reserve(shape.size());
  for (const int size : shape) parts.push_back(size == WeightReader::kAny ? "any" : std::to_string(size));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

/// True when several indices reach the same number: such a view can be far larger than its file.
bool overlaps_itself(const checkpoint::Tensor& tensor) {
  std::size_t extent = 1;
  for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
    if (tensor.shape[i] == 0) return false;
    extent += static_cast<std::size_t>(tensor.shape[i] - 1) * static_cast<std::size_t>(tensor.strides[i]);
  }
  return tensor.element_count() > extent;
}

/// Zeros where the record is damaged, of which its verdict() tells.
std::vector<float> numbers_of(const checkpoint::Tensor& tensor) {
  auto numbers = tensor.to_floats();
  return numbers ? std::move(*numbers) : std::vector<float>(tensor.element_count());
}

/// At most this many names of each kind in one message.
constexpr std::size_t kMostNames = 12;

void append_list(std::string& out, std::string_view title, const std::vector<std::string>& names) {
  if (names.empty()) return;
  out += fmt::format("; {} {}: ", names.size(), title);
  for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i) out += (i > 0 ? ", " : "") + names[i];
  if (names.size() > kMostNames) out += fmt::format(" and {} more", names.size() - kMostNames);
}

}  // namespace

std::vector<float> Weights::read() const {
  std::vector<float> values = numbers_of(direction_);
  if (gain_.exists()) apply_gain(values);
  faults_->look_at(name_, values);
  return values;
}

void Weights::apply_gain(std::vector<float>& values) const {
  const std::vector<float> gains = numbers_of(gain_);
  const std::size_t inner = gains.empty() ? 0 : values.size() / gains.size();
  std::size_t empty_rows = 0;
  for (std::size_t o = 0; o < gains.size(); ++o) {
    const std::span<float> row(values.data() + o * inner, inner);
    double square = 0;
    for (const float x : row) square += static_cast<double>(x) * static_cast<double>(x);
    const double norm = std::sqrt(square);
    // A gain that is the norm, but for its rounding, leaves the row as it is: so a row that was folded and split again
    // gives the same numbers.
    if (static_cast<float>(norm) == gains[o] && norm > 0) continue;
    if (square == 0) ++empty_rows;
    const double factor = square > 0 ? static_cast<double>(gains[o]) / norm : 0.0;
    for (float& x : row) x = static_cast<float>(static_cast<double>(x) * factor);
  }
  if (empty_rows > 0) faults_->add_empty_rows(name_, empty_rows);
}

const checkpoint::Tensor* WeightReader::find(std::string_view group, const std::string& name) {
  const auto dict = checkpoint_.groups.find(std::string(group));
  if (dict != checkpoint_.groups.end()) {
    const auto tensor = dict->second.find(name);
    if (tensor != dict->second.end()) return &tensor->second;
  }
  missing_.insert(full_name(group, name));
  return nullptr;
}

bool WeightReader::has(std::string_view group, const std::string& name) const {
  const auto dict = checkpoint_.groups.find(std::string(group));
  return dict != checkpoint_.groups.end() && dict->second.contains(name);
}

std::string WeightReader::stored_name(std::string_view group, const std::string& name) const {
  constexpr std::string_view kDirection = "_v";
  if (!name.ends_with(kDirection) || has(group, name)) return name;
  std::string folded = name.substr(0, name.size() - kDirection.size());
  return has(group, folded) ? folded : name;
}

void WeightReader::ignore(std::string_view group, const std::string& name) {
  used_.insert(full_name(group, name));
  if (has(group, name)) parameters_ += checkpoint_.groups.at(std::string(group)).at(name).element_count();
}

int WeightReader::dimension(std::string_view group, const std::string& name, std::size_t axis) {
  const checkpoint::Tensor* tensor = find(group, stored_name(group, name));
  if (tensor == nullptr) return 0;
  // Bounds the products of dimensions that callers form.
  constexpr std::int64_t kLargest = 1 << 20;
  if (axis >= tensor->shape.size() || tensor->shape[axis] < 1 || tensor->shape[axis] > kLargest) {
    misshaped_.push_back(fmt::format("{} is {}", full_name(group, name), checkpoint::shape_text(tensor->shape)));
    return 0;
  }
  return static_cast<int>(tensor->shape[axis]);
}

void WeightReader::report_shape(std::string_view group, const std::string& name, std::span<const std::int64_t> found,
                                const std::vector<int>& wanted) {
  misshaped_.push_back(fmt::format("{} is {}, expected {}", full_name(group, name), checkpoint::shape_text(found),
                                   wanted_shape(wanted)));
}

Weights WeightReader::take(std::string_view group, const std::string& name, std::vector<int> shape) {
  const checkpoint::Tensor* tensor = find(group, name);
  if (tensor == nullptr) return {};
  used_.insert(full_name(group, name));
  bool fits = tensor->shape.size() == shape.size();
  for (std::size_t i = 0; fits && i < shape.size(); ++i) fits = shape[i] == kAny || tensor->shape[i] == shape[i];
  if (!fits) {
    report_shape(group, name, tensor->shape, shape);
    return {};
  }
  if (overlaps_itself(*tensor)) {
    misshaped_.push_back(fmt::format("{} repeats its own numbers", full_name(group, name)));
    return {};
  }
  if (tensor->dtype == checkpoint::DType::int64) {
    misshaped_.push_back(fmt::format("{} holds whole numbers", full_name(group, name)));
    return {};
  }
  parameters_ += tensor->element_count();
  return Weights(*tensor, full_name(group, name), faults_);
}

Weights WeightReader::take_weight_norm(std::string_view group, const std::string& prefix, std::vector<int> shape) {
  const std::string direction = stored_name(group, prefix + ".weight_v");
  if (!direction.ends_with("_v")) return take(group, direction, std::move(shape));
  std::vector<int> gain_shape(shape.size(), 1);
  gain_shape[0] = shape[0];
  Weights v = take(group, direction, std::move(shape));
  const Weights g = take(group, prefix + ".weight_g", std::move(gain_shape));
  if (!v || !g) return {};
  return {v, g};
}

Result<void> WeightReader::finish() const {
  std::vector<std::string> unexpected;
  for (const auto& [group, dict] : checkpoint_.groups) {
    if (checkpoint_.may_hold_more) break;
    for (const auto& [name, tensor] : dict) {
      if (!used_.contains(full_name(group, name))) unexpected.push_back(full_name(group, name));
    }
  }
  if (missing_.empty() && misshaped_.empty() && unexpected.empty()) return {};
  std::string message = fmt::format("{} does not hold the network that its config.json describes", checkpoint_.name);
  append_list(message, "missing", {missing_.begin(), missing_.end()});
  append_list(message, "of a wrong shape", misshaped_);
  append_list(message, "unexpected", unexpected);
  return fail(ErrorCode::corrupt, std::move(message), "check that weights and config.json belong to the same model");
}

}  // namespace kokoro::model
