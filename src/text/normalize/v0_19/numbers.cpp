#include "text/normalize/v0_19/numbers.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include "base/ascii.hpp"

namespace kokoro::text {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view s) { return !s.empty() && std::all_of(s.begin(), s.end(), digit); }
std::size_t leading_digits(std::string_view s) {
  return static_cast<std::size_t>(std::find_if_not(s.begin(), s.end(), digit) - s.begin());
}

std::string without_commas(std::string_view s) {
  std::string out;
  for (const char c : s) {
    if (c != ',') out += c;
  }
  return out;
}

/// Digits with commas and at most one point: "1,234.5", ".5". Nothing for other things.
struct Decimal {
  std::string whole;
  std::string_view fraction;
};
std::optional<Decimal> parse_decimal(std::string_view s) {
  const std::size_t point = s.find('.');
  const std::string_view whole = s.substr(0, point);
  Decimal out{without_commas(whole), point == std::string_view::npos ? std::string_view() : s.substr(point + 1)};
  const bool whole_ok = whole.empty() ? !out.fraction.empty() : digit(whole.front()) && digit(whole.back());
  if (!whole_ok || (!out.whole.empty() && !all_digits(out.whole))) return std::nullopt;
  if (point != std::string_view::npos && !all_digits(out.fraction)) return std::nullopt;
  return out;
}

std::string spaced(std::string_view digits) {
  std::string out;
  for (const char c : digits) {
    if (!out.empty()) out += ' ';
    out += c;
  }
  return out;
}

/// Numbers that have no usual name are read digit by digit.
constexpr std::size_t kMaxNamedDigits = 12;

std::string say(const Decimal& n) {
  std::string out = n.whole.size() > kMaxNamedDigits ? spaced(n.whole) : n.whole;
  if (n.fraction.empty()) return out;
  if (!out.empty()) out += ' ';
  return out + "point " + spaced(n.fraction);
}

struct Currency {
  std::string_view sign, one, many, coin, coins;
};
constexpr Currency kCurrencies[] = {{"$", "dollar", "dollars", "cent", "cents"},
                                    {"£", "pound", "pounds", "penny", "pence"},
                                    {"€", "euro", "euros", "cent", "cents"},
                                    {"¥", "yen", "yen", "", ""},
                                    {"₹", "rupee", "rupees", "paisa", "paise"}};

std::string_view magnitude(std::string_view suffix) {
  const std::string s = ascii_lower(suffix);
  if (s == "k") return "thousand";
  if (s == "m" || s == "mn" || s == "million") return "million";
  if (s == "b" || s == "bn" || s == "billion") return "billion";
  if (s == "t" || s == "tn" || s == "trillion") return "trillion";
  return {};
}

struct Unit {
  std::string_view written, one, many;
};
constexpr Unit kUnits[] = {{"%", "percent", "percent"},
                           {"°", "degree", "degrees"},
                           {"°C", "degree Celsius", "degrees Celsius"},
                           {"°F", "degree Fahrenheit", "degrees Fahrenheit"},
                           {"km", "kilometer", "kilometers"},
                           {"cm", "centimeter", "centimeters"},
                           {"mm", "millimeter", "millimeters"},
                           {"kg", "kilogram", "kilograms"},
                           {"mg", "milligram", "milligrams"},
                           {"g", "gram", "grams"},
                           {"lb", "pound", "pounds"},
                           {"lbs", "pound", "pounds"},
                           {"oz", "ounce", "ounces"},
                           {"ft", "foot", "feet"},
                           {"mi", "mile", "miles"},
                           {"ml", "milliliter", "milliliters"},
                           {"mL", "milliliter", "milliliters"},
                           {"mph", "mile per hour", "miles per hour"},
                           {"km/h", "kilometer per hour", "kilometers per hour"},
                           {"ms", "millisecond", "milliseconds"},
                           {"min", "minute", "minutes"},
                           {"Hz", "hertz", "hertz"},
                           {"kHz", "kilohertz", "kilohertz"},
                           {"MHz", "megahertz", "megahertz"},
                           {"GHz", "gigahertz", "gigahertz"},
                           {"kB", "kilobyte", "kilobytes"},
                           {"KB", "kilobyte", "kilobytes"},
                           {"MB", "megabyte", "megabytes"},
                           {"GB", "gigabyte", "gigabytes"},
                           {"TB", "terabyte", "terabytes"},
                           {"kW", "kilowatt", "kilowatts"},
                           {"am", "A.M", "A.M"},
                           {"pm", "P.M", "P.M"},
                           {"AM", "A.M", "A.M"},
                           {"PM", "P.M", "P.M"},
                           {"x", "times", "times"}};

}  // namespace

std::optional<std::string> say_money(std::string_view word, bool next_is_multiplier, std::string& unit) {
  for (const Currency& c : kCurrencies) {
    std::string_view rest = word;
    std::string sign;
    if (rest.starts_with('-')) {
      sign = "minus ";
      rest.remove_prefix(1);
    }
    if (rest.starts_with(c.sign)) {
      rest.remove_prefix(c.sign.size());
    } else if (rest.ends_with(c.sign)) {
      rest.remove_suffix(c.sign.size());
    } else {
      continue;
    }
    std::size_t digits = rest.size();
    while (digits > 0 && !digit(rest[digits - 1])) --digits;
    const auto amount = parse_decimal(rest.substr(0, digits));
    if (!amount || amount->whole.empty()) return std::nullopt;
    const std::string_view suffix = rest.substr(digits);
    if (!suffix.empty()) {
      const std::string_view named = magnitude(suffix);
      if (named.empty()) return std::nullopt;
      return sign + say(*amount) + ' ' + std::string(named) + ' ' + std::string(c.many);
    }
    if (next_is_multiplier) {
      unit = c.many;
      return sign + say(*amount);
    }
    const std::string_view name = amount->whole == "1" ? c.one : c.many;
    if (amount->fraction.empty() || amount->fraction.size() > 2 || c.coin.empty()) {
      return sign + say(*amount) + ' ' + std::string(amount->fraction.empty() ? name : c.many);
    }
    const int coins = (amount->fraction[0] - '0') * 10 + (amount->fraction.size() > 1 ? amount->fraction[1] - '0' : 0);
    std::string out = sign + amount->whole + ' ' + std::string(name);
    if (coins == 0) return out;
    const std::string cents = std::to_string(coins) + ' ' + std::string(coins == 1 ? c.coin : c.coins);
    return amount->whole == "0" ? sign + cents : out + " and " + cents;
  }
  return std::nullopt;
}

std::optional<std::string> say_time(std::string_view word) {
  const std::size_t hours = leading_digits(word);
  if (hours == 0 || hours > 2 || word.size() < hours + 3 || word[hours] != ':') return std::nullopt;
  const std::string_view minutes = word.substr(hours + 1, 2);
  if (!all_digits(minutes) || minutes[0] > '5') return std::nullopt;
  const std::string suffix = ascii_lower(word.substr(hours + 3));
  if (!suffix.empty() && suffix != "am" && suffix != "pm") return std::nullopt;
  const int hour = std::stoi(std::string(word.substr(0, hours)));
  if (hour > 24) return std::nullopt;
  std::string out = std::to_string(hour);
  if (minutes == "00") {
    if (suffix.empty()) out += hour <= 12 && hour > 0 ? " o'clock" : " hundred";
  } else if (minutes[0] == '0') {
    out += std::string(" oh ") + minutes[1];
  } else {
    out += ' ' + std::string(minutes);
  }
  return suffix.empty() ? out : out + (suffix == "am" ? " A.M" : " P.M");
}

std::optional<std::string> say_year(std::string_view word) {
  const bool plural = word.size() == 5 && word[4] == 's';
  if ((word.size() != 4 && !plural) || !all_digits(word.substr(0, 4))) return std::nullopt;
  const int year = std::stoi(std::string(word.substr(0, 4)));
  if (year < 1100 || year % 1000 < 10) return std::nullopt;
  const std::string left(word.substr(0, 2));
  const std::string_view s = plural ? "s" : "";
  const int right = year % 100;
  if (year % 1000 >= 100 && right == 0) return left + " hundred" + std::string(s);
  if (year % 1000 >= 100 && right < 10) return left + " oh " + std::to_string(right) + std::string(s);
  if (plural && right % 10 == 0) {
    static constexpr std::string_view kDecades[] = {"",        "tens",    "twenties",  "thirties", "forties",
                                                    "fifties", "sixties", "seventies", "eighties", "nineties"};
    return left + ' ' + std::string(kDecades[right / 10]);
  }
  return left + ' ' + std::string(word.substr(2, 2)) + std::string(s);
}

std::optional<std::string> say_range(std::string_view word) {
  for (const std::string_view dash : {std::string_view("-"), std::string_view("–")}) {
    const std::size_t at = word.find(dash, 1);
    if (at == std::string_view::npos) continue;
    const auto from = parse_decimal(word.substr(0, at));
    const auto to = parse_decimal(word.substr(at + dash.size()));
    // "555-1234" is a telephone number.
    if (!from || !to || (from->whole.size() == 3 && to->whole.size() == 4)) return std::nullopt;
    const auto side = [](const Decimal& d) {
      const auto year = d.fraction.empty() ? say_year(d.whole) : std::nullopt;
      return year ? *year : say(d);
    };
    return side(*from) + " to " + side(*to);
  }
  return std::nullopt;
}

std::optional<std::string> say_groups(std::string_view word) {
  std::vector<std::string_view> groups;
  for (std::size_t begin = 0; begin <= word.size();) {
    const std::size_t end = std::min(word.find_first_of("-/", begin), word.size());
    groups.push_back(word.substr(begin, end - begin));
    if (!all_digits(groups.back())) return std::nullopt;
    begin = end + 1;
  }
  if (groups.size() < 2) return std::nullopt;
  const bool date = groups.size() == 3 && (groups[0].size() == 4 || groups[2].size() == 4) && groups[1].size() <= 2;
  std::string out;
  for (const std::string_view group : groups) {
    if (!out.empty()) out += ' ';
    if (!date) {
      out += spaced(group);
    } else if (const auto year = say_year(group)) {
      out += *year;
    } else {
      out += std::to_string(std::stoi(std::string(group.substr(0, 4))));
    }
  }
  return out;
}

std::optional<std::string> say_fraction(std::string_view word) {
  const std::size_t slash = word.find('/');
  if (slash > 3 || word.size() - slash > 4) return std::nullopt;  // npos is beyond 3
  const std::string_view over = word.substr(0, slash);
  const std::string_view under = word.substr(slash + 1);
  if (!all_digits(over) || !all_digits(under)) return std::nullopt;
  const bool one = over == "1";
  const std::string count = one ? "one" : std::string(over);
  if (under == "2") return count + (one ? " half" : " halves");
  if (under == "3") return count + (one ? " third" : " thirds");
  if (under == "4") return count + (one ? " quarter" : " quarters");
  if (under == "5") return count + (one ? " fifth" : " fifths");
  if (under == "8") return count + (one ? " eighth" : " eighths");
  if (under == "10") return count + (one ? " tenth" : " tenths");
  return count + " over " + std::string(under);
}

std::optional<std::string> say_measure(std::string_view word) {
  const bool minus = word.starts_with('-');
  if (minus) word.remove_prefix(1);
  std::size_t digits = 0;
  while (digits < word.size() && (digit(word[digits]) || word[digits] == '.' || word[digits] == ',')) ++digits;
  const auto amount = parse_decimal(word.substr(0, digits));
  if (!amount) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (unit.written != word.substr(digits)) continue;
    const bool one = amount->whole == "1" && amount->fraction.empty();
    return (minus ? "minus " : "") + say(*amount) + ' ' + std::string(one ? unit.one : unit.many);
  }
  return std::nullopt;
}

std::optional<std::string> say_number(std::string_view word) {
  std::string prefix;
  if (word.starts_with('-')) {
    prefix = "minus ";
    word.remove_prefix(1);
  } else if (word.starts_with('#')) {
    prefix = "number ";
    word.remove_prefix(1);
  }
  if (const auto n = parse_decimal(word)) return prefix + say(*n);
  // Versions and addresses of machines.
  if (std::count(word.begin(), word.end(), '.') < 2 || !digit(word.front()) || !digit(word.back())) return std::nullopt;
  std::string out = prefix;
  for (const char c : word) {
    if (!digit(c) && c != '.') return std::nullopt;
    out += c == '.' ? std::string(" point ") : std::string(1, c);
  }
  return out;
}

}  // namespace kokoro::text
