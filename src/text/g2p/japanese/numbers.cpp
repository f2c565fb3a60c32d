#include "text/g2p/japanese/numbers.hpp"

#include <array>

namespace kokoro::text {
namespace {

constexpr std::size_t kMaxDigits = 16;
constexpr std::array<std::string_view, 10> kDigits{"ゼロ", "いち", "に",   "さん", "よん",
                                                   "ご",   "ろく", "なな", "はち", "きゅう"};
constexpr std::array<std::string_view, 10> kHundreds{"",           "ひゃく",      "にひゃく",   "さんびゃく",
                                                     "よんひゃく", "ごひゃく",    "ろっぴゃく", "ななひゃく",
                                                     "はっぴゃく", "きゅうひゃく"};
constexpr std::array<std::string_view, 10> kThousands{"",       "せん",     "にせん",   "さんぜん", "よんせん",
                                                      "ごせん", "ろくせん", "ななせん", "はっせん", "きゅうせん"};
constexpr std::array<std::string_view, 4> kGroups{"", "まん", "おく", "ちょう"};

/// Up to four digits. `alone`: the number has no more than these, so that 1000 is せん.
std::string read_group(std::string_view digits, bool alone) {
  const auto digit = [&](std::size_t place) {
    return place < digits.size() ? static_cast<std::size_t>(digits[digits.size() - 1 - place] - '0') : 0;
  };
  std::string out;
  out += digit(3) == 1 && !alone ? "いっせん" : kThousands[digit(3)];
  out += kHundreds[digit(2)];
  if (digit(1) > 1) out += kDigits[digit(1)];
  if (digit(1) > 0) out += "じゅう";
  if (digit(0) > 0) out += kDigits[digit(0)];
  return out;
}

}  // namespace

std::string japanese_digits(std::string_view digits) {
  std::string out;
  for (const char c : digits) out += kDigits[static_cast<std::size_t>(c - '0')];
  return out;
}

std::string japanese_cardinal(std::string_view digits) {
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  if (digits.size() > kMaxDigits) return japanese_digits(digits);
  const bool alone = digits.size() <= 4;
  std::string out;
  for (std::size_t left = digits.size(); left > 0;) {
    const std::size_t group = (left - 1) / 4;
    const std::size_t length = left - group * 4;
    const std::string said = read_group(digits.substr(digits.size() - left, length), alone);
    left -= length;
    if (!said.empty()) out.append(said).append(kGroups[group]);
  }
  return out.empty() ? std::string(kDigits[0]) : out;
}

std::string japanese_decimal(std::string_view number) {
  const std::size_t point = number.find('.');
  if (point == std::string_view::npos) return japanese_cardinal(number);
  return japanese_cardinal(number.substr(0, point)) + "てん" + japanese_digits(number.substr(point + 1));
}

}  // namespace kokoro::text
