#include "text/phoneme_token.hpp"

namespace kokoro::text {

void settle_spaces(std::vector<PhonemeToken>& tokens) {
  PhonemeToken* said = nullptr;
  for (PhonemeToken& token : tokens) {
    if (token.phonemes.empty()) {
      if (said != nullptr && token.space_after) said->space_after = true;
      token.space_after = false;
    } else {
      said = &token;
    }
  }
  if (said != nullptr) said->space_after = false;
}

}  // namespace kokoro::text
