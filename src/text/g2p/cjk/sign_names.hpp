#pragma once

#include <string_view>

namespace kokoro::text {

/// How a sign is said in Japanese and in Mandarin; empty: not said.
struct SignName {
  char32_t sign;  ///< full-width forms stand for their ASCII ones
  std::string_view japanese;
  std::string_view mandarin;
  bool currency = false;
};

/// Null for characters that have no name.
const SignName* find_sign_name(char32_t sign);

}  // namespace kokoro::text
