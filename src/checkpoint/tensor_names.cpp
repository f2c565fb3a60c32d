#include "checkpoint/tensor_names.hpp"

#include <array>
#include <utility>

namespace kokoro::checkpoint {
namespace {

using Ending = std::pair<std::string_view, std::string_view>;

constexpr std::string_view kParallel = "module.";
constexpr std::array<Ending, 8> kMlxEndings{{{".Wx_forward", ".weight_ih_l0"},
                                             {".Wh_forward", ".weight_hh_l0"},
                                             {".bias_ih_forward", ".bias_ih_l0"},
                                             {".bias_hh_forward", ".bias_hh_l0"},
                                             {".Wx_backward", ".weight_ih_l0_reverse"},
                                             {".Wh_backward", ".weight_hh_l0_reverse"},
                                             {".bias_ih_backward", ".bias_ih_l0_reverse"},
                                             {".bias_hh_backward", ".bias_hh_l0_reverse"}}};
constexpr std::array<Ending, 2> kTorchEndings{
    {{".parametrizations.weight.original0", ".weight_g"}, {".parametrizations.weight.original1", ".weight_v"}}};
constexpr std::array<Ending, 2> kNormEndings{{{".1.weight", ".1.gamma"}, {".1.bias", ".1.beta"}}};

template <class Endings>
bool replace_ending(std::string& name, const Endings& endings) {
  for (const auto& [from, to] : endings) {
    if (!name.ends_with(from)) continue;
    name.replace(name.size() - from.size(), from.size(), to);
    return true;
  }
  return false;
}

}  // namespace

std::string published_name(std::string_view group, std::string_view name) {
  if (name.starts_with(kParallel)) name.remove_prefix(kParallel.size());
  std::string out(name);
  if (replace_ending(out, kMlxEndings) || replace_ending(out, kTorchEndings)) return out;
  if (group == "text_encoder" && name.starts_with("cnn.")) replace_ending(out, kNormEndings);
  return out;
}

bool is_mlx_name(std::string_view name) { return name.ends_with(".Wx_forward"); }

}  // namespace kokoro::checkpoint
