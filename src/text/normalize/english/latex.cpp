#include <algorithm>
#include <iterator>

#include "base/ascii.hpp"
#include "text/characters/bytes.hpp"
#include "text/normalize/english/fraction_names.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/numeral.hpp"
#include "text/normalize/english/rules.hpp"
#include "text/spoken/formula_span.hpp"

namespace kokoro::text::english_normalization {
namespace {

constexpr int kMostNested = 6;

struct Command {
  std::string_view name, spoken;
};
constexpr Command kCommands[] = {{"times", "times"},
                                 {"cdot", "times"},
                                 {"div", "divided by"},
                                 {"pm", "plus or minus"},
                                 {"mp", "minus or plus"},
                                 {"leq", "is less than or equal to"},
                                 {"le", "is less than or equal to"},
                                 {"geq", "is greater than or equal to"},
                                 {"ge", "is greater than or equal to"},
                                 {"lt", "is less than"},
                                 {"gt", "is greater than"},
                                 {"neq", "is not equal to"},
                                 {"ne", "is not equal to"},
                                 {"approx", "is approximately"},
                                 {"equiv", "is equivalent to"},
                                 {"sim", "is similar to"},
                                 {"propto", "is proportional to"},
                                 {"infty", "infinity"},
                                 {"partial", "partial"},
                                 {"nabla", "del"},
                                 {"to", "to"},
                                 {"rightarrow", "to"},
                                 {"Rightarrow", "implies"},
                                 {"implies", "implies"},
                                 {"iff", "if and only if"},
                                 {"in", "in"},
                                 {"notin", "not in"},
                                 {"subset", "is a subset of"},
                                 {"cup", "union"},
                                 {"cap", "intersection"},
                                 {"forall", "for all"},
                                 {"exists", "there exists"},
                                 {"mid", "given"},
                                 {"ldots", "and so on"},
                                 {"dots", "and so on"},
                                 {"cdots", "and so on"},
                                 {"sin", "sine"},
                                 {"cos", "cosine"},
                                 {"tan", "tangent"},
                                 {"log", "log"},
                                 {"ln", "natural log"},
                                 {"exp", "exp"},
                                 {"max", "max"},
                                 {"min", "min"},
                                 {"circ", "degrees"},
                                 {"prime", "prime"},
                                 {"hbar", "h bar"},
                                 {"ell", "l"},
                                 {"varepsilon", "epsilon"},
                                 {"varphi", "phi"},
                                 {"vartheta", "theta"},
                                 {"neg", "not"},
                                 {"land", "and"},
                                 {"lor", "or"},
                                 {"percent", "percent"}};
constexpr std::string_view kSilent[] = {
    "left",         "right",  "big",    "Big",    "bigg",       "Bigg",     "quad",  "qquad",  "displaystyle",
    "limits",       "mathrm", "mathbf", "mathit", "mathcal",    "mathbb",   "text",  "textbf", "textit",
    "operatorname", "vec",    "hat",    "bar",    "boldsymbol", "overline", "begin", "end"};

/// Operators with bounds: "\\sum_{i=1}^n".
constexpr Command kBounded[] = {
    {"sum", "the sum"}, {"prod", "the product"}, {"int", "the integral"}, {"lim", "the limit"}};

class Reader {
 public:
  Reader(std::string_view source, bool british) : source_(source), british_(british) {}

  std::string all() {
    while (at_ < source_.size()) item(0);
    return std::move(out_);
  }

 private:
  void add(std::string_view word) {
    if (word.empty()) return;
    if (!out_.empty() && out_.back() != ' ') out_ += ' ';
    out_ += word;
  }

  /// What stands in braces, or the one character or command that stands for it.
  std::string argument(int depth) {
    while (byte_at(source_, at_) == ' ') ++at_;
    std::string saved = std::move(out_);
    out_.clear();
    if (byte_at(source_, at_) == '{' && depth < kMostNested) {
      ++at_;
      while (at_ < source_.size() && source_[at_] != '}') item(depth + 1);
      if (at_ < source_.size()) ++at_;
    } else if (byte_at(source_, at_) != '\0') {
      // "x^23" raises to two only.
      if (is_digit_byte(source_[at_])) {
        add(cardinal(source_.substr(at_, 1), british_));
        ++at_;
      } else {
        item(depth + 1);
      }
    }
    std::string said = std::move(out_);
    out_ = std::move(saved);
    return said;
  }

  void command(int depth) {
    const std::size_t letters = count_letters(source_, at_ + 1, 24);
    const std::string_view name = source_.substr(at_ + 1, letters);
    at_ += 1 + letters;
    if (letters == 0) {
      if (byte_at(source_, at_) == '%') add("percent");
      if (at_ < source_.size()) ++at_;  // "\,", "\{", "\\"
      return;
    }
    if (name == "frac" || name == "dfrac" || name == "tfrac") {
      fraction(depth);
    } else if (name == "sqrt") {
      root(depth);
    } else if (const auto* bounded = std::find_if(std::begin(kBounded), std::end(kBounded),
                                                  [&](const Command& c) { return c.name == name; });
               bounded != std::end(kBounded)) {
      bounds(*bounded, depth);
    } else if (std::find(std::begin(kSilent), std::end(kSilent), name) != std::end(kSilent)) {
      if (name.starts_with("text") || name == "operatorname" || name == "mathrm") {
        text_argument();
      } else if (name == "begin" || name == "end") {
        argument(depth);
      }
    } else if (const auto* known = std::find_if(std::begin(kCommands), std::end(kCommands),
                                                [&](const Command& c) { return c.name == name; });
               known != std::end(kCommands)) {
      add(known->spoken);
    } else if (!name.empty()) {
      add(ascii_lower(name));
    }
  }

  /// The digits in braces at the place; empty when something else stands there.
  std::string_view digits_argument() const {
    if (byte_at(source_, at_) != '{') return {};
    constexpr std::size_t kMostDigits = 4;
    const std::size_t digits = count_digits(source_, at_ + 1, kMostDigits);
    return byte_at(source_, at_ + 1 + digits) == '}' ? source_.substr(at_ + 1, digits) : std::string_view();
  }

  void fraction(int depth) {
    const std::string_view top = digits_argument();
    const std::string over = argument(depth);
    const std::string_view bottom = digits_argument();
    const std::string under = argument(depth);
    const bool simple = !top.empty() && top.size() <= 2 && !bottom.empty() && bottom.size() <= 2;
    const unsigned long parts = simple ? std::stoul(std::string(bottom)) : 0;
    add(parts >= 2 ? say_fraction(std::stoul(std::string(top)), parts) : over + " over " + under);
  }

  void root(int depth) {
    std::string which = "square";
    if (byte_at(source_, at_) == '[') {
      const std::size_t digits = count_digits(source_, at_ + 1, 3);
      const std::string_view degree = source_.substr(at_ + 1, digits);
      const std::size_t close = std::min(source_.find(']', at_), source_.size());
      if (digits > 0 && degree != "2") which = degree == "3" ? "cube" : ordinal(degree, british_);
      if (digits == 0) which = std::string(source_.substr(at_ + 1, close - at_ - 1)) + "th";
      at_ = std::min(close + 1, source_.size());
    }
    add("the " + which + " root of " + argument(depth));
  }

  void bounds(const Command& command, int depth) {
    std::string low;
    std::string high;
    if (source_.substr(at_).starts_with("\\limits")) at_ += 7;
    for (int i = 0; i < 2; ++i) {
      const char mark = byte_at(source_, at_);
      if (mark != '_' && mark != '^') break;
      ++at_;
      (mark == '_' ? low : high) = argument(depth);
    }
    std::string said(command.spoken);
    if (command.name == "lim") {
      if (const std::size_t to = low.find(" to "); to != std::string::npos) low.insert(to, " goes");
      if (!low.empty()) said += " as " + low;
    } else if (!low.empty() && !high.empty()) {
      said += " from " + low + " to " + high;
    } else if (!low.empty()) {
      said += " over " + low;
    }
    add(said + " of");
  }

  /// Words that are words, not products of letters.
  void text_argument() {
    if (byte_at(source_, at_) != '{') return;
    const std::size_t close = std::min(source_.find('}', at_), source_.size());
    add(source_.substr(at_ + 1, close - at_ - 1));
    at_ = std::min(close + 1, source_.size());
  }

  void raise(int depth) {
    const std::string_view digits = digits_argument();
    const std::string exponent = argument(depth);
    if (exponent == "two") {
      add("squared");
    } else if (exponent == "three") {
      add("cubed");
    } else if (exponent == "degrees" || exponent == "prime") {
      add(exponent);
    } else {
      add("to the " + (digits.empty() ? exponent : ordinal(digits, british_)));
    }
  }

  void item(int depth) {
    const char c = source_[at_];
    if (c == '\\') {
      command(depth);
    } else if (is_digit_byte(c)) {
      const auto number = numeral_at(source_, at_);
      add(say(*number, british_));
      at_ = number->end;
    } else if (c == '^') {
      ++at_;
      raise(depth);
    } else if (c == '_') {
      ++at_;
      add("sub " + argument(depth));
    } else if (c == '{' || c == '}' || c == ' ' || c == '&' || c == '~') {
      ++at_;
    } else {
      symbol(c);
    }
  }

  void symbol(char c) {
    constexpr std::pair<char, std::string_view> kNames[] = {
        {'+', "plus"},         {'-', "minus"},           {'=', "equals"},  {'*', "times"},  {'/', "over"},
        {'<', "is less than"}, {'>', "is greater than"}, {'%', "percent"}, {'\'', "prime"}, {'!', "factorial"}};
    for (const auto& [sign, name] : kNames) {
      if (sign != c) continue;
      add(name);
      ++at_;
      return;
    }
    const CodePoint code = code_point_at(source_, at_);
    const std::string_view piece = source_.substr(at_, code.length);
    if (is_word_char(code.value)) {
      add(piece);
      // "f(x)"
      if (std::string_view("fghFGHP").find(c) != std::string_view::npos && byte_at(source_, at_ + 1) == '(') add("of");
    } else if (c == ',' || c == '.' || c == ';' || c == ':') {
      out_ += piece;
    }
    at_ += code.length;
  }

  std::string_view source_;
  bool british_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::optional<Reading> read_latex(const Place& place, std::size_t at) {
  if (!place.options.latex) return std::nullopt;
  const FormulaSpan span = formula_span_at(place.text, at);
  if (span.end == 0) return std::nullopt;
  std::string spoken = Reader(place.text.substr(span.begin, span.inside_end - span.begin), place.british).all();
  if (spoken.empty()) return std::nullopt;
  return Reading{span.end, std::move(spoken)};
}

}  // namespace kokoro::text::english_normalization
