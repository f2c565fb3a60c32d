#include "text/g2p/english/markup.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/utf8.hpp"
#include "text/g2p/english/unicode.hpp"

namespace kokoro::text::english {
namespace {

constexpr std::size_t kMostStressDigits = 6;

std::optional<double> stress_of(std::u32string_view value) {
  if (value == U"0.5" || value == U"+0.5") return 0.5;
  if (value == U"-0.5") return -0.5;
  const bool negative = value.starts_with(U'-');
  if (negative || value.starts_with(U'+')) value.remove_prefix(1);
  if (value.empty() || value.size() > kMostStressDigits || !std::all_of(value.begin(), value.end(), is_ascii_digit)) {
    return std::nullopt;
  }
  double number = 0;
  for (const char32_t c : value) number = number * 10 + static_cast<double>(c - U'0');
  return negative ? -number : number;
}

/// What stands between two `mark`s, further ones at its ends dropped.
std::optional<std::u32string_view> between(std::u32string_view value, char32_t mark) {
  if (value.size() < 2 || value.front() != mark || value.back() != mark) return std::nullopt;
  const std::size_t first = value.find_first_not_of(mark);
  if (first == std::u32string_view::npos) return std::u32string_view();
  return value.substr(first, value.find_last_not_of(mark) - first + 1);
}

/// False when the value means nothing.
bool read_value(std::u32string_view value, Request& request) {
  request.stress = stress_of(value);
  if (request.stress) return true;
  if (const auto phonemes = between(value, U'/')) {
    request.phonemes = *phonemes;
    return true;
  }
  if (const auto flags = between(value, U'#')) {
    request.number_flags = to_utf8(*flags);
    std::sort(request.number_flags.begin(), request.number_flags.end());
    return true;
  }
  return false;
}

/// For each position the first of `wanted` at or after it would take a table; links are rare, so the next place of
/// each character is searched once and kept until it is passed.
class Finder {
 public:
  Finder(std::u32string_view text, char32_t wanted) : text_(text), wanted_(wanted) {}
  std::size_t from(std::size_t at) {
    if (next_ < at || !searched_) next_ = std::min(text_.find(wanted_, at), text_.size());
    searched_ = true;
    return next_;
  }

 private:
  std::u32string_view text_;
  char32_t wanted_;
  std::size_t next_ = 0;
  bool searched_ = false;
};

}  // namespace

PlainText read_markup(std::u32string_view text) {
  PlainText plain;
  plain.text.reserve(text.size());
  const auto copy = [&](std::size_t begin, std::size_t end) {
    plain.text += text.substr(begin, end - begin);
    for (std::size_t i = begin; i < end; ++i) plain.origin.push_back(i);
  };
  Finder brackets(text, U']');
  Finder parentheses(text, U')');
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = std::min(text.find(U'[', at), text.size());
    copy(at, open);
    at = open;
    if (open == text.size()) break;
    const std::size_t close = brackets.from(open + 1);
    const bool linked = close > open + 1 && close + 1 < text.size() && text[close + 1] == U'(';
    const std::size_t end = linked ? parentheses.from(close + 2) : text.size();
    if (end == text.size()) {
      copy(open, open + 1);
      at = open + 1;
      continue;
    }
    Request request;
    request.begin = plain.text.size();
    copy(open + 1, close);
    request.end = plain.text.size();
    if (read_value(text.substr(close + 2, end - close - 2), request)) plain.requests.push_back(std::move(request));
    at = end + 1;
  }
  plain.origin.push_back(text.size());
  return plain;
}

}  // namespace kokoro::text::english
