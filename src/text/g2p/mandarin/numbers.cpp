#include "text/g2p/mandarin/numbers.hpp"

#include <algorithm>
#include <array>

namespace kokoro::text {
namespace {

constexpr std::size_t kMaxDigits = 16;
constexpr std::array<std::string_view, 10> kDigits{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::array<std::string_view, 4> kPlaces{"", "十", "百", "千"};
constexpr std::array<std::string_view, 4> kGroups{"", "万", "亿", "万"};  // 10^12 is 万亿

/// Up to four digits without leading zeros: "1024" → 一千零二十四.
std::string read_group(std::string_view digits) {
  std::string out;
  bool zero = false;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto digit = static_cast<std::size_t>(digits[i] - '0');
    if (digit == 0) {
      zero = !out.empty();
      continue;
    }
    if (zero) out += kDigits[0];
    zero = false;
    out.append(kDigits[digit]).append(kPlaces[digits.size() - 1 - i]);
  }
  return out;
}

}  // namespace

std::string mandarin_digits(std::string_view digits) {
  std::string out;
  for (const char c : digits) out += kDigits[static_cast<std::size_t>(c - '0')];
  return out;
}

std::string mandarin_telephone(std::string_view digits) {
  std::string out;
  for (const char c : digits) out += c == '1' ? std::string_view("幺") : kDigits[static_cast<std::size_t>(c - '0')];
  return out;
}

std::string mandarin_count(std::string_view digits) {
  if (digits == "2") return "两";
  std::string out = mandarin_cardinal(digits);
  constexpr std::string_view kTwo = "二";
  for (const std::string_view place : {"千", "万", "亿"}) {
    const std::string written = std::string(kTwo).append(place);
    for (std::size_t at = 0; (at = out.find(written, at)) != std::string::npos; at += written.size()) {
      // 十二万: the two is not the group's first character.
      const bool leads = at == 0 || out.compare(at - kTwo.size(), kTwo.size(), "万") == 0 ||
                         out.compare(at - kTwo.size(), kTwo.size(), "亿") == 0;
      if (leads) out.replace(at, kTwo.size(), "两");
    }
  }
  return out;
}

std::string mandarin_cardinal(std::string_view digits) {
  if (digits.size() > kMaxDigits || (digits.size() > 1 && digits[0] == '0')) return mandarin_digits(digits);
  std::string out;
  for (std::size_t left = digits.size(); left > 0;) {
    const std::size_t group = (left - 1) / 4;
    const std::size_t length = left - group * 4;
    std::string_view part = digits.substr(digits.size() - left, length);
    left -= length;
    const std::size_t zeros = std::min(part.find_first_not_of('0'), part.size());
    if (zeros == part.size()) {
      // 10^12 and more: the hundred millions are named even when there are none of them themselves.
      if (group == 2 && !out.empty()) out += kGroups[group];
      continue;
    }
    if (!out.empty() && zeros > 0) out += kDigits[0];
    out.append(read_group(part.substr(zeros))).append(kGroups[group]);
  }
  if (out.empty()) return std::string(kDigits[0]);
  if (out.starts_with("一十")) out.erase(0, std::string_view("一").size());
  return out;
}

std::string mandarin_decimal(std::string_view number) {
  const std::size_t point = number.find('.');
  if (point == std::string_view::npos) return mandarin_cardinal(number);
  std::string_view integer = number.substr(0, point);
  return mandarin_cardinal(integer) + "点" + mandarin_digits(number.substr(point + 1));
}

}  // namespace kokoro::text
