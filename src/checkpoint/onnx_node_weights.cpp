#include "checkpoint/onnx_node_weights.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "checkpoint/onnx_lstm_weights.hpp"

namespace kokoro::checkpoint::onnx {
namespace {

constexpr int kLongestWay = 6;          ///< nodes from a product to its bias or its scale
constexpr std::size_t kMostUsers = 16;  ///< nodes that are looked at for a bias

bool is_any(std::string_view kind, std::initializer_list<std::string_view> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// A two-dimensional tensor.
std::optional<Tensor> matrix(std::optional<Tensor> tensor) {
  return tensor && tensor->shape.size() == 2 ? std::move(tensor) : std::nullopt;
}

class NodeReader {
 public:
  NodeReader(const Graph& graph, const Constants& constants, const NodeMessage& node, const FoundTensor& found)
      : graph_(graph), constants_(constants), node_(node), found_(found) {}

  void read() {
    const std::string_view kind = node_.kind;
    if (is_any(kind, {"MatMul", "FusedMatMul"})) {
      auto weight = matrix(constants_.numbers(node_.input(1)));
      if (weight && node_.integer("transB", 0) == 0) weight = transposed(*weight);
      give_layer(std::move(weight));
    } else if (kind == "Gemm") {
      auto weight = matrix(constants_.numbers(node_.input(1)));
      if (weight && node_.integer("transB", 0) == 0) weight = transposed(*weight);
      give_layer(std::move(weight), node_.input(2));
    } else if (kind == "MatMulInteger") {
      give_layer(turned(integers(node_.input(1), product_scale(), node_.input(3), 1)));
    } else if (kind == "MatMulIntegerToFloat") {
      give_layer(turned(integers(node_.input(1), node_.input(3), node_.input(5), 1)), node_.input(6));
    } else if (kind == "DynamicQuantizeMatMul") {
      give_layer(turned(integers(node_.input(1), node_.input(2), node_.input(3), 1)), node_.input(4));
    } else if (kind == "MatMulNBits") {
      give_layer(blocks_of_bits(), node_.input(5));
    } else if (kind == "ConvInteger") {
      give_layer(integers(node_.input(1), product_scale(), node_.input(3), 0));
    } else if (is_any(kind, {"Conv", "FusedConv", "ConvTranspose"})) {
      read_convolution();
    } else if (is_any(kind, {"LSTM", "DynamicQuantizeLSTM"})) {
      find_lstm_weights(constants_, node_, found_);
    } else if (kind == "Gather") {
      read_embedding();
    } else if (kind == "GatherBlockQuantized") {
      give("weight", matrix(blocks_of_rows()));
    } else if (kind == "LayerNormalization") {
      give("weight", constants_.vector(node_.input(1)));
      give("bias", constants_.vector(node_.input(2)));
    } else if (kind == "SkipLayerNormalization") {
      give("weight", constants_.vector(node_.input(2)));
      give("bias", constants_.vector(node_.input(3)));
    } else if (is_any(kind, {"Mul", "Add"})) {
      read_affine_part();
    }
  }

 private:
  void give(std::string_view last, std::optional<Tensor> tensor) const {
    if (tensor) found_(last, std::move(*tensor));
  }

  /// The weight of a layer and its bias, which is the input `bias` or added by a later node.
  void give_layer(std::optional<Tensor> weight, std::string_view bias = {}) const {
    if (!weight) return;
    give("weight", std::move(weight));
    give("bias", bias.empty() ? added_later() : constants_.vector(bias));
  }

  static std::optional<Tensor> turned(std::optional<Tensor> tensor) {
    auto flat = matrix(std::move(tensor));
    return flat ? std::optional(transposed(*flat)) : std::nullopt;
  }

  std::string_view output() const { return node_.outputs.empty() ? std::string_view() : node_.outputs[0]; }

  std::optional<Tensor> integers(std::string_view weight, std::string_view scales, std::string_view zeros,
                                 std::size_t axis) const {
    const auto codes = constants_.codes(weight);
    auto scaling = constants_.scaling(scales, zeros, axis);
    if (!codes || !scaling) return std::nullopt;
    return constants_.dequantised(*codes, std::move(*scaling));
  }

  /// The name of the weight's scales behind an integer product: it is multiplied, after its bias and a conversion,
  /// with the scales of both factors.
  std::string_view product_scale() const {
    std::string_view value = output();
    for (int step = 0; step < kLongestWay; ++step) {
      const auto users = graph_.users(value);
      if (users.size() != 1 || users[0]->outputs.empty()) return {};
      if (users[0]->kind == "Mul") {
        const std::string_view scales = users[0]->input(users[0]->input(0) == value ? 1 : 0);
        if (constants_.numbers(scales)) return scales;
        const NodeMessage* product = graph_.maker(scales);
        if (product == nullptr || product->kind != "Mul") return {};
        for (const std::string_view factor : product->inputs) {
          if (constants_.numbers(factor)) return factor;
        }
        return {};
      }
      value = users[0]->outputs[0];
    }
    return {};
  }

  /// The constant vector that is added to the node's product: by an addition, or by what an optimiser made of that and
  /// the node after it.
  std::optional<Tensor> added_later() const {
    std::string_view value = output();
    for (int step = 0; step < kLongestWay; ++step) {
      const auto users = graph_.users(value);
      for (const NodeMessage* user : users.first(std::min(users.size(), kMostUsers))) {
        std::string_view other;
        if (user->kind == "Add") other = user->input(user->input(0) == value ? 1 : 0);
        if (is_any(user->kind, {"FastGelu", "BiasGelu"})) other = user->input(1);
        if (user->kind == "SkipLayerNormalization") other = user->input(4);
        if (auto bias = constants_.vector(other)) return bias;
      }
      // An integer product is converted and scaled first.
      const bool passes = users.size() == 1 && is_any(users[0]->kind, {"Cast", "Mul"}) && !users[0]->outputs.empty();
      if (!passes) return std::nullopt;
      value = users[0]->outputs[0];
    }
    return std::nullopt;
  }

  void read_convolution() const {
    if (auto weight = constants_.numbers(node_.input(1))) {
      if (weight->shape.size() == 3) give_layer(std::move(weight), node_.input(2));
      return;
    }
    // Weight norm that was not folded: v / |v| · g.
    const NodeMessage* product = graph_.maker(node_.input(1));
    if (product == nullptr || product->kind != "Mul") return;
    for (std::size_t side = 0; side < 2; ++side) {
      const NodeMessage* quotient = graph_.maker(product->input(side));
      if (quotient == nullptr || quotient->kind != "Div") continue;
      const NodeMessage* norm = graph_.maker(quotient->input(1));
      const bool known = norm != nullptr && norm->kind == "ReduceL2" && norm->input(0) == quotient->input(0);
      auto direction = constants_.numbers(quotient->input(0));
      auto gain = constants_.numbers(product->input(1 - side));
      if (!known || !direction || !gain) continue;
      give("weight_v", std::move(direction));
      give("weight_g", std::move(gain));
      give("bias", node_.input(2).empty() ? added_later() : constants_.vector(node_.input(2)));
    }
  }

  void read_embedding() const {
    if (auto rows = matrix(constants_.numbers(node_.input(0)))) return give("weight", std::move(rows));
    // Rows of codes are dequantised once they have been gathered, or later still, when they have been moved about.
    std::string_view value = output();
    for (int step = 0; step < kLongestWay; ++step) {
      const auto users = graph_.users(value);
      if (users.size() != 1 || users[0]->outputs.empty()) return;
      if (users[0]->kind == "DequantizeLinear") {
        return give("weight", matrix(integers(node_.input(0), users[0]->input(1), users[0]->input(2), 0)));
      }
      if (!is_any(users[0]->kind, {"Transpose", "Reshape", "Unsqueeze", "Squeeze"})) return;
      value = users[0]->outputs[0];
    }
  }

  /// Layer norm as separate operations: Mul behind a Div, then Add behind that Mul.
  void read_affine_part() const {
    const bool scales = node_.kind == "Mul";
    for (std::size_t side = 0; side < 2; ++side) {
      const NodeMessage* maker = graph_.maker(node_.input(side));
      if (maker == nullptr || maker->kind != (scales ? "Div" : "Mul")) continue;
      const auto vector = constants_.numbers(node_.input(1 - side));
      if (!vector) continue;
      // ONNX Runtime moves transpositions past the norm: then its vectors are columns.
      const bool column =
          std::count_if(vector->shape.begin(), vector->shape.end(), [](auto n) { return n > 1; }) == 1 &&
          (is_centred_quotient(*maker) || (!scales && scales_centred_quotient(*maker)));
      if (vector->shape.size() == 1 || column) {
        give(scales ? "weight" : "bias", constants_.vector(node_.input(1 - side)));
      }
    }
  }

  /// (x - mean) / deviation
  bool is_centred_quotient(const NodeMessage& node) const {
    const NodeMessage* difference = node.kind == "Div" ? graph_.maker(node.input(0)) : nullptr;
    return difference != nullptr && difference->kind == "Sub";
  }

  bool scales_centred_quotient(const NodeMessage& product) const {
    return std::any_of(product.inputs.begin(), product.inputs.end(), [this](std::string_view input) {
      const NodeMessage* maker = graph_.maker(input);
      return maker != nullptr && is_centred_quotient(*maker);
    });
  }

  /// MatMulNBits: [out, blocks, bytes of a block], low nibble first.
  std::optional<Tensor> blocks_of_bits() const {
    const TensorMessage* stored = graph_.constant(node_.input(1));
    const std::int64_t columns = node_.integer("K", 0);
    const std::int64_t rows = node_.integer("N", 0);
    const std::int64_t bits = node_.integer("bits", 4);
    const std::int64_t block = node_.integer("block_size", 0);
    constexpr std::int64_t kMost = 1 << 20;
    const bool sound = stored != nullptr && stored->type == ElementType::uint8 && (bits == 4 || bits == 8) &&
                       rows > 0 && columns > 0 && block > 0 && rows < kMost && columns < kMost && block < kMost;
    if (!sound || !node_.input(4).empty()) return std::nullopt;
    const std::int64_t blocks = (columns + block - 1) / block;
    const std::int64_t padded = blocks * block;
    if (static_cast<std::int64_t>(stored->raw.size()) != rows * padded * bits / 8) return std::nullopt;
    const Codes codes{
        {rows, padded}, bits == 4 ? ElementType::uint4 : ElementType::uint8, stored->raw, constants_.owner_of(*stored)};
    auto scaling = constants_.scaling(node_.input(2), {}, 1);
    if (!scaling) return std::nullopt;
    if (!add_zeros(*scaling, node_.input(3), bits == 4, rows, blocks)) return std::nullopt;
    scaling->usual_zero = bits == 4 ? 8 : 128;
    scaling->block = static_cast<std::size_t>(block);
    const auto whole = constants_.dequantised(codes, std::move(*scaling));
    return whole ? std::optional(first_columns(*whole, columns)) : std::nullopt;
  }

  /// Zeros of MatMulNBits: one per block, each row of them filled up to whole bytes.
  bool add_zeros(Scaling& scaling, std::string_view zeros, bool nibbles, std::int64_t rows, std::int64_t blocks) const {
    if (zeros.empty()) return true;
    if (auto real = constants_.numbers(zeros)) {
      scaling.zeros = std::move(real);
      return true;
    }
    const TensorMessage* stored = graph_.constant(zeros);
    if (stored == nullptr || stored->type != ElementType::uint8) return false;
    const std::int64_t in_row = nibbles ? (blocks + 1) / 2 * 2 : blocks;
    if (static_cast<std::int64_t>(stored->raw.size()) != (nibbles ? rows * in_row / 2 : rows * in_row)) return false;
    const Codes codes{
        {rows, in_row}, nibbles ? ElementType::uint4 : ElementType::uint8, stored->raw, constants_.owner_of(*stored)};
    scaling.zeros = first_columns(constants_.as_numbers(codes), blocks);
    return true;
  }

  /// [rows, columns] without what a row was filled up with.
  static Tensor first_columns(const Tensor& padded, std::int64_t columns) {
    const std::int64_t rows = padded.shape[0];
    const std::int64_t stride = padded.shape[1];
    if (stride == columns) return padded;
    return computed({rows, columns}, [padded, rows, columns, stride] {
      const std::vector<float> values = *padded.to_floats();
      std::vector<float> out;
      out.reserve(static_cast<std::size_t>(rows * columns));
      for (std::int64_t row = 0; row < rows; ++row) {
        const auto begin = values.begin() + row * stride;
        out.insert(out.end(), begin, begin + columns);
      }
      return out;
    });
  }

  /// GatherBlockQuantized: codes with scales per block along the last dimension.
  std::optional<Tensor> blocks_of_rows() const {
    const auto codes = constants_.codes(node_.input(0));
    if (!codes || codes->shape.size() != 2 || node_.integer("quantize_axis", 1) != 1) return std::nullopt;
    auto scaling = constants_.scaling(node_.input(2), node_.input(3), 1);
    if (!scaling) return std::nullopt;
    scaling->block = static_cast<std::size_t>(std::max<std::int64_t>(node_.integer("block_size", 128), 1));
    return constants_.dequantised(*codes, std::move(*scaling));
  }

  const Graph& graph_;
  const Constants& constants_;
  const NodeMessage& node_;
  const FoundTensor& found_;
};

}  // namespace

void find_weights(const Graph& graph, const Constants& constants, const NodeMessage& node, const FoundTensor& found) {
  NodeReader(graph, constants, node, found).read();
}

}  // namespace kokoro::checkpoint::onnx
