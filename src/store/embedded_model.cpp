#include <cstddef>
#include <span>

#include "store/home.hpp"

// Defined in embedded_data.S.
extern "C" {
extern const std::byte kokoro_embedded_config[];
extern const std::byte kokoro_embedded_config_end[];
extern const std::byte kokoro_embedded_weights[];
extern const std::byte kokoro_embedded_weights_end[];
extern const std::byte kokoro_embedded_british_female[];
extern const std::byte kokoro_embedded_british_female_end[];
extern const std::byte kokoro_embedded_british_male[];
extern const std::byte kokoro_embedded_british_male_end[];
extern const std::byte kokoro_embedded_female[];
extern const std::byte kokoro_embedded_female_end[];
extern const std::byte kokoro_embedded_male[];
extern const std::byte kokoro_embedded_male_end[];
}

namespace kokoro::store {
namespace {

Blob blob(const std::byte* begin, const std::byte* end, const char* name) {
  return {std::span<const std::byte>(begin, end), nullptr, name};
}

}  // namespace

const EmbeddedModel& embedded_model() {
  static const EmbeddedModel kModel{
      .config = blob(kokoro_embedded_config, kokoro_embedded_config_end, "(embedded) config.json"),
      .weights = blob(kokoro_embedded_weights, kokoro_embedded_weights_end, "(embedded) model.safetensors"),
      .voices = {{"demo_british_female", blob(kokoro_embedded_british_female, kokoro_embedded_british_female_end,
                                              "(embedded) british_female.pt")},
                 {"demo_british_male",
                  blob(kokoro_embedded_british_male, kokoro_embedded_british_male_end, "(embedded) british_male.pt")},
                 {"demo_female", blob(kokoro_embedded_female, kokoro_embedded_female_end, "(embedded) female.pt")},
                 {"demo_male", blob(kokoro_embedded_male, kokoro_embedded_male_end, "(embedded) male.pt")}}};
  return kModel;
}

}  // namespace kokoro::store
