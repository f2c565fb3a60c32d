#include "text/phonemes/phoneme_token.hpp"

namespace kokoro::text {

void set_text(PhonemeToken& token, std::string_view source, const std::vector<PhonemeToken>& before) {
  constexpr std::size_t kRepeatedBytes = 256;
  const bool repeated = !before.empty() && before.back().begin_byte == token.begin_byte &&
                        before.back().end_byte == token.end_byte && token.end_byte - token.begin_byte > kRepeatedBytes;
  if (!repeated) token.text = source.substr(token.begin_byte, token.end_byte - token.begin_byte);
}

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
