#include <algorithm>
#include <iterator>

#include "base/ascii.hpp"
#include "text/characters/bytes.hpp"
#include "text/normalize/english/mark_names.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/rules.hpp"
#include "text/spoken/address_span.hpp"

namespace kokoro::text::english_normalization {
namespace {

/// Said as words although they have no vowel, or letter by letter although they have one.
constexpr std::string_view kSpelled[] = {"edu", "io", "ai", "uk", "eu",  "au",  "exe", "iso",  "api",
                                         "usr", "ui", "id", "ip", "avi", "apk", "ogg", "co.uk"};
constexpr std::string_view kSaid[] = {"com", "org", "net", "gov", "mil", "co", "app", "dev", "info", "biz"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

/// A run of letters in an address: letters one by one when it is no word.
std::string say_letters(std::string_view word) {
  std::string lower = ascii_lower(word);
  if (is_one_of(lower, kSaid)) return lower;
  const bool vowel = lower.find_first_of("aeiouy") != std::string::npos;
  const bool capitals = std::all_of(word.begin(), word.end(), is_upper_byte) && word.size() > 1;
  const bool spell =
      is_one_of(lower, kSpelled) || (!vowel && word.size() <= 4) || (capitals && word.size() <= 4) ||
      (word.size() == 2 && lower != "my" && lower != "me" && lower != "in" && lower != "to" && lower != "is" &&
       lower != "go" && lower != "on" && lower != "of" && lower != "at" && lower != "by" && lower != "no" &&
       lower != "we" && lower != "up" && lower != "us" && lower != "it" && lower != "do" && lower != "be") ||
      lower == "py" || lower == "yml" || lower == "php";
  if (!spell && word.size() > 1) return std::string(word);
  std::string out;
  for (const char c : word) {
    if (!out.empty()) out += ' ';
    out += upper_byte(c);
  }
  return out;
}

std::string say_address(std::string_view address) {
  std::string out;
  const auto add = [&out](std::string_view word) {
    if (word.empty()) return;
    if (!out.empty()) out += ' ';
    out += word;
  };
  for (std::size_t i = 0; i < address.size();) {
    const std::size_t letters = count_letters(address, i, address.size());
    const std::size_t digits = count_digits(address, i, address.size());
    if (letters > 0) {
      add(say_letters(address.substr(i, letters)));
      i += letters;
    } else if (digits > 0) {
      add(code_number(address.substr(i, digits)));
      i += digits;
    } else if (static_cast<unsigned char>(address[i]) >= 0x80) {
      std::size_t end = i;
      while (end < address.size() && static_cast<unsigned char>(address[end]) >= 0x80) ++end;
      add(address.substr(i, end - i));
      i = end;
    } else {
      add(mark_name(address[i]));
      ++i;
    }
  }
  return out;
}

std::string say_ipv6(std::string_view run) {
  std::string out;
  for (const char c : run) {
    if (!out.empty()) out += ' ';
    if (is_digit_byte(c)) {
      out += digit_by_digit(std::string_view(&c, 1));
    } else {
      out += is_letter_byte(c) ? std::string(1, upper_byte(c)) : std::string(mark_name(c));
    }
  }
  return out;
}

}  // namespace

std::optional<Reading> read_address(const Place& place, std::size_t at) {
  const AddressSpan span = address_span_at(place.text, at);
  if (span.end == 0) return std::nullopt;
  const bool email = span.kind == AddressSpan::Kind::email;
  if (!(email ? place.options.email_normalization : place.options.url_normalization)) {
    return Reading{span.end, std::string(place.text.substr(at, span.end - at))};
  }
  std::string spoken = span.kind == AddressSpan::Kind::ipv6 ? say_ipv6(span.core) : say_address(span.core);
  if (span.possessive) spoken += "'s";
  return Reading{span.end, std::move(spoken)};
}

}  // namespace kokoro::text::english_normalization
