#include "text/normalize/english/english_normalizer.hpp"

#include "text/characters/bytes.hpp"
#include "text/normalize/english/rules.hpp"
#include "text/spoken/address_span.hpp"
#include "text/spoken/markup_span.hpp"
#include "text/spoken/spoken_writer.hpp"

namespace kokoro::text {
namespace {

using namespace english_normalization;

// In the order in which they are tried: what is more particular comes first.
constexpr Rule kNumberRules[] = {read_latex,        read_code,        read_phone, read_numeric_date,
                                 read_digit_groups, read_day_month,   read_time,  read_money,
                                 read_fraction,     read_feet_inches, read_number};
constexpr Rule kLetterRules[] = {read_special_word, read_month_day, read_weekday, read_currency_code,
                                 read_state,        read_street,    read_roman,   read_abbreviation};
constexpr Rule kSymbolRules[] = {read_leftover, read_tag, read_operator, read_symbol};

template <std::size_t N>
std::optional<Reading> first_reading(const Rule (&rules)[N], const Place& place, std::size_t at) {
  for (const Rule rule : rules) {
    if (auto reading = rule(place, at)) return reading;
  }
  return std::nullopt;
}

class Normalizer {
 public:
  Normalizer(std::string_view text, const NormalizationOptions& options, bool british)
      : place_{text, options, british}, text_(text), writer_(text) {}

  SpokenText run() {
    while (at_ < text_.size()) step();
    return writer_.finish();
  }

 private:
  void step() {
    const char c = text_[at_];
    if (is_blank_byte(c) || c == '\n' || c == '\r') {
      take(at_ + 1);
      return;
    }
    if (c == '[') {
      if (const std::size_t end = markup_span_end(text_, at_); end > at_) {
        take(end);
        return;
      }
    }
    const bool starts_run = !word_char_before(text_, at_);
    const bool address = is_alnum_byte(c) || c == '/' || c == '.' || c == '~' || c == ':';
    if (starts_run && address && may_be_address() && apply(read_address(place_, at_))) return;
    if (is_letter_byte(c) && starts_run && apply(first_reading(kLetterRules, place_, at_))) return;
    const bool ascii_letter = is_letter_byte(c);
    if (!ascii_letter && apply(first_reading(kNumberRules, place_, at_))) return;
    const CodePoint code = code_point_at(text_, at_);
    if (ascii_letter || (is_word_char(code.value) && !is_digit_byte(c))) {
      if (c == 'x' && between_digits()) {
        writer_.say("by", at_, at_ + 1);
        ++at_;
        return;
      }
      if (!ascii_letter && apply(read_symbol(place_, at_))) return;
      word();
      return;
    }
    if (apply(first_reading(kSymbolRules, place_, at_))) return;
    take(at_ + code.length);
  }

  /// An address starts after a blank or a bracket.
  bool may_be_address() {
    const bool goes_on = at_ > 0 && std::string_view(".@/\\").find(text_[at_ - 1]) != std::string_view::npos;
    return !goes_on && looks_.allowed(at_);
  }

  /// The "x" of "3x4" and "3 x 4".
  bool between_digits() const {
    const std::size_t next = skip_blanks(text_, at_ + 1);
    std::size_t before = at_;
    while (before > 0 && is_blank_byte(text_[before - 1])) --before;
    const bool both_blank = (next > at_ + 1) == (before < at_);
    return both_blank && before > 0 && is_digit_byte(text_[before - 1]) && is_digit_byte(byte_at(text_, next));
  }

  bool apply(const std::optional<Reading>& reading) {
    if (!reading || reading->end <= at_) return false;
    writer_.say(reading->spoken, at_, reading->end, reading->glued);
    at_ = reading->end;
    return true;
  }

  void take(std::size_t end) {
    writer_.copy(at_, end);
    at_ = end;
  }

  /// Letters up to the next digit or sign, apostrophes inside it.
  void word() {
    std::size_t end = at_;
    while (end < text_.size()) {
      const CodePoint c = code_point_at(text_, end);
      const bool apostrophe = c.value == U'\'' || c.value == U'’';
      if (apostrophe ? !word_char_at(text_, end + c.length) || end == at_
                     : !is_word_char(c.value) || is_digit_byte(text_[end])) {
        break;
      }
      end += c.length;
    }
    take(end > at_ ? end : at_ + code_point_at(text_, at_).length);
  }

  Place place_;
  std::string_view text_;
  SpokenWriter writer_;
  AddressLooks looks_{text_};
  std::size_t at_ = 0;
};

}  // namespace

SpokenText normalize_english(std::string_view text, const NormalizationOptions& options, bool british) {
  return Normalizer(text, options, british).run();
}

}  // namespace kokoro::text
