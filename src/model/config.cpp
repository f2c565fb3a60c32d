#include "model/config.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/utf8.hpp"
#include "kernels/spectrum.hpp"

namespace kokoro::model {
namespace {

namespace json = boost::json;

/// Reads typed members and keeps the first complaint.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  int integer(const json::object& from, std::string_view path, std::string_view key, int low, int high) {
    const json::value* v = from.if_contains(key);
    if (v == nullptr) {
      complain(path, key, "is missing");
      return low;
    }
    if (!v->is_int64() || v->get_int64() < low || v->get_int64() > high) {
      complain(path, key, fmt::format("must be a whole number from {} to {}, not {}", low, high, shown(*v)));
      return low;
    }
    return static_cast<int>(v->get_int64());
  }

  std::vector<int> integers(const json::value* v, std::string_view path, std::string_view key, int low, int high) {
    constexpr std::size_t kMost = 8;
    std::vector<int> out;
    const json::array* array = v ? v->if_array() : nullptr;
    if (array == nullptr || array->empty() || array->size() > kMost) {
      complain(path, key, fmt::format("must be a list of 1 to {} whole numbers", kMost));
      return {low};
    }
    for (const json::value& item : *array) {
      if (!item.is_int64() || item.get_int64() < low || item.get_int64() > high) {
        complain(path, key, fmt::format("must hold whole numbers from {} to {}, not {}", low, high, shown(item)));
        return {low};
      }
      out.push_back(static_cast<int>(item.get_int64()));
    }
    return out;
  }

  const json::object* object(const json::object& from, std::string_view path, std::string_view key) {
    const json::value* v = from.if_contains(key);
    const json::object* o = v ? v->if_object() : nullptr;
    if (o == nullptr) complain(path, key, v ? "must be an object" : "is missing");
    return o;
  }

  void complain(std::string_view path, std::string_view key, std::string_view what) {
    if (!error_) error_ = Error{ErrorCode::corrupt, fmt::format("{}: \"{}{}\" {}", file_, path, key, what), {}, {}};
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  static std::string shown(const json::value& v) {
    std::string text = json::serialize(v);
    if (text.size() > 40) text = "a longer value";
    return text;
  }
  std::string file_;
  std::optional<Error> error_;
};

constexpr int kLargestWidth = 1 << 14;

ModelConfig::Istftnet read_istftnet(Reader& r, const json::object& from, std::string_view path) {
  ModelConfig::Istftnet out;
  out.upsample_rates = r.integers(from.if_contains("upsample_rates"), path, "upsample_rates", 1, 64);
  out.upsample_kernel_sizes =
      r.integers(from.if_contains("upsample_kernel_sizes"), path, "upsample_kernel_sizes", 1, 256);
  out.resblock_kernel_sizes =
      r.integers(from.if_contains("resblock_kernel_sizes"), path, "resblock_kernel_sizes", 1, 63);
  out.upsample_initial_channel = r.integer(from, path, "upsample_initial_channel", 2, kLargestWidth);
  out.gen_istft_n_fft = r.integer(from, path, "gen_istft_n_fft", 4, 2 * (kernels::kMaxBins - 1));
  out.gen_istft_hop_size = r.integer(from, path, "gen_istft_hop_size", 1, 128);
  const json::value* dilations = from.if_contains("resblock_dilation_sizes");
  const json::array* rows = dilations ? dilations->if_array() : nullptr;
  if (rows == nullptr || rows->size() != out.resblock_kernel_sizes.size()) {
    r.complain(path, "resblock_dilation_sizes", "must be a list with one list of dilations per resblock kernel size");
    return out;
  }
  for (const json::value& row : *rows) {
    out.resblock_dilation_sizes.push_back(r.integers(&row, path, "resblock_dilation_sizes", 1, 64));
  }
  if (out.upsample_kernel_sizes.size() != out.upsample_rates.size()) {
    r.complain(path, "upsample_kernel_sizes", "must be as long as \"upsample_rates\"");
    return out;
  }
  for (std::size_t i = 0; i < out.upsample_rates.size(); ++i) {
    const int extra = out.upsample_kernel_sizes[i] - out.upsample_rates[i];
    if (extra < 0 || extra % 2 != 0) {
      r.complain(path, "upsample_kernel_sizes", "must exceed \"upsample_rates\" by even numbers");
    }
  }
  for (const int width : out.resblock_kernel_sizes) {
    if (width % 2 == 0) r.complain(path, "resblock_kernel_sizes", "must be odd");
  }
  if (out.gen_istft_n_fft % 2 != 0 || out.gen_istft_n_fft < 2 * out.gen_istft_hop_size) {
    r.complain(path, "gen_istft_n_fft", "must be even and at least twice \"gen_istft_hop_size\"");
  }
  return out;
}

ModelConfig::Plbert read_plbert(Reader& r, const json::object& from) {
  ModelConfig::Plbert out;
  out.hidden_size = r.integer(from, "plbert.", "hidden_size", 1, kLargestWidth);
  out.num_attention_heads = r.integer(from, "plbert.", "num_attention_heads", 1, 256);
  out.intermediate_size = r.integer(from, "plbert.", "intermediate_size", 1, kLargestWidth * 4);
  out.max_position_embeddings = r.integer(from, "plbert.", "max_position_embeddings", 3, kLargestWidth);
  out.num_hidden_layers = r.integer(from, "plbert.", "num_hidden_layers", 1, 256);
  if (out.hidden_size % out.num_attention_heads != 0) {
    r.complain("plbert.", "num_attention_heads", "must divide \"plbert.hidden_size\"");
  }
  return out;
}

void read_vocab(Reader& r, const json::object& from, ModelConfig& config) {
  for (const auto& [symbol, id] : from) {
    const std::string_view text(symbol.data(), symbol.size());
    const std::u32string code_points = find_invalid_utf8(text) ? std::u32string() : to_code_points(text);
    if (code_points.size() != 1) {
      r.complain("vocab.", text, "must be a single character");
      return;
    }
    if (!id.is_int64() || id.get_int64() < 0 || id.get_int64() >= config.n_token) {
      r.complain("vocab.", text, fmt::format("must be an id below \"n_token\" ({})", config.n_token));
      return;
    }
    config.vocab[code_points[0]] = static_cast<std::int32_t>(id.get_int64());
  }
  if (config.vocab.empty()) r.complain("", "vocab", "must not be empty");
}

/// What v0.19's code fixes and its file does not say.
constexpr ModelConfig::Plbert kPlbertV019{.hidden_size = 768,
                                          .num_attention_heads = 12,
                                          .intermediate_size = 2048,
                                          .max_position_embeddings = 512,
                                          .num_hidden_layers = 12};
constexpr int kTextKernelV019 = 5;

}  // namespace

int ModelConfig::samples_per_frame() const {
  int samples = 2 * istftnet.gen_istft_hop_size;
  for (const int rate : istftnet.upsample_rates) samples *= rate;
  return samples;
}

Result<ModelConfig> read_config(const Blob& blob) {
  constexpr std::size_t kLargestFile = 4U << 20;
  if (blob.bytes.size() > kLargestFile) {
    return fail(ErrorCode::corrupt,
                fmt::format("{} is {} bytes long: no config.json is", blob.name, blob.bytes.size()));
  }
  const std::string_view text(reinterpret_cast<const char*>(blob.bytes.data()), blob.bytes.size());
  boost::system::error_code code;
  json::parse_options options;
  options.max_depth = 8;
  const json::value root = json::parse(text, code, {}, options);
  if (code) return fail(ErrorCode::corrupt, fmt::format("{} is not valid JSON: {}", blob.name, code.message()));
  const json::object* top = root.if_object();
  if (top == nullptr) return fail(ErrorCode::corrupt, fmt::format("{} must hold a JSON object", blob.name));

  // v0.19 wraps some files in "model_params".
  if (const json::value* wrapped = top->if_contains("model_params"); wrapped && wrapped->is_object()) {
    top = &wrapped->get_object();
  }
  Reader r(blob.name);
  ModelConfig config;
  config.hidden_dim = r.integer(*top, "", "hidden_dim", 2, kLargestWidth);
  config.style_dim = r.integer(*top, "", "style_dim", 1, kLargestWidth);
  config.n_token = r.integer(*top, "", "n_token", 2, 1 << 20);
  config.n_layer = r.integer(*top, "", "n_layer", 1, 64);
  config.max_dur = r.integer(*top, "", "max_dur", 1, 1000);
  if (config.hidden_dim % 2 != 0) r.complain("", "hidden_dim", "must be even");
  const bool old = top->contains("decoder") && !top->contains("istftnet");
  if (const json::object* from = r.object(*top, "", old ? "decoder" : "istftnet")) {
    config.istftnet = read_istftnet(r, *from, old ? "decoder." : "istftnet.");
  }
  if (old && !top->contains("plbert")) {
    config.plbert = kPlbertV019;
  } else if (const json::object* from = r.object(*top, "", "plbert")) {
    config.plbert = read_plbert(r, *from);
  }
  if (old && !top->contains("text_encoder_kernel_size")) {
    config.text_encoder_kernel_size = kTextKernelV019;
  } else {
    config.text_encoder_kernel_size = r.integer(*top, "", "text_encoder_kernel_size", 1, 63);
  }
  if (config.text_encoder_kernel_size % 2 == 0) r.complain("", "text_encoder_kernel_size", "must be odd");
  if (!old || top->contains("vocab")) {
    if (const json::object* from = r.object(*top, "", "vocab")) read_vocab(r, *from, config);
  }
  if (r.error()) return fail(*r.error());
  if (config.samples_per_frame() > 1 << 14) {
    return fail(ErrorCode::corrupt, fmt::format("{}: the upsampling rates multiply to {} samples per frame", blob.name,
                                                config.samples_per_frame()));
  }
  return config;
}

}  // namespace kokoro::model
