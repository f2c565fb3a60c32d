#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.hpp"
#include "text/g2p/english/dictionary.hpp"
#include "text/g2p/english/number_words.hpp"
#include "text/g2p/english/stress.hpp"
#include "text/g2p/english/unicode.hpp"

namespace kokoro::text::english {
namespace {

constexpr std::array<std::u32string_view, 9> kSuffixes{U"ing", U"'d", U"ed", U"'s", U"st", U"nd", U"rd", U"th", U"s"};

bool is_number(std::u32string_view word, bool is_head) {
  if (std::none_of(word.begin(), word.end(), is_ascii_digit)) return false;
  for (const std::u32string_view suffix : kSuffixes) {
    if (word.ends_with(suffix)) {
      word.remove_suffix(suffix.size());
      break;
    }
  }
  if (is_head && word.starts_with(U'-')) word.remove_prefix(1);
  return std::all_of(word.begin(), word.end(), [](char32_t c) { return is_ascii_digit(c) || c == U',' || c == U'.'; });
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_ordinal(std::u32string_view suffix) {
  return suffix == U"st" || suffix == U"nd" || suffix == U"rd" || suffix == U"th";
}

bool has_dot(std::string_view number) { return number.find('.') != std::string_view::npos; }

/// Money has no fraction, or one of at most two digits.
bool is_amount(std::string_view number) {
  const std::size_t dot = number.find('.');
  if (dot == std::string_view::npos) return true;
  return number.find('.', dot + 1) == std::string_view::npos && number.size() - dot - 1 < 3;
}

}  // namespace

/// Collects the phonemes of a number word by word.
class Dictionary::NumberReader {
 public:
  NumberReader(const Dictionary& dictionary, const Piece& piece) : dictionary_(dictionary), piece_(piece) {}

  /// `number`: digits, ',' and '.', at least one digit.
  void read(std::string_view number, bool minus, std::u32string_view suffix) {
    const std::string plain = without_commas(number);
    const bool money = !currency_names(piece_.currency).unit.empty();
    if (minus) say(U"minus");
    if (all_digits(number) && is_ordinal(suffix)) {
      say_all(ordinal_words(number), true);
    } else if (!minus && number.size() == 4 && !money && all_digits(number)) {
      say_all(year_words(number), true);
    } else if (!piece_.is_head && !has_dot(number)) {
      read_group(plain);
    } else if (!piece_.is_head || number.find('.') != number.rfind('.')) {
      read_dotted(plain);
    } else if (money && is_amount(number)) {
      read_money(plain);
    } else if (!has_dot(number)) {
      say_all(is_ordinal(suffix) && !all_digits(number) ? ordinal_words(plain) : cardinal_words(plain), true);
    } else {
      say_all(decimal_words(plain), true);
    }
  }

  Found take() {
    if (said_.empty()) return std::nullopt;
    Phonemes out;
    for (const Phonemes& word : said_) {
      if (!out.empty()) out += U' ';
      out += word;
    }
    return out;
  }

 private:
  static std::string without_commas(std::string_view number) {
    std::string plain(number);
    std::erase(plain, ',');
    return plain;
  }

  bool flag(char c) const { return piece_.number_flags.find(c) != std::string::npos; }

  void say(std::u32string_view word, std::optional<double> stress = std::nullopt) {
    if (Found said = dictionary_.look_up(word, {{}, stress, nullptr})) said_.push_back(std::move(*said));
  }

  void say_all(const std::vector<std::string>& words, bool first) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i] == "and" && !flag('&')) {
        if (flag('n') && !said_.empty()) said_.back() += U"ən";
      } else if (first && i == 0 && words.size() > 1 && words[i] == "one" && flag('a')) {
        said_.emplace_back(U"ə");
      } else {
        say(to_code_points(words[i]), words[i] == "point" ? std::optional<double>(-2) : std::nullopt);
      }
    }
  }

  void say_digits(std::string_view digits) {
    for (const char& digit : digits) say_all(cardinal_words(std::string_view(&digit, 1)), false);
  }

  /// A part of a longer word, such as the numbers of "555-1234" or "A320".
  void read_group(std::string_view digits) {
    if (digits.front() == '0' || digits.size() > 3) {
      say_digits(digits);
    } else if (digits.size() == 3 && !digits.ends_with("00")) {
      say_digits(digits.substr(0, 1));
      if (digits[1] == '0') {
        say(U"O", -2);
        say_digits(digits.substr(2));
      } else {
        say_all(cardinal_words(digits.substr(1)), false);
      }
    } else {
      say_all(cardinal_words(digits), true);
    }
  }

  /// "1.2.3": the dots are silent.
  void read_dotted(std::string_view number) {
    bool first = true;
    for (std::size_t begin = 0; begin <= number.size();) {
      const std::size_t end = std::min(number.find('.', begin), number.size());
      const std::string_view part = number.substr(begin, end - begin);
      begin = end + 1;
      if (part.empty()) {
        first = false;
        continue;
      }
      const bool round = part.find_first_not_of('0', 1) == std::string_view::npos;
      if (part.front() == '0' || (part.size() != 2 && !round)) {
        say_digits(part);
      } else {
        say_all(cardinal_words(part), first);
      }
      first = false;
    }
  }

  void read_money(std::string_view number) {
    const std::size_t dot = std::min(number.find('.'), number.size());
    const std::string whole(number.substr(0, dot));
    std::string cents(number.substr(std::min(dot + 1, number.size())));
    if (!dictionary_.parity_ && cents.size() == 1) cents += '0';
    const auto is_zero = [](const std::string& digits) { return digits.find_first_not_of('0') == std::string::npos; };
    const CurrencyNames names = currency_names(piece_.currency);
    const bool has_cents = !is_zero(cents);
    const bool has_whole = !has_cents || !is_zero(whole);
    if (has_whole) say_amount(whole, names.unit, true);
    if (has_whole && has_cents) say(U"and");
    if (has_cents) say_amount(cents, names.cents, !has_whole);
  }

  void say_amount(const std::string& digits, std::u32string_view unit, bool first) {
    const auto words = cardinal_words(digits.empty() ? "0" : digits);
    say_all(words, first);
    if (unit == U"pence" || (words.size() == 1 && words.front() == "one")) {
      say(!dictionary_.parity_ && unit == U"pence" && words.front() == "one" && words.size() == 1 ? U"penny" : unit);
    } else if (Found plural = dictionary_.stem_s(std::u32string(unit) + U's', {{}, std::nullopt, nullptr})) {
      said_.push_back(std::move(*plural));
    }
  }

  const Dictionary& dictionary_;
  const Piece& piece_;
  std::vector<Phonemes> said_;
};

Dictionary::Found Dictionary::number(const Piece& piece, View word) const {
  if (!is_number(word, piece.is_head)) return std::nullopt;
  std::size_t end = word.size();
  while (end > 0 && ((word[end - 1] >= U'a' && word[end - 1] <= U'z') || word[end - 1] == U'\'')) --end;
  const View suffix = word.substr(end);
  const bool minus = word.starts_with(U'-');
  NumberReader reader(*this, piece);
  reader.read(to_utf8(word.substr(minus ? 1 : 0, end - (minus ? 1 : 0))), minus, suffix);
  Found said = reader.take();
  if (suffix == U"s" || suffix == U"'s") return plus_s(std::move(said));
  if (suffix == U"ed" || suffix == U"'d") return plus_ed(std::move(said));
  if (suffix == U"ing") return plus_ing(std::move(said));
  return said;
}

Dictionary::Found Dictionary::with_currency(Found phonemes, char32_t sign) const {
  const CurrencyNames names = currency_names(sign);
  if (!phonemes || names.unit.empty()) return phonemes;
  if (const Found plural = stem_s(std::u32string(names.unit) + U's', {{}, std::nullopt, nullptr})) {
    *phonemes += U' ';
    *phonemes += *plural;
  }
  return phonemes;
}

}  // namespace kokoro::text::english
