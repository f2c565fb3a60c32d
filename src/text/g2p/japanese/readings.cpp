#include "text/g2p/japanese/readings.hpp"

namespace kokoro::text {
namespace {

struct Reading {
  std::u32string_view written;
  std::string_view kana;  ///< words divided by spaces
};

constexpr Reading kReadings[] = {
    {U"滑舌", "カツゼツ"},
    {U"此処", "ココ"},
    {U"其処", "ソコ"},
    {U"何処", "ドコ"},
    {U"目と目", "メ ト メ"},
    {U"鬼滅の刃", "キメツ ノ ヤイバ"},
    {U"チー牛", "チーギュー"},
    {U"十人十色", "ジューニン トイロ"},
    {U"左は", "ヒダリ ワ"},
    {U"く出せ", "ク ダセ"},
    {U"を出せ", "オ ダセ"},
    {U"辛いカレー", "カライ カレー"},
    {U"生を受け", "セー オ ウケ"},
};

}  // namespace

GivenWords words_with_readings(const Source& source, std::size_t begin) {
  GivenWords longest;
  for (const Reading& reading : kReadings) {
    const std::size_t end = begin + reading.written.size();
    if (end > longest.end && end <= source.size() && source.chars(begin, end) == reading.written) {
      longest = {reading.kana, end};
    }
  }
  return longest;
}

}  // namespace kokoro::text
