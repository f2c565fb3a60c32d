#include "text/g2p/english/word_list.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "text/g2p/english/unicode.hpp"

extern "C" {
extern const char kokoro_embedded_words[];
extern const char kokoro_embedded_words_end[];
}

namespace kokoro::text::english {

const WordList& WordList::builtin() {
  static const WordList list(
      {kokoro_embedded_words, static_cast<std::size_t>(kokoro_embedded_words_end - kokoro_embedded_words)});
  return list;
}

WordList::WordList(std::string_view data) {
  for (std::size_t begin = 0; begin < data.size();) {
    const std::size_t end = std::min(data.find('\n', begin), data.size());
    const std::string_view line = data.substr(begin, end - begin);
    begin = end + 1;
    const std::size_t first = line.find('\t');
    const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
    if (line.starts_with('#') || second == std::string_view::npos) continue;
    entries_.push_back({to_code_points(line.substr(0, first)),
                        to_code_points(line.substr(first + 1, second - first - 1)),
                        to_code_points(line.substr(second + 1))});
    const std::u32string& word = entries_.back().word;
    if (const std::size_t blank = word.find(U' '); blank != std::u32string::npos)
      first_words_.push_back(word.substr(0, blank));
  }
  by_word_.reserve(entries_.size());
  for (const Entry& entry : entries_) by_word_.emplace(entry.word, &entry);
  std::sort(first_words_.begin(), first_words_.end());
}

std::u32string_view WordList::find(std::u32string_view word, bool british) const {
  auto entry = by_word_.find(word);
  // Capitals throughout are an acronym, which the list has as such or not at all.
  const auto is_capital = [](char32_t c) { return is_upper_letter(c); };
  const bool capitals = word.size() > 1 && is_uppered(word) && is_alpha(word.front());
  if (entry == by_word_.end() && !capitals && std::any_of(word.begin(), word.end(), is_capital)) {
    entry = by_word_.find(lower(word));
  }
  if (entry == by_word_.end()) return {};
  return british ? entry->second->british : entry->second->american;
}

bool WordList::begins_phrase(std::u32string_view word) const {
  return std::binary_search(first_words_.begin(), first_words_.end(), word);
}

}  // namespace kokoro::text::english
