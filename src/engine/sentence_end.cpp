#include "engine/sentence_end.hpp"

#include <vector>

#include "text/characters/characters.hpp"
#include "text/characters/source.hpp"
#include "text/segment/scanner.hpp"

namespace kokoro::engine {
namespace {

/// About forty seconds of speech: whoever writes more without a full stop does not mean to write one.
constexpr std::size_t kLongestSentenceBytes = 600;

using text::Item;

/// The item behind the sentence's mark and the quotes and brackets that close after it.
std::size_t behind_closers(const std::vector<Item>& items, std::size_t i) {
  while (i < items.size() && items[i].is_mark() &&
         (text::closes(items[i].mark) || text::ends_sentence(items[i].mark)) && !items[i - 1].space_after) {
    ++i;
  }
  return i;
}

bool is_weak_mark(char32_t mark) { return mark == U',' || mark == U';' || mark == U':' || mark == U'—'; }

/// Where an overlong sentence is cut; 0: nowhere yet.
std::size_t cut(const text::Source& source, const std::vector<Item>& items) {
  std::size_t at_space = 0;
  for (std::size_t i = items.size(); i-- > 1;) {
    const Item& before = items[i - 1];
    if (!before.space_after) continue;
    if (before.is_mark() && is_weak_mark(before.mark)) return source.byte(before.end);
    if (at_space == 0) at_space = source.byte(before.end);
  }
  return at_space;
}

}  // namespace

std::size_t complete_sentences(std::string_view text, bool english) {
  const text::Source source(text);
  const std::vector<Item> items = text::scan(source, english);
  std::size_t end = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind == Item::Kind::paragraph) {
      end = source.byte(items[i].end);
    } else if (items[i].is_mark() && text::ends_sentence(items[i].mark)) {
      const std::size_t behind = behind_closers(items, i + 1);
      // Scripts without spaces go on directly after the mark.
      const bool goes_on = behind < items.size() && (items[behind - 1].space_after || items[i].mark != U'.');
      if (goes_on) end = source.byte(items[behind - 1].end);
      i = behind - 1;
    }
  }
  if (end == 0 && text.size() > kLongestSentenceBytes) return cut(source, items);
  return end;
}

}  // namespace kokoro::engine
