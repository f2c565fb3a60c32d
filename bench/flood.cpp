// Whether the time for floods of one character or one pair grows with their length and no faster, in the front end of
// each language and in the normaliser.
//
//     flood_bench LEXICONS [normalizer] [LANGUAGE ...]
//
// With "normalizer" only the normaliser of the languages, with languages alone only their front ends.
//
// Each piece is repeated: one character to 50,000 and 100,000 characters, a pair or the beginning of something to 1,000
// and 10,000; where the time grows by 1.2 times more than the length (a square that would grow by 1.5 times in the
// long flood does) it is measured again at 50,000 and 100,000. Ends with 1 when the time of some flood grows by more
// than 1.5 times its length there, where a square would have 2, or when one takes more than 50 ms of processor time per
// kB.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "text/front_ends.hpp"
#include "text/g2p/normalize.hpp"

namespace {

using namespace kokoro;
using namespace kokoro::text;

/// One of each class of characters that some rule of some language looks at.
const char* const kCharacters[] = {"a",      "A",      "I",  "é",  "я", "0", "1", "½",  // letters, digits
                                   ".",      ",",      "'",  "-",  "–", "…", ":", "!", "?", "\"", "“",  // marks
                                   "(",      ")",      "[",  "]",  "<",                                 // brackets
                                   "/",      "\\",     "_",  "*",  "`", "#", "@", "&", "^", "%",  "$",
                                   "R",             // Markdown, addresses, entities, mathematics, money
                                   " ",      "\n",  // white space
                                   "中",     "の",     "カ", "。", "ह", "ं",  "א",  // other scripts
                                   "\u0301", "\u200D", "😀"};                       // combining, joining marks, pictures

/// More of the same classes, which only stand alone.
const char* const kOthers[] = {"k",  "m",  "s",  "t", "α",  "²",      "１",     "०",  "’",      "—",      ";",  "¡",
                               "¿",  "”",  "«",  "»", "{",  "}",      ">",      "|",  "~",      "+",      "=",  "°",
                               "€",  "×",  "№",  "₹", "\t", "\u00A0", "\u200B", "一", "年",     "ー",     "っ", "ｶ",
                               "、", "「", "」", "्",  "।",  "ع",      "한",     "ก",  "\uFE0F", "\u200F", "🇩",  "☎"};

/// Longer beginnings of things.
const char* const kStarts[] = {
    "a-",    "a.",    "1,",   "1.",   "a1",   "A.",     "I ",   "a\n",     "> ",  "- ",       "1. ",      "**a",
    "``",    "&#",    "<b>",  "a@a",  "www.", "a.b/",   "$1",   "R$ 1",    "1/2", "1:2",      "1-2",      "[a](",
    "[a](b", "[a:b]", "St. ", "5km ", "$x^",  "\\frac", "{\\a", "http://", "$$",  "1e5",      "[a](/b/)", "a's",
    "x²",    "中a",   "中1",  "の中", "第一", "一一",   "ます", "हि",      "1०",  "\r\n\r\n", "| a ",     "[voice:a]"};

constexpr std::size_t kShort = 1'000;  ///< characters
constexpr std::size_t kLong = 10'000;
constexpr std::size_t kHalf = 50'000;
constexpr std::size_t kWhole = 100'000;
constexpr double kSuspect = 1.2;
constexpr double kTooMuch = 1.5;
constexpr double kTooSlowMsPerKb = 50;
/// At 100,000 characters: under that, caches and the allocator decide how much shorter the half takes.
constexpr double kNegligibleMs = 5;

/// Processor time of this thread: others use the machine too.
double now_ms() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

std::string flood_of(const std::string& piece, std::size_t characters) {
  const std::size_t each = count_code_points(piece);
  std::string text;
  text.reserve((characters / each + 1) * piece.size());
  for (std::size_t have = 0; have < characters; have += each) text += piece;
  return text;
}

std::string shown(const std::string& text) {
  std::string out;
  for (const char32_t c : to_code_points(text)) {
    const bool plain = c > U' ' && c != U'"' && !(c >= 0x0300 && c < 0x0370) && !(c >= 0x2000 && c < 0x2010);
    char code[16];
    std::snprintf(code, sizeof code, "<%X>", static_cast<unsigned>(c));
    out += plain ? to_utf8(std::u32string(1, c)) : code;
  }
  return out;
}

class Floods {
 public:
  explicit Floods(std::function<void(const std::string&)> read) : read_(std::move(read)) {}

  void add_long(const std::string& piece) {
    read_(piece);  // makes what is made once
    judge(piece);
  }

  /// Reads it long only if it grows when it is short.
  void add_short(const std::string& piece) {
    read_(piece);
    double shorter = 1e9;
    double longer = 1e9;
    double growth = 2 * kSuspect;
    for (int i = 0; i < 2 && growth > kSuspect; ++i) {
      shorter = std::min(shorter, time_ms(piece, kShort));
      longer = std::min(longer, time_ms(piece, kLong));
      growth = longer / shorter / (static_cast<double>(kLong) / kShort);
    }
    note(piece, longer, kLong);
    if (growth > kSuspect) judge(piece);
  }

  /// Whether none grew too much.
  bool print(const char* name) const {
    std::printf(
        "%s: %zu floods, %zu measured at 100,000 characters; slowest %.2f us per character (\"%s\"), %.2f ms per kB "
        "(\"%s\"); growth from 50,000 to 100,000 characters at most %.2f times their length (\"%s\")\n",
        name, pieces_, judged_, us_per_character_.most, us_per_character_.piece.c_str(), ms_per_kb_.most,
        ms_per_kb_.piece.c_str(), growth_.most, growth_.piece.c_str());
    std::fflush(stdout);
    return !failed_;
  }

 private:
  struct Worst {
    double most = 0;
    std::string piece;
    void note(double value, const std::string& of) {
      if (value > most) *this = {value, shown(of)};
    }
  };

  /// The shortest time of as many runs as fill two milliseconds.
  double time_ms(const std::string& piece, std::size_t characters) const {
    const std::string text = flood_of(piece, characters);
    double best = 1e9;
    double all = 0;
    for (int i = 0; i < 20 && (i < 1 || all < 2); ++i) {
      const double start = now_ms();
      read_(text);
      const double took = now_ms() - start;
      best = std::min(best, took);
      all += took;
    }
    return best;
  }

  void note(const std::string& piece, double ms, std::size_t characters) {
    ++pieces_;
    const double kb = static_cast<double>(flood_of(piece, characters).size()) / 1e3;
    us_per_character_.note(ms * 1e3 / static_cast<double>(characters), piece);
    ms_per_kb_.note(ms / kb, piece);
    if (ms / kb > kTooSlowMsPerKb) fail("TOO SLOW", piece, ms, characters);
  }

  void fail(const char* what, const std::string& piece, double ms, std::size_t characters) {
    std::printf("%s: \"%s\": %.1f ms at %zu characters\n", what, shown(piece).c_str(), ms, characters);
    std::fflush(stdout);
    failed_ = true;
  }

  void judge(const std::string& piece) {
    ++judged_;
    double half = 1e9;
    double whole = 1e9;
    // A moment in which the machine was slow is no growth: it would have to come again and again.
    for (int i = 0; i < 4 && (i == 0 || whole / half / 2 > kSuspect); ++i) {
      half = std::min(half, time_ms(piece, kHalf));
      whole = std::min(whole, time_ms(piece, kWhole));
    }
    note(piece, whole, kWhole);
    if (whole < kNegligibleMs) return;
    double growth = whole / half / 2;
    double twice = 0;
    if (growth > kTooMuch) {  // a square goes on growing; a step of the allocator comes once
      twice = time_ms(piece, 2 * kWhole);
      growth = std::min(growth, twice / whole / 2);
    }
    growth_.note(growth, piece);
    if (growth <= kTooMuch) return;
    fail("NOT LINEAR", piece, half, kHalf);
    fail("NOT LINEAR", piece, whole, kWhole);
    fail("NOT LINEAR", piece, twice, 2 * kWhole);
  }

  std::function<void(const std::string&)> read_;
  std::size_t pieces_ = 0;
  std::size_t judged_ = 0;
  Worst us_per_character_;
  Worst ms_per_kb_;
  Worst growth_;
  bool failed_ = false;
};

bool measure(const std::string& name, std::function<void(const std::string&)> read) {
  Floods floods(std::move(read));
  for (const char* one : kCharacters) floods.add_long(one);
  for (const char* other : kOthers) floods.add_long(other);
  for (const char* start : kStarts) floods.add_short(start);
  for (const char* first : kCharacters) {
    for (const char* second : kCharacters) {
      if (first != second) floods.add_short(std::string(first) + second);
    }
  }
  return floods.print(name.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> known{"en-us", "en-gb", "es", "fr-fr", "hi", "it", "ja", "pt-br", "zh"};
  const char* const usage = "usage: flood_bench LEXICONS [normalizer] [en-us|en-gb|es|fr-fr|hi|it|ja|pt-br|zh ...]\n";
  std::set<std::string> wanted(argv + std::min(argc, 2), argv + argc);
  const bool normalizer = wanted.erase("normalizer") > 0;
  const bool all = wanted.empty();
  for (const std::string& tag : known) {
    if (all) wanted.insert(tag);
  }
  const auto is_known = [&](const std::string& tag) {
    return std::find(known.begin(), known.end(), tag) != known.end();
  };
  if (argc < 2 || !std::all_of(wanted.begin(), wanted.end(), is_known)) {
    std::fputs(usage, stderr);
    return 2;
  }
  bool linear = true;
  for (const std::string& tag : wanted) {
    if (normalizer) break;
    const auto front_end =
        make_front_end(*find_language(tag), ModelVersion::v1_0, {.lexicons = argv[1], .mecab_dictionary = {}});
    if (!front_end) {
      std::fprintf(stderr, "%s: %s\n", tag.c_str(), front_end.error().message.c_str());
      return 1;
    }
    linear &= measure(tag, [&](const std::string& text) { static_cast<void>((*front_end)->chunks(text)); });
  }
  for (const std::string& tag : wanted) {
    if (!normalizer && !all) break;
    linear &=
        measure("normaliser, " + tag, [&](const std::string& text) { static_cast<void>(normalize(text, {}, tag)); });
  }
  return linear ? 0 : 1;
}
