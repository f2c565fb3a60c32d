#include "text/document/say_as.hpp"

#include <fmt/format.h>

#include <vector>

#include "text/characters/bytes.hpp"
#include "text/normalize/english/mark_names.hpp"
#include "text/normalize/english/number_words.hpp"

namespace kokoro::text {
namespace {

std::string only_digits(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_digit_byte(c)) out += c;
  }
  return out;
}

/// Each character by itself; digits and marks as words where the language's words are known here.
std::string spell(std::string_view text, bool english) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = code_point_at(text, i).length;
    const std::string_view character = text.substr(i, length);
    i += length;
    if (static_cast<unsigned char>(character[0]) <= ' ') continue;
    if (!out.empty()) out += ' ';
    if (english && is_digit_byte(character[0])) {
      out += english_normalization::digit_by_digit(character);
    } else if (const auto name = english ? english_normalization::mark_name(character[0]) : ""; !name.empty()) {
      out += name;
    } else if (character.size() == 1) {
      out += upper_byte(character[0]);
    } else {
      out += character;
    }
  }
  return out;
}

std::string telephone(std::string_view text, bool english) {
  std::string out;
  bool gap = false;
  for (const char c : text) {
    if (!is_digit_byte(c)) {
      if (c == '+') out += "plus ";
      gap = !out.empty();
      continue;
    }
    if (gap && !out.empty() && out.back() != ' ') out += ',';
    if (!out.empty() && out.back() != ' ') out += ' ';
    gap = false;
    out += english ? english_normalization::digit_by_digit(std::string_view(&c, 1)) : std::string(1, c);
  }
  return out;
}

/// A date with its parts in the order that `format` names, as year-month-day.
std::string date(std::string_view text, std::string_view format) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (is_digit_byte(c)) {
      parts.back() += c;
    } else if (!parts.back().empty()) {
      parts.emplace_back();
    }
  }
  if (parts.back().empty()) parts.pop_back();
  if (parts.size() != 3 || format.size() != 3) return std::string(text);
  std::string year, month, day;
  for (std::size_t i = 0; i < 3; ++i) {
    std::string& part = format[i] == 'y' ? year : format[i] == 'm' ? month : day;
    part = parts[i];
  }
  if (year.size() == 2) year.insert(0, year < "70" ? "20" : "19");
  if (year.size() != 4 || month.empty() || month.size() > 2 || day.empty() || day.size() > 2) return std::string(text);
  return fmt::format("{}-{:0>2}-{:0>2}", year, month, day);
}

}  // namespace

std::string say_as(std::string_view text, std::string_view kind, std::string_view format, std::string_view language) {
  const bool english = language.empty() || language.starts_with("en");
  const bool british = language == "en-gb";
  const std::string digits = only_digits(text);
  if (kind == "characters" || kind == "spell-out" || kind == "verbatim" || kind == "digits")
    return spell(text, english);
  if (kind == "telephone") return telephone(text, english);
  if (kind == "date") return date(text, format);
  if (!english || digits.empty()) return std::string(text);
  if (kind == "ordinal") return english_normalization::ordinal(digits, british);
  if (kind == "cardinal" || kind == "number") {
    if (text.find('.') != std::string_view::npos) return std::string(text);
    const bool minus = text.find('-') != std::string_view::npos;
    return (minus ? "minus " : "") + english_normalization::cardinal(digits, british);
  }
  return std::string(text);
}

}  // namespace kokoro::text
