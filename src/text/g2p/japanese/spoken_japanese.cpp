#include "text/g2p/japanese/spoken_japanese.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "text/characters/characters.hpp"
#include "text/characters/compatibility.hpp"
#include "text/g2p/cjk/sign_names.hpp"
#include "text/g2p/cjk/spoken_reader.hpp"
#include "text/g2p/japanese/counters.hpp"
#include "text/g2p/japanese/given_reading.hpp"
#include "text/g2p/japanese/numbers.hpp"
#include "text/g2p/japanese/readings.hpp"

namespace kokoro::text {
namespace {

const std::vector<UnitName>& units() {
  static const std::vector<UnitName> table{
      {U"km", "キロメートル"},
      {U"m", "メートル"},
      {U"cm", "センチメートル"},
      {U"mm", "ミリメートル"},
      {U"nm", "ナノメートル"},
      {U"kg", "キログラム"},
      {U"g", "グラム"},
      {U"mg", "ミリグラム"},
      {U"t", "トン"},
      {U"L", "リットル"},
      {U"l", "リットル"},
      {U"ml", "ミリリットル"},
      {U"mL", "ミリリットル"},
      {U"km/h", "キロ"},
      {U"m²", "平方メートル"},
      {U"㎡", "平方メートル"},
      {U"m2", "平方メートル"},
      {U"m3", "立方メートル"},
      {U"km2", "平方キロメートル"},
      {U"cm²", "平方センチメートル"},
      {U"cm2", "平方センチメートル"},
      {U"km²", "平方キロメートル"},
      {U"m³", "立方メートル"},
      {U"㎏", "キログラム"},
      {U"㎞", "キロメートル"},
      {U"㎝", "センチメートル"},
      {U"㎜", "ミリメートル"},
      {U"℃", "ど"},
      {U"°C", "ど"},
      {U"℉", "かしど"},
      {U"°", "ど"},
      {U"Hz", "ヘルツ"},
      {U"kHz", "キロヘルツ"},
      {U"MHz", "メガヘルツ"},
      {U"W", "ワット"},
      {U"kW", "キロワット"},
      {U"V", "ボルト"},
      {U"GB", "ギガバイト"},
      {U"MB", "メガバイト"},
      {U"KB", "キロバイト"},
      {U"TB", "テラバイト"},
      {U"%", "パーセント"},
      {U"％", "パーセント"},
  };
  return table;
}

std::string_view symbol_name(char32_t c) {
  const SignName* name = find_sign_name(c);
  return name == nullptr ? std::string_view() : name->japanese;
}

std::string_view currency_name(char32_t c) {
  const SignName* name = find_sign_name(c);
  return name == nullptr || !name->currency ? std::string_view() : name->japanese;
}

/// NFKC of one character with the marks behind it, its digits read as a number; empty when nothing changes.
std::string composed(std::u32string_view cluster) {
  const std::u32string form = nfkc(cluster);
  if (form == cluster) return {};
  const std::string mapped = to_utf8(form);
  std::string out;
  for (std::size_t i = 0; i < mapped.size();) {
    const std::size_t end = std::min(mapped.find_first_not_of("0123456789", i), mapped.size());
    if (end > i) {
      out += ' ' + japanese_cardinal(mapped.substr(i, end - i));
      i = end;
    } else {
      out += mapped[i++];
    }
  }
  return out;
}

/// Small katakana for the sounds of Ainu, as plain ones; 0 for other characters.
char32_t plain_katakana(char32_t c) {
  constexpr std::u32string_view kPlain = U"クシストヌハヒフヘホムラリルレロ";
  return c >= U'ㇰ' && c <= U'ㇿ' ? kPlain[c - U'ㇰ'] : U'\0';
}

/// Names of the letters A to Z.
constexpr std::array<std::string_view, 26> kLetters{
    "エー",   "ビー",   "シー", "ディー", "イー",       "エフ",     "ジー", "エイチ", "アイ",
    "ジェー", "ケー",   "エル", "エム",   "エヌ",       "オー",     "ピー", "キュー", "アール",
    "エス",   "ティー", "ユー", "ブイ",   "ダブリュー", "エックス", "ワイ", "ゼット"};

bool is_ascii_word(char32_t c) { return is_ascii_letter(c) || decimal_digit(c).has_value(); }

/// End of one capital letter and the digits behind it ("A4"), which are said as a name; `begin` when none stand there.
std::size_t end_of_letter_and_digits(const Source& source, std::size_t begin) {
  if (source[begin] < U'A' || source[begin] > U'Z') return begin;
  if (begin > 0 && (is_ascii_word(source[begin - 1]) || source[begin - 1] == U'-')) return begin;
  constexpr std::size_t kMostDigits = 4;
  std::size_t end = begin + 1;
  while (end - begin <= kMostDigits && decimal_digit(source[end])) ++end;
  const bool goes_on = is_ascii_word(source[end]) || source[end] == U'.' || source[end] == U'-';
  return end == begin + 1 || goes_on ? begin : end;
}

/// End of a laugh ("すごいwww"), which is no word of another language; `begin` when none stands there.
std::size_t end_of_laugh(const Source& source, std::size_t begin) {
  const auto laughs = [](char32_t c) { return c == U'w' || c == U'ｗ'; };
  if (begin == 0 || !laughs(source[begin]) || source[begin - 1] < 0x3000) return begin;
  std::size_t end = begin + 1;
  while (laughs(source[end])) ++end;
  return is_ascii_word(source[end]) || source[end] == U'.' ? begin : end;
}

bool is_tilde(char32_t c) { return c == U'〜' || c == U'～' || c == U'~'; }

class JapaneseReader final : public SpokenReader {
 public:
  JapaneseReader(const Source& source, const NormalizationOptions& options)
      : SpokenReader(source, options, {units(), currency_name, U"万億千兆"}) {}

 private:
  std::size_t special(std::size_t i) override {
    const char32_t c = source_[i];
    if (c == kGivenBegin || c == kGivenEnd) return rewrite(" ", i, i + 1);
    if (decimal_digit(c)) return number(i, i, "");
    if (const CountedNumber counted = kanji_number(source_, i); counted.end > i)
      return given(counted.kana, i, counted.end);
    if (const GivenWords words = words_with_readings(source_, i); words.end > i) return given(words.kana, i, words.end);
    const bool digit_next = decimal_digit(source_[i + 1]).has_value();
    if (digit_next && !currency_name(c).empty()) return number(i, i + 1, "");
    if (digit_next && (c == U'-' || c == U'−' || c == U'－')) return number(i, i + 1, "マイナス");
    if (is_newline(c)) return rewrite("\n", i, i + 1);
    if (c == 0xFFFD || is_space(c)) return rewrite(" ", i, i + 1);
    if (is_tilde(c)) return rewrite(digit_next ? "から" : "〜", i, i + 1);
    if (const char32_t plain = plain_katakana(c)) return rewrite(to_utf8({&plain, 1}), i, i + 1);
    if (const std::size_t end = end_of_letter_and_digits(source_, i); end > i) return letter_and_digits(i, end);
    if (const std::size_t end = end_of_laugh(source_, i); end > i) return given("ワラ", i, end);
    if (!says_symbols()) return i;
    const std::string_view name = symbol_name(c);
    return name.empty() ? i : rewrite(name, i, i + 1);
  }

  /// A character with the marks that belong to it.
  std::size_t character(std::size_t i) override {
    constexpr std::size_t kMaxMarks = 4;
    std::size_t end = i + 1;
    const auto voicing = [&](char32_t c) { return c == 0x3099 || c == 0x309A || c == 0xFF9E || c == 0xFF9F; };
    while (end < source_.size() && end - i <= kMaxMarks && voicing(source_[end])) ++end;
    const std::string mapped = source_[i] < 0x80 ? std::string() : composed(source_.chars(i, end));
    return mapped.empty() ? copy(i, end) : rewrite(mapped, i, end);
  }

  std::size_t number(std::size_t begin, std::size_t digits, std::string_view sign) {
    const Numeral numeral = read_numeral(source_, digits);
    if (begin > 0 && source_[begin - 1] == U'〒') return rewrite(digit_groups(numeral.parts), begin, numeral.end);
    if (begin == digits) {
      if (const std::string_view native = native_count(numeral); !native.empty()) {
        return given(native, begin, numeral.end + 1);
      }
      if (const std::size_t end = counted(numeral, begin); end > begin) return end;
    }
    return amount(numeral, begin, digits, !sign.empty(), " " + std::string(sign) + say(numeral));
  }

  /// A word that is read as `kana` says, and the particle behind it, whose は and へ are not ハ and ヘ.
  std::size_t given(std::string_view kana, std::size_t begin, std::size_t end) {
    rewrite(" " + given_reading(kana), begin, end);
    constexpr std::u32string_view kGoesOn = U"いじずっやんるかなしつ";
    const bool particle = kGoesOn.find(source_[end + 1]) == std::u32string_view::npos;
    if (source_[end] == U'は' && particle) return rewrite(given_reading("ワ"), end, end + 1);
    return end;
  }

  std::size_t letter_and_digits(std::size_t begin, std::size_t end) {
    std::string digits;
    for (std::size_t i = begin + 1; i < end; ++i) digits += *decimal_digit(source_[i]);
    const std::string letter(kLetters[source_[begin] - U'A']);
    return given(letter + katakana_cardinal(digits), begin, end);
  }

  /// A whole number, or a range, with a counter behind it; `begin` when none is.
  std::size_t counted(const Numeral& numeral, std::size_t begin) {
    using Kind = Numeral::Kind;
    const auto& parts = numeral.parts;
    const bool whole = (numeral.kind == Kind::plain && parts.size() == 1) ||
                       (numeral.kind == Kind::range && parts[1].find('.') == std::string::npos);
    if (!whole) return begin;
    CountedNumber found = counted_number(parts.back(), source_, numeral.end);
    if (found.end == 0) return begin;
    if (numeral.kind == Kind::range) {
      rewrite(" " + japanese_decimal(parts[0]) + "から", begin, begin);
    } else if (parts[0] == "1" && source_[numeral.end] == U'日' && begin > 0 && source_[begin - 1] == U'月') {
      found.kana = counted_kana("1", U'日');
    }
    return given(found.kana, begin, found.end);
  }

  /// Counts with Japanese numbers of their own: "1つ". Empty for others.
  std::string_view native_count(const Numeral& numeral) const {
    if (numeral.kind != Numeral::Kind::plain || numeral.parts.size() != 1 || numeral.parts[0].size() != 1) return {};
    constexpr std::array<std::string_view, 10> kThings{"",       "ヒトツ", "フタツ", "ミッツ", "ヨッツ",
                                                       "イツツ", "ムッツ", "ナナツ", "ヤッツ", "ココノツ"};
    return source_[numeral.end] == U'つ' ? kThings[static_cast<std::size_t>(numeral.parts[0][0] - '0')] : "";
  }

  /// A telephone number or a postal code, digit by digit.
  static std::string digit_groups(const std::vector<std::string>& groups) {
    std::string out;
    for (const std::string& group : groups) out += (out.empty() ? "" : "の ") + given_reading(katakana_digits(group));
    return out;
  }

  static std::string say(const Numeral& numeral) {
    using Kind = Numeral::Kind;
    const auto& parts = numeral.parts;
    switch (numeral.kind) {
      case Kind::plain:
        return japanese_decimal(parts.size() == 2 ? parts[0] + "." + parts[1] : parts[0]);
      case Kind::range:
        return japanese_decimal(parts[0]) + "から " + japanese_decimal(parts[1]);
      case Kind::fraction:
        return japanese_cardinal(parts[1]) + "ぶんの " + japanese_cardinal(parts[0]);
      case Kind::date:
        return given_reading(counted_kana(parts[0], U'年')) + " " + given_reading(counted_kana(parts[1], U'月')) + " " +
               given_reading(counted_kana(parts[2], U'日'));
      case Kind::time: {
        std::string out = given_reading(counted_kana(parts[0], U'時'));
        if (parts[1] != "00" || parts.size() == 3) out += " " + given_reading(counted_kana(parts[1], U'分'));
        return parts.size() == 3 ? out + " " + given_reading(counted_kana(parts[2], U'秒')) : out;
      }
      case Kind::ratio:
        return japanese_cardinal(parts[0]) + "対 " + japanese_cardinal(parts[1]);
      case Kind::groups:
      case Kind::version:
        break;
    }
    if (numeral.kind == Kind::groups) return digit_groups(parts);
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : "てん") + japanese_cardinal(part);
    return out;
  }
};

}  // namespace

SpokenText spoken_japanese(const Source& source, const NormalizationOptions& options) {
  return JapaneseReader(source, options).run();
}

std::size_t end_of_japanese_unit(const Source& source, std::size_t begin) {
  if (const std::size_t end = end_of_letter_and_digits(source, begin); end > begin) return end;
  if (const std::size_t end = end_of_laugh(source, begin); end > begin) return end;
  return end_of_unit(source, begin, units());
}

}  // namespace kokoro::text
