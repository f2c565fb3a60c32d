#pragma once

#include <cstddef>
#include <string_view>

namespace kokoro::text::english_normalization {

struct Currency {
  std::string_view one, many;    ///< "dollar", "dollars"
  std::string_view coin, coins;  ///< "cent", "cents"; empty where there are none in use
};

struct CurrencyMatch {
  const Currency* currency = nullptr;
  std::size_t end = 0;  ///< first byte after the sign
};

/// "$", "US$", "€", "R$" at `at`; null when there is none.
CurrencyMatch currency_sign_at(std::string_view text, std::size_t at);
/// "USD", "EUR" as a word at `at`; null when there is none.
CurrencyMatch currency_code_at(std::string_view text, std::size_t at);

}  // namespace kokoro::text::english_normalization
