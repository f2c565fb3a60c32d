#include "text/g2p/cjk/sign_names.hpp"

#include <algorithm>
#include <iterator>

namespace kokoro::text {
namespace {

constexpr SignName kSigns[] = {
    {U'¥', "円", "元", true},
    {U'$', "ドル", "美元", true},
    {U'€', "ユーロ", "欧元", true},
    {U'£', "ポンド", "英镑", true},
    {U'%', "パーセント", "百分号"},
    {U'&', "アンド", "和"},
    {U'+', "プラス", "加"},
    {U'=', "イコール", "等于"},
    {U'@', "アットマーク", "艾特"},
    {U'#', "シャープ", ""},
    {U'×', "かける", "乘"},
    {U'÷', "わる", "除以"},
    {U'℃', "ど", "摄氏度"},
    {U'°', "ど", ""},
    {U'〇', "", "零"},
};

/// ASCII for the full-width forms U+FF01 to U+FF5E, and for the full-width yen sign.
char32_t narrow(char32_t sign) {
  if (sign >= 0xFF01 && sign <= 0xFF5E) return sign - 0xFF01 + U'!';
  return sign == U'￥' ? U'¥' : sign;
}

}  // namespace

const SignName* find_sign_name(char32_t sign) {
  const auto found = std::find_if(std::begin(kSigns), std::end(kSigns),
                                  [wanted = narrow(sign)](const SignName& name) { return name.sign == wanted; });
  return found == std::end(kSigns) ? nullptr : &*found;
}

}  // namespace kokoro::text
