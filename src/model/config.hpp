#pragma once

#include <cstdint>
#include <kokoro/error.hpp>
#include <map>
#include <vector>

#include "base/blob.hpp"

namespace kokoro::model {

/// What config.json says about the network. Widths it does not name come from the tensors' shapes.
struct ModelConfig {
  int hidden_dim = 0;  ///< text width, 512 in the published model
  int style_dim = 0;   ///< width of each half of a style row, 128
  int n_token = 0;     ///< rows of the embeddings, 178
  int n_layer = 0;     ///< blocks of the duration encoder and convolutions of the text encoder, 3
  int max_dur = 0;     ///< duration bins per token, 50
  int text_encoder_kernel_size = 0;

  struct Plbert {
    int hidden_size = 0;
    int num_attention_heads = 0;
    int intermediate_size = 0;
    int max_position_embeddings = 0;
    int num_hidden_layers = 0;
  } plbert;

  struct Istftnet {
    std::vector<int> upsample_rates;
    std::vector<int> upsample_kernel_sizes;
    std::vector<int> resblock_kernel_sizes;
    std::vector<std::vector<int>> resblock_dilation_sizes;
    int upsample_initial_channel = 0;
    int gen_istft_n_fft = 0;
    int gen_istft_hop_size = 0;
  } istftnet;

  std::map<char32_t, std::int32_t> vocab;  ///< empty in v0.19 files, whose vocabulary is fixed

  /// Samples per duration frame: 2 x product of upsample_rates x hop, 600 in the published model.
  int samples_per_frame() const;
};

/// Reads v1.0's config.json, or v0.19's ("decoder" instead of "istftnet", no plbert or vocab: the published values are
/// taken). Errors: corrupt, naming the file, the key and what was expected.
Result<ModelConfig> read_config(const Blob& blob);

}  // namespace kokoro::model
