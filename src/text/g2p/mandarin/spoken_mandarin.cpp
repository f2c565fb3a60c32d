#include "text/g2p/mandarin/spoken_mandarin.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "text/characters/characters.hpp"
#include "text/characters/script.hpp"
#include "text/g2p/cjk/sign_names.hpp"
#include "text/g2p/cjk/spoken_reader.hpp"
#include "text/g2p/mandarin/numbers.hpp"

namespace kokoro::text {
namespace {

const std::vector<UnitName>& units() {
  static const std::vector<UnitName> table{
      {U"km", "公里"},    {U"m", "米"},
      {U"cm", "厘米"},    {U"mm", "毫米"},
      {U"nm", "纳米"},    {U"kg", "公斤"},
      {U"g", "克"},       {U"mg", "毫克"},
      {U"t", "吨"},       {U"L", "升"},
      {U"l", "升"},       {U"ml", "毫升"},
      {U"mL", "毫升"},    {U"km/h", "公里每小时"},
      {U"m/s", "米每秒"}, {U"km²", "平方公里"},
      {U"m²", "平方米"},  {U"m³", "立方米"},
      {U"㎡", "平方米"},  {U"m2", "平方米"},
      {U"m3", "立方米"},  {U"km2", "平方公里"},
      {U"℃", "摄氏度"},   {U"°C", "摄氏度"},
      {U"℉", "华氏度"},   {U"°F", "华氏度"},
      {U"°", "度"},       {U"Hz", "赫兹"},
      {U"kHz", "千赫"},   {U"MHz", "兆赫"},
      {U"W", "瓦"},       {U"kW", "千瓦"},
      {U"kWh", "千瓦时"}, {U"V", "伏"},
      {U"h", "小时"},     {U"min", "分钟"},
      {U"s", "秒"},       {U"ms", "毫秒"},
  };
  return table;
}

std::string_view symbol_name(char32_t c) {
  const SignName* name = find_sign_name(c);
  return name == nullptr ? std::string_view() : name->mandarin;
}

std::string_view currency_name(char32_t c) {
  const SignName* name = find_sign_name(c);
  return name == nullptr || !name->currency ? std::string_view() : name->mandarin;
}

/// Whether the digits before 年 name a year, rather than count years.
bool names_year(const std::string& digits, bool month_follows) {
  if (digits.size() == 2) return month_follows;
  if (digits.size() == 3) return digits[2] != '0';
  return digits.size() == 4 && (!digits.ends_with("000") || digits == "2000");
}

class MandarinReader final : public SpokenReader {
 public:
  MandarinReader(const Source& source, const NormalizationOptions& options)
      : SpokenReader(source, options, {units(), currency_name, U"万亿千百"}) {}

 private:
  std::size_t special(std::size_t i) override {
    const char32_t c = source_[i];
    if (decimal_digit(c)) return number(i, i, "");
    const bool digit_next = decimal_digit(source_[i + 1]).has_value();
    if (digit_next && !currency_name(c).empty()) return number(i, i + 1, "");
    if (digit_next && (c == U'-' || c == U'−' || c == U'－') && may_be_sign(i)) return number(i, i + 1, "负");
    if (c == U'々' && i > 0 && script_of(source_[i - 1]) == Script::han) {
      return rewrite(source_.text(i - 1, i), i, i + 1);
    }
    if (!says_symbols()) return i;
    if (c == U'>' || c == U'<' || c == U'＞' || c == U'＜') {
      const bool compares = digit_next && i > 0 && decimal_digit(source_[i - 1]);
      return compares ? rewrite(c == U'>' || c == U'＞' ? "大于" : "小于", i, i + 1) : i;
    }
    const std::string_view name = symbol_name(c);
    return name.empty() ? i : rewrite(name, i, i + 1);
  }

  bool may_be_sign(std::size_t i) const { return i == 0 || !is_ascii_letter(source_[i - 1]); }

  /// A number whose digits begin at `digits`, after a currency or sign at `begin`.
  std::size_t number(std::size_t begin, std::size_t digits, std::string_view sign) {
    const Numeral numeral = read_numeral(source_, digits);
    const std::string said = std::string(sign) + say(numeral);
    if (const char32_t next = source_[numeral.end]; next == U'%' || next == U'％') {
      return rewrite("百分之" + said, begin, numeral.end + 1);
    } else if (next == U'‰') {
      return rewrite("千分之" + said, begin, numeral.end + 1);
    }
    return amount(numeral, begin, digits, !sign.empty(), said);
  }

  std::string say(const Numeral& numeral) const {
    using Kind = Numeral::Kind;
    const auto& parts = numeral.parts;
    switch (numeral.kind) {
      case Kind::plain:
        if (parts.size() == 2) return decimal(parts[0], parts[1]);
        if (is_year(numeral)) return mandarin_digits(parts[0]);
        if (is_telephone(parts[0]) || is_country_code(numeral)) return mandarin_digits(parts[0]);
        if (is_called(numeral)) return mandarin_telephone(parts[0]);
        return counts(numeral) ? mandarin_count(parts[0]) : mandarin_cardinal(parts[0]);
      case Kind::range:
        return range(numeral);
      case Kind::fraction:
        return mandarin_cardinal(parts[1]) + "分之" + mandarin_cardinal(parts[0]);
      case Kind::date:
        return mandarin_digits(parts[0]) + "年" + counted(parts[1]) + "月" + counted(parts[2]) + "日";
      case Kind::time:
        return time(parts);
      case Kind::ratio:
        return mandarin_cardinal(parts[0]) + "比" + mandarin_cardinal(parts[1]);
      case Kind::groups:
      case Kind::version:
        break;
    }
    std::string out;
    for (const std::string& part : parts) {
      if (!out.empty()) out += numeral.kind == Kind::version ? "点" : " ";
      out += numeral.kind == Kind::version ? mandarin_cardinal(part) : mandarin_digits(part);
    }
    return out;
  }

  static std::string decimal(const std::string& integer, const std::string& digits) {
    const std::string said = mandarin_cardinal(integer);
    // The space keeps 一点 (a little) from being read for one and its point.
    return said + (said.ends_with("一") ? " 点" : "点") + mandarin_digits(digits);
  }

  std::string range(const Numeral& numeral) const {
    const auto& parts = numeral.parts;
    const bool years = source_[numeral.end] == U'年' && parts[0].size() == 4 && parts[1].size() == 4;
    if (years) return mandarin_digits(parts[0]) + "到" + mandarin_digits(parts[1]);
    const char32_t next = source_[numeral.end] == U' ' ? source_[numeral.end + 1] : source_[numeral.end];
    const std::string_view between = next == U'=' || next == U'＝' ? "减" : "到";
    const std::string first = counts(numeral) && parts[0] == "2" ? "两" : mandarin_decimal(parts[0]);
    return first + std::string(between) + mandarin_decimal(parts[1]);
  }

  /// Whether the number counts what follows it: 2个 is 两个, 2月 is 二月.
  bool counts(const Numeral& numeral) const {
    constexpr std::u32string_view kMeasures =
        U"个本只张条件天年次位名点块元斤米人口家所间座辆把台部双对倍种样层岁分秒周场杯瓶碗盘包盒颗粒棵片头匹句篇页章课"
        U"届"
        U"代门遍趟回步声公千万亿小星里百枚根支首幅套组批排起站毛字";
    const std::size_t at = numeral.end;
    if (kMeasures.find(source_[at]) != std::u32string_view::npos) return at < source_.size() && !is_ordinal(numeral);
    return find_unit(source_, at + (source_[at] == U' ' ? 1 : 0), units()) != nullptr && !is_ordinal(numeral);
  }

  bool is_ordinal(const Numeral& numeral) const {
    std::size_t digits = 0;
    for (const std::string& part : numeral.parts) digits += part.size();
    return numeral.end > digits && source_[numeral.end - digits - 1] == U'第';
  }

  /// "+86" before the digits of a telephone number.
  bool is_country_code(const Numeral& numeral) const {
    const std::size_t digits = numeral.parts[0].size();
    const std::size_t next = numeral.end + (source_[numeral.end] == U' ' ? 1 : 0);
    return digits <= 3 && numeral.end > digits && source_[numeral.end - digits - 1] == U'+' && next > numeral.end &&
           decimal_digit(source_[next]).has_value();
  }

  /// A short number that is called: 打110, 拨打12345.
  bool is_called(const Numeral& numeral) const {
    const std::string& digits = numeral.parts[0];
    if (digits.size() < 3 || digits.size() > 5 || numeral.end < digits.size() + 1) return false;
    if (!options_.normalize || !options_.phone_normalization) return false;
    const char32_t before = source_[numeral.end - digits.size() - 1];
    return std::u32string_view(U"打拨叫话线警").find(before) != std::u32string_view::npos;
  }

  /// "05" as five.
  static std::string counted(const std::string& digits) {
    return mandarin_cardinal(digits.size() == 2 && digits[0] == '0' ? digits.substr(1) : digits);
  }

  static std::string time(const std::vector<std::string>& parts) {
    std::string out = (parts[0] == "2" ? "两" : counted(parts[0])) + "点";
    if (parts[1] == "00" && parts.size() == 2) return out;
    out += (parts[1][0] == '0' ? "零" : "") + (parts[1] == "00" ? "" : counted(parts[1])) + "分";
    if (parts.size() == 3) out += counted(parts[2]) + "秒";
    return out;
  }

  bool is_year(const Numeral& numeral) const {
    if (source_[numeral.end] != U'年') return false;
    return names_year(numeral.parts[0], decimal_digit(source_[numeral.end + 1]).has_value());
  }

  bool is_telephone(const std::string& digits) const {
    return options_.normalize && options_.phone_normalization && digits.size() == 11 && digits[0] == '1';
  }
};

}  // namespace

SpokenText spoken_mandarin(const Source& source, const NormalizationOptions& options) {
  return MandarinReader(source, options).run();
}

std::size_t end_of_mandarin_unit(const Source& source, std::size_t begin) {
  return end_of_unit(source, begin, units());
}

}  // namespace kokoro::text
