#include "text/g2p/japanese/counters.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>

#include "text/g2p/cjk/numeral.hpp"

namespace kokoro::text {
namespace {

/// How the number's end and the counter's first sound change each other.
enum class Change : std::uint8_t {
  none,
  k,         ///< イッカイ ロッカイ ハッカイ ジュッカイ
  k_voiced,  ///< as k, and サンガイ
  s,         ///< イッサツ ハッサツ ジュッサツ
  s_voiced,  ///< as s, and サンゾク
  t,         ///< イッテン ハッテン ジュッテン
  h,         ///< イッポン サンボン ロッポン ハッポン ジュッポン
  h_p,       ///< イッパツ サンパツ ロッパツ ハッパツ ジュッパツ, but ヨンハツ
  h_p4,      ///< as h_p, and ヨンプン
  wa,        ///< サンバ ロッパ ジュッパ
};

/// What a counter wants the digits 4, 7 and 9 to be.
enum class Digits : std::uint8_t { usual, yo, month };  ///< yo: 4 ヨ; month: 4 シ, 7 シチ, 9 ク

struct Counter {
  std::u32string_view written;
  std::string_view kana;
  Change change = Change::none;
  std::u32string_view not_before = {};  ///< characters that make another word of it
  Digits digits = Digits::usual;
};

// Longer ones before those that they begin with.
constexpr Counter kCounters[] = {
    {U"年代", "ネンダイ"},
    {U"年間", "ネンカン", Change::none, {}, Digits::yo},
    {U"年", "ネン", Change::none, U"齢金収賀", Digits::yo},
    {U"ヶ月", "カゲツ", Change::k},
    {U"か月", "カゲツ", Change::k},
    {U"カ月", "カゲツ", Change::k},
    {U"ヵ月", "カゲツ", Change::k},
    {U"ケ月", "カゲツ", Change::k},
    {U"箇月", "カゲツ", Change::k},
    {U"月", "ガツ", Change::none, U"曜日面光給", Digits::month},
    {U"時間", "ジカン", Change::none, {}, Digits::month},
    {U"時", "ジ", Change::none, U"代期点刻", Digits::month},
    {U"分間", "フンカン", Change::h_p4},
    {U"分", "フン", Change::h_p4, U"野析割裂担布散類岐子母数解離別配譲"},
    {U"秒", "ビョー"},
    {U"円", "エン", Change::none, U"形滑周卓", Digits::yo},
    {U"週間", "シューカン", Change::s},
    {U"週", "シュー", Change::s, U"末刊休給"},
    {U"世紀", "セーキ", Change::s},
    {U"世代", "セダイ", Change::s},
    {U"歳", "サイ", Change::s, U"月暮末"},
    {U"才", "サイ", Change::s, U"能覚"},
    {U"周年", "シューネン", Change::s},
    {U"周", "シュー", Change::s, U"囲波辺知"},
    {U"冊", "サツ", Change::s, U"子"},
    {U"章", "ショー", Change::s},
    {U"隻", "セキ", Change::s},
    {U"種類", "シュルイ", Change::s},
    {U"首", "シュ", Change::s, U"都相脳位長"},
    {U"社", "シャ", Change::s, U"会長員内外説"},
    {U"席", "セキ", Change::s},
    {U"節", "セツ", Change::s, U"約電度"},
    {U"勝", "ショー", Change::s, U"負利手者因"},
    {U"試合", "シアイ", Change::s},
    {U"食", "ショク", Change::s, U"事品堂料べ器欲用中"},
    {U"室", "シツ", Change::s, U"内外長温"},
    {U"艘", "ソー", Change::s_voiced},
    {U"足", "ソク", Change::s_voiced, U"首元りし跡先"},
    {U"頭", "トー", Change::t, U"痛部脳取"},
    {U"点", "テン", Change::t, U"検滅火線灯"},
    {U"体", "タイ", Change::t, U"重育験制操力感的格温内型"},
    {U"着", "チャク", Change::t, U"陸物席手信実用"},
    {U"通", "ツー", Change::t, U"信路常学勤過り訳貨"},
    {U"滴", "テキ", Change::t},
    {U"店舗", "テンポ", Change::t},
    {U"店", "テン", Change::t, U"長員主頭内"},
    {U"丁目", "チョーメ", Change::t},
    {U"丁", "チョー", Change::t, U"寧度"},
    {U"棟", "トー", Change::t},
    {U"等分", "トーブン", Change::t},
    {U"等", "トー", Change::t, U"しい々"},
    {U"箇所", "カショ", Change::k},
    {U"か所", "カショ", Change::k},
    {U"カ所", "カショ", Change::k},
    {U"ヶ所", "カショ", Change::k},
    {U"ヵ所", "カショ", Change::k},
    {U"か国語", "カコクゴ", Change::k},
    {U"ヶ国語", "カコクゴ", Change::k},
    {U"カ国語", "カコクゴ", Change::k},
    {U"か国", "カコク", Change::k},
    {U"ヶ国", "カコク", Change::k},
    {U"カ国", "カコク", Change::k},
    {U"回", "カイ", Change::k, U"復答収路避線り"},
    {U"個", "コ", Change::k, U"人性別室体展"},
    {U"課", "カ", Change::k, U"題長税程"},
    {U"曲", "キョク", Change::k, U"線がげ"},
    {U"巻", "カン", Change::k, U"きく"},
    {U"件", "ケン", Change::k, U"名"},
    {U"校", "コー", Change::k, U"舎長則内庭"},
    {U"機", "キ", Change::k, U"械能会関種嫌"},
    {U"級", "キュー", Change::k, U"友"},
    {U"球", "キュー", Change::k, U"場団技"},
    {U"区", "ク", Change::k, U"別切画役"},
    {U"光年", "コーネン", Change::k},
    {U"階建", "カイダ", Change::k_voiced},
    {U"階", "カイ", Change::k_voiced, U"級段層"},
    {U"軒", "ケン", Change::k_voiced, U"並下"},
    {U"本", "ホン", Change::h, U"人当来日気社格体州部質音能店籍木"},
    {U"匹", "ヒキ", Change::h, U"敵"},
    {U"杯", "ハイ", Change::h},
    {U"票", "ヒョー", Change::h},
    {U"遍", "ヘン", Change::h, U"歴"},
    {U"泊", "ハク", Change::h_p4},
    {U"発", "ハツ", Change::h_p, U"売表見電言明展達生音射想信車行進"},
    {U"拍", "ハク", Change::h_p4, U"手子"},
    {U"歩", "ホ", Change::h_p, U"道行合兵み"},
    {U"班", "ハン", Change::h_p, U"長"},
    {U"羽", "ワ", Change::wa, U"根目田織"},
};

constexpr std::array<std::string_view, 10> kOnes{"ゼロ", "イチ", "ニ",   "サン", "ヨン",
                                                 "ゴ",   "ロク", "ナナ", "ハチ", "キュー"};
constexpr std::array<std::string_view, 32> kDays{"",
                                                 "ツイタチ",
                                                 "フツカ",
                                                 "ミッカ",
                                                 "ヨッカ",
                                                 "イツカ",
                                                 "ムイカ",
                                                 "ナノカ",
                                                 "ヨーカ",
                                                 "ココノカ",
                                                 "トーカ",
                                                 "ジューイチニチ",
                                                 "ジューニニチ",
                                                 "ジューサンニチ",
                                                 "ジューヨッカ",
                                                 "ジューゴニチ",
                                                 "ジューロクニチ",
                                                 "ジューシチニチ",
                                                 "ジューハチニチ",
                                                 "ジュークニチ",
                                                 "ハツカ",
                                                 "ニジューイチニチ",
                                                 "ニジューニニチ",
                                                 "ニジューサンニチ",
                                                 "ニジューヨッカ",
                                                 "ニジューゴニチ",
                                                 "ニジューロクニチ",
                                                 "ニジューシチニチ",
                                                 "ニジューハチニチ",
                                                 "ニジュークニチ",
                                                 "サンジューニチ",
                                                 "サンジューイチニチ"};

/// The last unit of a number, which sound changes look at: 1 to 9, or ten, hundred, thousand, ten thousand; 0 for zero.
int last_unit(std::string_view digits) {
  const std::size_t zeros = digits.size() - 1 - std::min(digits.find_last_not_of('0'), digits.size() - 1);
  if (zeros == 0) return digits.back() - '0';
  if (digits.find_first_not_of('0') == std::string_view::npos) return 0;
  if (zeros % 4 == 0) return 10'000;
  return zeros % 4 == 1 ? 10 : zeros % 4 == 2 ? 100 : 1000;
}

/// `kana` with the ending `from` replaced by `to`.
std::string with_ending(std::string kana, std::string_view from, std::string_view to) {
  if (kana.ends_with(from)) kana.replace(kana.size() - from.size(), from.size(), to);
  return kana;
}

/// イチ ロク ハチ ジュー ヒャク as イッ ロッ ハッ ジュッ ヒャッ; `six` and `hundred`: whether these two do.
std::optional<std::string> geminated(const std::string& number, int unit, bool six_and_hundred) {
  if (unit == 1) return with_ending(number, "イチ", "イッ");
  if (unit == 8) return with_ending(number, "ハチ", "ハッ");
  if (unit == 10) return with_ending(number, "ジュー", "ジュッ");
  if (unit == 6 && six_and_hundred) return with_ending(number, "ロク", "ロッ");
  if (unit == 100 && six_and_hundred && number.ends_with("ク")) return with_ending(number, "ク", "ッ");
  return std::nullopt;
}

/// The counter with its first kana voiced, or ハ as パ.
std::string changed(std::string_view counter, bool to_p) {
  struct Row {
    std::string_view plain, voiced, p;
  };
  constexpr Row kRows[] = {{"カ", "ガ", ""},   {"ケ", "ゲ", ""},   {"ソ", "ゾ", ""},
                           {"ハ", "バ", "パ"}, {"ヒ", "ビ", "ピ"}, {"フ", "ブ", "プ"},
                           {"ヘ", "ベ", "ペ"}, {"ホ", "ボ", "ポ"}, {"ワ", "バ", "パ"}};
  for (const Row& row : kRows) {
    if (counter.starts_with(row.plain)) {
      return std::string(to_p ? row.p : row.voiced).append(counter.substr(row.plain.size()));
    }
  }
  return std::string(counter);
}

/// Number and counter as words: 円 is one of its own, and ん does not run into what follows サン.
std::string as_words(std::string kana) {
  constexpr std::string_view kThree = "サン";
  for (std::size_t at = kana.find(kThree); at != std::string::npos; at = kana.find(kThree, at + 1)) {
    const std::size_t end = at + kThree.size();
    if (end < kana.size() && kana[end] != ' ') kana.insert(end, " ");
  }
  return kana;
}

std::string joined(const std::string& number, int unit, const Counter& counter) {
  const std::string kana(counter.kana);
  if (counter.written == U"円") return number + " " + kana;
  const bool nasal = unit == 3 || unit == 1000 || unit == 10'000;
  switch (counter.change) {
    case Change::none:
      return number + kana;
    case Change::k:
    case Change::k_voiced:
      if (const auto short_form = geminated(number, unit, true)) return *short_form + kana;
      return number + (counter.change == Change::k_voiced && unit == 3 ? changed(kana, false) : kana);
    case Change::s:
    case Change::s_voiced:
    case Change::t:
      if (const auto short_form = geminated(number, unit, false)) return *short_form + kana;
      return number + (counter.change == Change::s_voiced && (unit == 3 || unit == 1000) ? changed(kana, false) : kana);
    case Change::h:
    case Change::h_p:
    case Change::h_p4:
      if (const auto short_form = geminated(number, unit, true)) return *short_form + changed(kana, true);
      if (nasal) return number + changed(kana, counter.change != Change::h);
      return number + (unit == 4 && counter.change == Change::h_p4 ? changed(kana, true) : kana);
    case Change::wa:
      if (unit == 6 || unit == 10 || unit == 100) return *geminated(number, unit, true) + changed(kana, true);
      return number + (nasal ? changed(kana, false) : kana);
  }
  return number + kana;
}

std::string with_counter(std::string_view digits, const Counter& counter) {
  std::string number = katakana_cardinal(digits);
  const int unit = last_unit(digits);
  if (counter.digits != Digits::usual && unit == 4) {
    number = with_ending(std::move(number), "ヨン",
                         counter.digits == Digits::month && counter.written == U"月" ? "シ" : "ヨ");
  }
  if (counter.digits == Digits::month) {
    if (unit == 7) number = with_ending(std::move(number), "ナナ", "シチ");
    if (unit == 9) number = with_ending(std::move(number), "キュー", "ク");
  }
  if ((counter.written == U"歳" || counter.written == U"才") && digits == "20") return "ハタチ";
  return joined(number, unit, counter);
}

bool stands_at(const Source& source, std::size_t at, std::u32string_view text) {
  for (std::size_t k = 0; k < text.size(); ++k) {
    if (source[at + k] != text[k]) return false;
  }
  return true;
}

std::string_view without_zeros(std::string_view digits) {
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

/// People: 1 ヒトリ, 2 フタリ, 4 ヨニン; 一人前 and 一人称 are イチニンマエ and イチニンショー.
std::string people(std::string_view digits, char32_t after) {
  const bool counts = std::u32string_view(U"前称用組乗").find(after) == std::u32string_view::npos;
  if (counts && digits == "1") return "ヒトリ";
  if (counts && digits == "2") return "フタリ";
  return with_ending(katakana_cardinal(digits), "ヨン", last_unit(digits) == 4 ? "ヨ" : "ヨン") + "ニン";
}

/// Days of a month or a number of days. The first day is イチニチ unless `of_month`.
std::string days(std::string_view digits, bool of_month) {
  if (digits.size() <= 2) {
    const auto day = static_cast<std::size_t>(std::stoi(std::string(digits)));
    if (day == 1 && !of_month) return "イチニチ";
    if (day >= 1 && day < kDays.size()) return std::string(kDays[day]);
  }
  return katakana_cardinal(digits) + "ニチ";
}

constexpr std::u32string_view kNotPeople = U"的間工気口生類物材柄形格";
constexpr std::u32string_view kNotDays = U"本曜常記光没";

/// Value of the kanji numeral of at most 99,999 at [begin, end); -1 when it is none that this reads.
int kanji_value(const Source& source, std::size_t begin, std::size_t end) {
  int total = 0;
  int digit = -1;
  int last_power = 100'000;
  for (std::size_t i = begin; i < end; ++i) {
    const std::size_t value = std::u32string_view(U"〇一二三四五六七八九").find(source[i]);
    if (value != std::u32string_view::npos) {
      if (digit >= 0) return -1;
      digit = static_cast<int>(value);
      continue;
    }
    const int power = source[i] == U'十' ? 10 : source[i] == U'百' ? 100 : 1000;
    if (power >= last_power || digit == 0) return -1;
    total += (digit < 0 ? 1 : digit) * power;
    last_power = power;
    digit = -1;
  }
  return total + std::max(digit, 0);
}

bool is_kanji_numeral(char32_t c) {
  return std::u32string_view(U"〇一二三四五六七八九十百千").find(c) != std::u32string_view::npos;
}

/// Words that begin as a numeral with a counter and are none, as far as those are read otherwise.
bool is_other_word(const Source& source, std::size_t begin) {
  constexpr std::u32string_view kWords[] = {
      U"十分に", U"十分な", U"十分で", U"十分だ", U"三日月", U"一日中", U"二人三脚", U"一本気",   U"一本化",
      U"一体",   U"一時",   U"一年中", U"十八番", U"八百屋", U"八百長", U"一分一秒", U"四分五裂", U"千歳",
      U"一機",   U"四六時", U"八千代", U"三千代", U"五月雨", U"五月晴", U"五分五分", U"七分袖"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::u32string_view word) { return stands_at(source, begin, word); });
}

bool changes_inside(const Source& source, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i + 1 < end; ++i) {
    const bool hundred =
        source[i + 1] == U'百' && std::u32string_view(U"三六八").find(source[i]) != std::u32string_view::npos;
    const bool thousand = source[i + 1] == U'千' && (source[i] == U'三' || source[i] == U'八');
    if (hundred || thousand) return true;
  }
  return false;
}

}  // namespace

std::string katakana_digits(std::string_view digits) {
  std::string out;
  for (const char c : digits) out += kOnes[static_cast<std::size_t>(c - '0')];
  return out;
}

std::string katakana_cardinal(std::string_view digits) {
  constexpr std::array<std::string_view, 10> kHundreds{"",           "ヒャク",      "ニヒャク",   "サンビャク",
                                                       "ヨンヒャク", "ゴヒャク",    "ロッピャク", "ナナヒャク",
                                                       "ハッピャク", "キューヒャク"};
  constexpr std::array<std::string_view, 10> kThousands{"",       "セン",     "ニセン",   "サンゼン", "ヨンセン",
                                                        "ゴセン", "ロクセン", "ナナセン", "ハッセン", "キューセン"};
  constexpr std::array<std::string_view, 4> kGroups{"", "マン", "オク", "チョー"};
  digits = without_zeros(digits);
  if (digits.size() > 4 * kGroups.size()) return katakana_digits(digits);
  std::string out;
  for (std::size_t left = digits.size(); left > 0; --left) {
    const auto digit = static_cast<std::size_t>(digits[digits.size() - left] - '0');
    const std::size_t place = (left - 1) % 4;
    if (place == 3) out += digit == 1 && digits.size() > 4 ? "イッセン" : kThousands[digit];
    if (place == 2) out += kHundreds[digit];
    if (place == 1 && digit > 1) out += kOnes[digit];
    if (place == 1 && digit > 0) out += "ジュー";
    if (place == 0 && digit > 0) out += kOnes[digit];
    if (place != 0) continue;
    const std::size_t group_begin = digits.size() - left - std::min<std::size_t>(3, digits.size() - left);
    const bool empty = digits.substr(group_begin, digits.size() - left + 1 - group_begin).find_first_not_of('0') ==
                       std::string_view::npos;
    if (!empty) out += kGroups[(left - 1) / 4];
  }
  return out.empty() ? std::string(kOnes[0]) : out;
}

std::string counted_kana(std::string_view digits, char32_t counter) {
  digits = without_zeros(digits);
  if (counter == U'日') return as_words(days(digits, true));
  for (const Counter& row : kCounters) {
    if (row.written.size() == 1 && row.written[0] == counter) return as_words(with_counter(digits, row));
  }
  return katakana_cardinal(digits);
}

CountedNumber counted_number(std::string_view digits, const Source& source, std::size_t at) {
  digits = without_zeros(digits);
  if (digits.empty() || digits.size() > 16) return {};
  if (source[at] == U'人' && kNotPeople.find(source[at + 1]) == std::u32string_view::npos) {
    return {as_words(people(digits, source[at + 1])), at + 1};
  }
  if (source[at] == U'日' && kNotDays.find(source[at + 1]) == std::u32string_view::npos) {
    return {as_words(days(digits, false)), at + 1};
  }
  if (stands_at(source, at, U"分の") && (is_kanji_numeral(source[at + 2]) || decimal_digit(source[at + 2]))) {
    return {as_words(katakana_cardinal(digits) + "ブンノ"), at + 2};
  }
  for (const Counter& row : kCounters) {
    if (!stands_at(source, at, row.written)) continue;
    const std::size_t end = at + row.written.size();
    if (end < source.size() && row.not_before.find(source[end]) != std::u32string_view::npos) return {};
    return {as_words(with_counter(digits, row)), end};
  }
  return {};
}

CountedNumber kanji_number(const Source& source, std::size_t begin) {
  if (begin > 0 && (is_kanji_numeral(source[begin - 1]) || source[begin - 1] == U'万')) return {};
  constexpr std::size_t kMost = 8;
  std::size_t end = begin;
  while (end - begin < kMost && is_kanji_numeral(source[end])) ++end;
  if (end == begin || end - begin == kMost || is_other_word(source, begin)) return {};
  const int value = kanji_value(source, begin, end);
  if (value <= 0) return {};
  const std::string digits = std::to_string(value);
  const char32_t before = begin > 0 ? source[begin - 1] : U'\0';
  // MeCab knows 一日, and whether it is a date.
  const bool date = before == U'月';
  if (source[end] == U'日' && value == 1 && !date) return {};
  // 十分 is usually "enough".
  const bool minutes =
      before == U'時' || std::u32string_view(U"間後前以").find(source[end + 1]) != std::u32string_view::npos;
  if (source[end] == U'分' && value == 10 && !minutes) return {};
  if (CountedNumber found = counted_number(digits, source, end); found.end != 0) {
    if (source[end] == U'日' && value == 1) found.kana = days(digits, true);
    return found;
  }
  if (changes_inside(source, begin, end)) return {as_words(katakana_cardinal(digits)), end};
  return {};
}

}  // namespace kokoro::text
