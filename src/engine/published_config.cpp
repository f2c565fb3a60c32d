#include "engine/published_config.hpp"

#include <fmt/format.h>

#include <memory>
#include <span>
#include <string>

#include "base/utf8.hpp"
#include "text/phonemes/vocabulary.hpp"

namespace kokoro::engine {
namespace {

/// All published networks have the same widths; v0.19's code fixes those of "plbert", which its own file does not name.
constexpr std::string_view kNetwork = R"({
  "istftnet": {
    "upsample_kernel_sizes": [20, 12],
    "upsample_rates": [10, 6],
    "gen_istft_hop_size": 5,
    "gen_istft_n_fft": 20,
    "resblock_dilation_sizes": [[1, 3, 5], [1, 3, 5], [1, 3, 5]],
    "resblock_kernel_sizes": [3, 7, 11],
    "upsample_initial_channel": 512
  },
  "plbert": {
    "hidden_size": 768, "num_attention_heads": 12, "intermediate_size": 2048, "max_position_embeddings": 512,
    "num_hidden_layers": 12
  },
  "dim_in": 64, "hidden_dim": 512, "max_conv_dim": 512, "max_dur": 50, "n_layer": 3, "n_mels": 80, "n_token": 178,
  "style_dim": 128, "text_encoder_kernel_size": 5,
  "vocab": {)";

/// A symbol as a JSON string.
std::string quoted(char32_t symbol) {
  const std::string text = to_utf8(std::u32string(1, symbol));
  return text == "\"" || text == "\\" ? "\"\\" + text + "\"" : "\"" + text + "\"";
}

}  // namespace

Blob published_config(ModelVersion version) {
  auto text = std::make_shared<std::string>(kNetwork);
  const char* separator = "";
  for (const auto& [symbol, id] : text::vocabulary(version)) {
    *text += fmt::format("{}{}: {}", separator, quoted(symbol), id);
    separator = ", ";
  }
  *text += "}\n}\n";
  return {std::as_bytes(std::span(*text)), text, fmt::format("(published) {} config.json", version_name(version))};
}

}  // namespace kokoro::engine
