#include "text/g2p/espeak/given_words.hpp"

#include "base/utf8.hpp"
#include "text/characters/characters.hpp"

namespace kokoro::text {
namespace {

/// Appends the items of [begin, end) of `text`, which starts at code point `first` of the whole.
void append_scan(std::string_view piece, std::size_t first, bool english, std::vector<Item>& items) {
  const Source source(piece);
  if (source.size() > 0 && is_space(source[0]) && !items.empty()) items.back().space_after = true;
  if (source.size() > 0 && is_newline(source[0]) && !items.empty()) {
    items.push_back({Item::Kind::paragraph, first, first + 1});
  }
  for (Item item : scan(source, english)) {
    item.begin += first;
    item.end += first;
    items.push_back(item);
  }
}

}  // namespace

std::vector<Item> scan_around(const Source& source, std::string_view text, bool english,
                              const std::vector<ForcedWord>& words) {
  if (words.empty()) return scan(source, english);
  std::vector<Item> items;
  std::size_t byte = 0;
  std::size_t place = 0;  // code point at `byte`
  const auto advance = [&](std::size_t to) {
    while (place < source.size() && source.byte(place) < to) ++place;
    byte = to;
  };
  for (const ForcedWord& word : words) {
    append_scan(text.substr(byte, word.begin - byte), place, english, items);
    advance(word.begin);
    const std::size_t begin = place;
    advance(word.end);
    items.push_back({Item::Kind::given, begin, place});
  }
  append_scan(text.substr(byte), place, english, items);
  return items;
}

}  // namespace kokoro::text
