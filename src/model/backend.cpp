#include "model/backend.hpp"

namespace kokoro::model {

Result<std::vector<Speech>> Backend::infer(std::span<const Utterance> batch, const CancelToken& cancel) const {
  std::vector<Speech> all;
  for (const Utterance& utterance : batch) {
    auto prosody = prepare(utterance, cancel);
    if (!prosody) return fail(std::move(prosody.error()));
    auto speech = vocode(**prosody, cancel);
    if (!speech) return fail(std::move(speech.error()));
    all.push_back(std::move(*speech));
  }
  return all;
}

}  // namespace kokoro::model
