#include "text/g2p/english/web_address.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "text/g2p/english/unicode.hpp"

namespace kokoro::text::english {
namespace {

constexpr std::size_t kMostLabel = 64;
constexpr std::size_t kMostTopLevel = 63;

bool is_ascii_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool is_label_edge(char32_t c) {
  return is_ascii_digit(c) || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= 0xA1 && c <= 0xFFFF);
}

bool is_host(char32_t c) { return is_label_edge(c) || c == U'-' || c == U'_' || c == U'.'; }

/// [:port][/path], to the end.
bool is_tail(std::u32string_view tail) {
  if (tail.starts_with(U':')) {
    std::size_t digits = 1;
    while (digits < tail.size() && is_ascii_digit(tail[digits])) ++digits;
    if (digits < 3 || digits > 6) return false;
    tail.remove_prefix(digits);
  }
  return tail.empty() || tail.front() == U'/' || tail.front() == U'?' || tail.front() == U'#';
}

std::vector<std::u32string_view> labels_of(std::u32string_view host) {
  std::vector<std::u32string_view> labels;
  for (std::size_t begin = 0; begin <= host.size();) {
    const std::size_t dot = std::min(host.find(U'.', begin), host.size());
    labels.push_back(host.substr(begin, dot - begin));
    begin = dot + 1;
  }
  return labels;
}

bool is_name(const std::vector<std::u32string_view>& labels) {
  if (labels.size() < 2) return false;
  for (std::size_t i = 0; i + 1 < labels.size(); ++i) {
    const std::u32string_view label = labels[i];
    if (label.empty() || label.size() > kMostLabel || !is_label_edge(label.front()) || !is_label_edge(label.back())) {
      return false;
    }
  }
  const std::u32string_view top = labels.back();
  return top.size() >= 2 && top.size() <= kMostTopLevel && std::all_of(top.begin(), top.end(), is_lower_letter);
}

/// A public unicast address without leading zeros in its first and last number.
bool is_public_ipv4(const std::vector<std::u32string_view>& labels) {
  if (labels.size() != 4) return false;
  std::array<int, 4> numbers{};
  for (std::size_t i = 0; i < 4; ++i) {
    if (labels[i].empty() || labels[i].size() > 3) return false;
    for (const char32_t c : labels[i]) {
      if (!is_ascii_digit(c)) return false;
      numbers[i] = numbers[i] * 10 + static_cast<int>(c - U'0');
    }
    if (numbers[i] > 255 || ((i == 0 || i == 3) && labels[i].front() == U'0')) return false;
  }
  const auto [a, b, c, d] = numbers;
  if (a > 223 || d > 254 || a == 10 || a == 127 || (a == 169 && b == 254) || (a == 192 && b == 168)) return false;
  return a != 172 || b < 16 || b > 31;
}

bool is_host_with_tail(std::u32string_view text) {
  const std::size_t length =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_host) - text.begin());
  if (!is_tail(text.substr(length))) return false;
  const auto labels = labels_of(text.substr(0, length));
  return is_name(labels) || is_public_ipv4(labels);
}

}  // namespace

bool is_web_address(std::u32string_view text) {
  if (text.find(U'.') == std::u32string_view::npos) return false;
  if (is_host_with_tail(text)) return true;
  if (const std::size_t scheme = text.find(U"://"); scheme != std::u32string_view::npos && scheme >= 2) {
    const bool named = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(scheme), [](char32_t c) {
      return is_word_character(c) || c == U'+' || c == U'-' || c == U'.';
    });
    if (named && is_host_with_tail(text.substr(scheme + 3))) return true;
  }
  for (std::size_t at = text.find(U'@', 1); at != std::u32string_view::npos; at = text.find(U'@', at + 1)) {
    if (is_host_with_tail(text.substr(at + 1))) return true;
  }
  return false;
}

}  // namespace kokoro::text::english
