#include <algorithm>
#include <iterator>

#include "base/ascii.hpp"
#include "text/characters/bytes.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/rules.hpp"
#include "text/normalize/english/state_table.hpp"

namespace kokoro::text::english_normalization {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

/// Where the words before a number are looked at, from the number towards the sentence's start.
class WordsBefore {
 public:
  WordsBefore(std::string_view text, std::size_t at) : text_(text), at_(at) {}
  /// The next word, lower case, with the signs ":", "#", "=" and "," between passed over; empty when there is none.
  std::string next() {
    sign_ = ' ';
    constexpr std::size_t kMostSigns = 5;
    for (std::size_t i = 0; at_ > 0 && i < kMostSigns && !is_alnum_byte(text_[at_ - 1]); ++i) {
      const char c = text_[at_ - 1];
      if (std::string_view(" \t:#=\"'(*,.-").find(c) == std::string_view::npos) return {};
      if (!is_blank_byte(c)) sign_ = c;
      --at_;
    }
    const std::size_t end = at_;
    constexpr std::size_t kLongestWord = 24;
    while (at_ > 0 && end - at_ < kLongestWord && is_alnum_byte(text_[at_ - 1])) --at_;
    return ascii_lower(text_.substr(at_, end - at_));
  }
  /// The last sign before the word that next() gave, a blank when there was none.
  char sign() const { return sign_; }

 private:
  std::string_view text_;
  std::size_t at_;
  char sign_ = ' ';
};

constexpr std::string_view kCalls[] = {"call",   "calls",   "called",  "calling",   "dial",    "dials",
                                       "dialed", "dialled", "dialing", "dialling",  "phone",   "phones",
                                       "phoned", "phoning", "ring",    "rang",      "ringing", "text",
                                       "texts",  "texted",  "texting", "telephone", "contact", "hotline"};
constexpr std::string_view kServices[] = {"911", "988", "112", "999", "411", "311", "211", "511", "611", "711",
                                          "811", "101", "111", "000", "110", "119", "100", "118", "105", "123"};

/// "Call 911", "911 or 411" behind it, "the 911 operator".
bool is_service(std::string_view text, std::size_t at, std::string_view digits) {
  if (digits.size() != 3 || !is_one_of(digits, kServices)) return false;
  WordsBefore words(text, at);
  constexpr int kFar = 6;
  for (int i = 0; i < kFar; ++i) {
    const std::string word = words.next();
    if (is_one_of(word, kCalls)) return true;
    constexpr std::string_view kBetween[] = {"or",   "and",  "the", "to", "either", "number",     "for",
                                             "help", "just", "at",  "on", "please", "immediately"};
    if (!is_one_of(word, kBetween) && !is_one_of(word, kServices)) break;
  }
  const std::size_t next = skip_blanks(text, at + 3);
  constexpr std::string_view kAfter[] = {"operator", "operators",  "call",        "calls",     "caller",
                                         "callers",  "dispatcher", "dispatchers", "dispatch",  "emergency",
                                         "service",  "services",   "hotline",     "responder", "system",
                                         "center",   "line",       "tape",        "tapes"};
  return (digits == "911" || digits == "999" || digits == "988" || digits == "112") &&
         is_one_of(ascii_lower(text.substr(std::min(next, text.size()), count_letters(text, next, 24))), kAfter);
}

/// How certainly a word says that digits behind it are a code.
enum class Code { no, with_sign, yes };
Code code_word(std::string_view word) {
  constexpr std::string_view kCertain[] = {"pin", "code", "password", "passcode", "extension",   "ext",     "cvv",
                                           "cvc", "otp",  "zip",      "postcode", "combination", "pincode", "x"};
  constexpr std::string_view kNumbered[] = {
      "account", "acct",        "confirmation", "serial",   "id",       "tracking",     "routing",   "order",
      "ticket",  "invoice",     "reference",    "ref",      "license",  "licence",      "policy",    "case",
      "booking", "reservation", "passport",     "badge",    "locker",   "verification", "security",  "card",
      "member",  "membership",  "student",      "employee", "customer", "phone",        "telephone", "tel",
      "fax",     "mobile",      "cell",         "model",    "part",     "registration", "insurance", "patient",
      "claim",   "docket",      "contract"};
  if (is_one_of(word, kCertain)) return Code::yes;
  return is_one_of(word, kNumbered) ? Code::with_sign : Code::no;
}

/// "PIN 4321", "account number 12345", "order #4021", "ending in 1234", "the code is 0420".
bool is_code(std::string_view text, std::size_t at, std::string_view digits) {
  if (digits.size() < 3 || digits.size() > 12) return false;
  WordsBefore words(text, at);
  constexpr int kFar = 5;
  bool number = false;
  bool ending = false;
  std::string after;
  for (int i = 0; i < kFar; ++i) {
    const std::string word = words.next();
    if (word.empty()) return false;
    if (words.sign() == '.' && word != "no" && word != "ext" && word != "tel" && word != "acct" && word != "ref")
      return false;
    number = number || words.sign() == '#' || words.sign() == ':' || words.sign() == '=';
    if (word == "ending" || word == "ends") return ending;
    if (word == "digits") return digits.size() == 4;
    const Code code = code_word(word);
    // "x" and "zip" may be anything: only directly before the number.
    if (word == "x" && i > 0) return false;
    if (code == Code::yes) return word != "x" || digits.size() >= 3;
    if (code == Code::with_sign)
      return number ? digits.size() >= 4 || word == "tel" || word == "phone" : digits.size() >= 6;
    if (word == "number" || word == "no" || word == "num" || word == "nr") {
      number = true;
      continue;
    }
    ending = i == 0 && (word == "in" || word == "with");
    constexpr std::string_view kBetween[] = {"is", "was",  "the", "in", "with",  "of",    "are",
                                             "my", "your", "to",  "as", "enter", "number"};
    if (!is_one_of(word, kBetween)) return false;
  }
  return false;
}

/// Groups of the digits on a card: 4 4 4 4, 4 6 5, with blanks or hyphens; 0 when there are none.
std::size_t card_end(std::string_view text, std::size_t at, std::string& spoken) {
  std::size_t next = at;
  std::size_t sizes[5] = {};
  std::size_t groups = 0;
  const char separator = byte_at(text, at + 4);
  if (separator != ' ' && separator != '-') return 0;
  while (groups < 5) {
    const std::size_t digits = count_digits(text, next, 7);
    if (digits == 0 || digits == 7) return 0;
    if (groups > 0) spoken += ", ";
    spoken += digit_by_digit(text.substr(next, digits));
    sizes[groups++] = digits;
    next += digits;
    if (byte_at(text, next) != separator || !is_digit_byte(byte_at(text, next + 1))) break;
    ++next;
  }
  const bool usual = groups == 4 && sizes[0] == 4 && sizes[1] == 4 && sizes[2] == 4 && sizes[3] == 4;
  const bool short_one = groups == 3 && sizes[0] == 4 && sizes[1] == 6 && sizes[2] == 5;
  return (usual || short_one) && !word_char_at(text, next) ? next : 0;
}

/// "call 555 1234": seven digits with a blank, behind a word that asks to call.
bool asks_to_call(std::string_view text, std::size_t at) {
  WordsBefore words(text, at);
  for (int i = 0; i < 4; ++i) {
    const std::string word = words.next();
    if (is_one_of(word, kCalls) || word == "tel" || word == "mobile" || word == "fax") return true;
    constexpr std::string_view kBetween[] = {"me",     "us",  "him", "her", "them", "at",     "on", "is",
                                             "number", "now", "the", "my",  "our",  "please", "to"};
    if (!is_one_of(word, kBetween)) return false;
  }
  return false;
}

}  // namespace

std::optional<Reading> read_code(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  if (!is_digit_byte(byte_at(text, at)) || word_char_before(text, at)) return std::nullopt;
  constexpr std::size_t kMostDigits = 16;
  const std::size_t count = count_digits(text, at, kMostDigits + 1);
  if (count < 3 || count > kMostDigits) return std::nullopt;
  if (at > 0 && (text[at - 1] == '.' || text[at - 1] == ',' || text[at - 1] == '/') && at > 1 &&
      is_digit_byte(text[at - 2]))
    return std::nullopt;
  const std::size_t end = at + count;
  const std::string_view digits = text.substr(at, count);
  std::string card;
  if (count == 4 && place.options.phone_normalization) {
    if (const std::size_t card_stop = card_end(text, at, card); card_stop != 0)
      return Reading{card_stop, std::move(card)};
  }
  const char after = byte_at(text, end);
  const bool longer =
      word_char_at(text, end) || ((after == ',' || after == '.' || after == ':' || after == '/' || after == '-') &&
                                  is_digit_byte(byte_at(text, end + 1)));
  if (count == 3 && byte_at(text, end) == ' ' && count_digits(text, end + 1, 5) == 4 &&
      place.options.phone_normalization && !word_char_at(text, end + 5) && asks_to_call(text, at)) {
    return Reading{end + 5, digit_by_digit(digits) + ", " + digit_by_digit(text.substr(end + 1, 4))};
  }
  if (count == 5) {
    std::size_t before = at;
    while (before > 0 && (is_blank_byte(text[before - 1]) || text[before - 1] == ',')) --before;
    if (before < at && at - before <= 2 && ends_in_state_name(text, before)) {
      if (auto zip = read_zip(place, at)) return zip;
    }
  }
  if (longer || after == '%' || has_at(text, end, "°")) return std::nullopt;
  if (is_service(text, at, digits) || is_code(text, at, digits) || (count == 7 && asks_to_call(text, at))) {
    return Reading{end, digit_by_digit(digits)};
  }
  return std::nullopt;
}

}  // namespace kokoro::text::english_normalization
