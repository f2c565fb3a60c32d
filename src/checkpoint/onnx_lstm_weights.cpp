#include "checkpoint/onnx_lstm_weights.hpp"

#include <fmt/format.h>

#include <array>

namespace kokoro::checkpoint::onnx {
namespace {

constexpr std::int64_t kDirections = 2;
constexpr std::int64_t kGates = 4;
constexpr std::array<std::size_t, kGates> kOnnxGate{0, 2, 3, 1};  ///< where PyTorch's i, f, g, o are in i, o, f, c

/// Of [2, 4 hidden, columns], one direction with PyTorch's order of gates.
Tensor direction(const Tensor& both, std::size_t which, std::vector<std::int64_t> shape) {
  return computed(std::move(shape), [both, which] {
    const std::vector<float> values = *both.to_floats();
    const std::size_t gate = values.size() / (kDirections * kGates);
    std::vector<float> out;
    out.reserve(kGates * gate);
    for (const std::size_t from : kOnnxGate) {
      const auto begin = values.begin() + static_cast<std::ptrdiff_t>((which * kGates + from) * gate);
      out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(gate));
    }
    return out;
  });
}

bool is_pair_of_gates(const Tensor& tensor) {
  const auto& shape = tensor.shape;
  return shape.size() == 3 && shape[0] == kDirections && shape[1] > 0 && shape[1] % kGates == 0;
}

/// W or R of DynamicQuantizeLSTM, [2, columns, 4 hidden] with one scale per direction, or one per direction and row of
/// PyTorch's weight, as [2, 4 hidden, columns].
std::optional<Tensor> quantised(const Constants& constants, std::string_view weight, std::string_view scales,
                                std::string_view zeros) {
  const auto codes = constants.codes(weight);
  auto scaling = constants.scaling(scales, zeros, 0);
  if (!codes || !scaling || codes->shape.size() != 3 || codes->shape[0] != kDirections) return std::nullopt;
  const auto columns = static_cast<std::size_t>(codes->shape[1]);
  const auto per_direction = static_cast<std::size_t>(codes->shape[2]);
  const std::size_t count = scaling->scales.element_count();
  const bool by_row = count == kDirections * per_direction;
  const auto fits = [&](std::size_t n) { return n == 1 || n == kDirections || (by_row && n == count); };
  if (count == 0 || !fits(count) || (scaling->zeros && !fits(scaling->zeros->element_count()))) return std::nullopt;
  // Which of the numbers belongs to a direction and one of its rows.
  const auto pick = [per_direction](const std::vector<float>& from, std::size_t d, std::size_t row) {
    if (from.empty()) return 0.0;
    if (from.size() == 1) return static_cast<double>(from[0]);
    return static_cast<double>(from.size() == kDirections ? from[d] : from[d * per_direction + row]);
  };
  return computed({kDirections, codes->shape[2], codes->shape[1]},
                  [codes = *codes, how = std::move(*scaling), columns, per_direction, pick] {
                    const std::vector<float> scale_of = *how.scales.to_floats();
                    const std::vector<float> zero_of = how.zeros ? *how.zeros->to_floats() : std::vector<float>();
                    std::vector<float> out(codes.count());
                    std::size_t to = 0;
                    for (std::size_t d = 0; d < kDirections; ++d) {
                      for (std::size_t row = 0; row < per_direction; ++row) {
                        const double scale = pick(scale_of, d, row);
                        const double zero = pick(zero_of, d, row);
                        for (std::size_t c = 0; c < columns; ++c) {
                          const std::int32_t code = codes[(d * columns + c) * per_direction + row];
                          out[to++] = static_cast<float>((static_cast<double>(code) - zero) * scale);
                        }
                      }
                    }
                    return out;
                  });
}

}  // namespace

void find_lstm_weights(const Constants& constants, const NodeMessage& node, const FoundTensor& found) {
  const bool integers = node.kind == "DynamicQuantizeLSTM";
  const auto input =
      integers ? quantised(constants, node.input(1), node.input(8), node.input(9)) : constants.numbers(node.input(1));
  const auto state =
      integers ? quantised(constants, node.input(2), node.input(10), node.input(11)) : constants.numbers(node.input(2));
  const auto bias = constants.numbers(node.input(3));
  if (!input || !state || !bias || !is_pair_of_gates(*input) || !is_pair_of_gates(*state)) return;
  const std::int64_t rows = input->shape[1];
  if (state->shape[1] != rows || bias->shape != std::vector<std::int64_t>{kDirections, 2 * rows}) return;
  for (std::size_t d = 0; d < kDirections; ++d) {
    const std::string_view suffix = d == 0 ? "" : "_reverse";
    found(fmt::format("weight_ih_l0{}", suffix), direction(*input, d, {rows, input->shape[2]}));
    found(fmt::format("weight_hh_l0{}", suffix), direction(*state, d, {rows, state->shape[2]}));
    for (std::size_t part = 0; part < 2; ++part) {
      const auto both = [bias = *bias, part, rows] {
        const std::vector<float> all = *bias.to_floats();
        std::vector<float> out;
        for (std::size_t direction = 0; direction < kDirections; ++direction) {
          const auto begin =
              all.begin() + static_cast<std::ptrdiff_t>((2 * direction + part) * static_cast<std::size_t>(rows));
          out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(rows));
        }
        return out;
      };
      found(fmt::format("bias_{}_l0{}", part == 0 ? "ih" : "hh", suffix),
            direction(computed({kDirections, rows, 1}, both), d, {rows}));
    }
  }
}

}  // namespace kokoro::checkpoint::onnx
