#include "text/normalize/other/other_normalizer.hpp"

#include "text/characters/bytes.hpp"
#include "text/normalize/emoji.hpp"
#include "text/normalize/other/other_rules.hpp"
#include "text/spoken/address_span.hpp"
#include "text/spoken/markup_span.hpp"
#include "text/spoken/spoken_writer.hpp"

namespace kokoro::text {
namespace {

class Normalizer {
 public:
  Normalizer(std::string_view text, const NormalizationOptions& options, const LanguageWords* words)
      : text_(text), options_(options), words_(words), writer_(text) {}

  SpokenText run() {
    while (at_ < text_.size()) step();
    return writer_.finish();
  }

 private:
  void step() {
    if (const std::size_t end = markup_span_end(text_, at_); end > at_) return copy(end);
    if (const Emoji emoji = emoji_at(text_, at_); emoji.end != 0) {
      writer_.drop(at_, emoji.end);
      at_ = emoji.end;
      return;
    }
    if (words_ == nullptr) return copy(at_ + code_point_at(text_, at_).length);
    const bool starts = !word_char_before(text_, at_);
    if (starts && may_be_address() && apply(other::read_address(place(), at_))) return;
    const char c = text_[at_];
    const bool number = is_digit_byte(c) || c == '-' || c == '+' || c == '.' || static_cast<unsigned char>(c) >= 0x80 ||
                        c == '$' || c == 'R' || c == 'U';
    if (number && starts && apply(other::read_number(place(), at_))) return;
    if (starts && apply(other::read_abbreviation(place(), at_))) return;
    if (word_char_at(text_, at_)) return word();
    if (options_.replace_remaining_symbols && apply(other::read_sign(place(), at_))) return;
    copy(at_ + code_point_at(text_, at_).length);
  }

  other::Place place() const { return {text_, options_, *words_}; }

  bool apply(const std::optional<other::Reading>& reading) {
    if (!reading || reading->end <= at_) return false;
    writer_.say(reading->spoken, at_, reading->end);
    at_ = reading->end;
    return true;
  }

  void copy(std::size_t end) {
    writer_.copy(at_, end);
    at_ = end;
  }

  void word() {
    std::size_t end = at_;
    while (word_char_at(text_, end)) end += code_point_at(text_, end).length;
    copy(end);
  }

  bool may_be_address() {
    const char c = text_[at_];
    return (is_alnum_byte(c) || c == '/' || c == '~') && looks_.allowed(at_);
  }

  std::string_view text_;
  const NormalizationOptions& options_;
  const LanguageWords* words_;
  SpokenWriter writer_;
  AddressLooks looks_{text_};
  std::size_t at_ = 0;
};

}  // namespace

SpokenText normalize_other(std::string_view text, const NormalizationOptions& options, const LanguageWords* words) {
  return Normalizer(text, options, words).run();
}

}  // namespace kokoro::text
