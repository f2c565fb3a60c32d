#include <algorithm>
#include <bit>
#include <map>

#include "base/utf8.hpp"
#include "text/g2p/english/pronunciation_format.hpp"
#include "text/g2p/english/pronunciation_table.hpp"

namespace kokoro::text::english {
namespace {

constexpr std::size_t kMostSymbols = 250;
constexpr std::size_t kMostLength = 254;

void append_number(std::vector<std::uint8_t>& out, std::size_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

/// The phonemes and tags that words use, each with its code.
struct Codes {
  std::map<char32_t, std::uint8_t> phonemes;
  std::map<std::string, std::uint8_t> tags;

  /// False when there are too many or something is too long.
  bool collect(std::span<const PronunciationEntry> words) {
    for (const PronunciationEntry& word : words) {
      if (word.word.empty() || word.word.size() > kMostLength || word.variants.empty() ||
          word.variants.size() > kMostLength) {
        return false;
      }
      for (const auto& variant : word.variants) {
        tags.emplace(variant.tag, 0);
        if (!variant.phonemes) continue;
        if (variant.phonemes->size() > kMostLength) return false;
        for (const char32_t c : *variant.phonemes) phonemes.emplace(c, 0);
      }
    }
    if (tags.size() > kMostSymbols || phonemes.size() > kMostSymbols) return false;
    std::uint8_t next = 0;
    for (auto& [phoneme, code] : phonemes) code = next++;
    next = 0;
    for (auto& [tag, code] : tags) {
      if (tag.size() > kMostLength) return false;
      code = next++;
    }
    return true;
  }
};

void append_record(std::vector<std::uint8_t>& out, const PronunciationEntry& entry, const Codes& codes) {
  out.push_back(static_cast<std::uint8_t>(entry.word.size()));
  out.insert(out.end(), entry.word.begin(), entry.word.end());
  out.push_back(static_cast<std::uint8_t>(entry.variants.size()));
  for (const auto& variant : entry.variants) {
    out.push_back(codes.tags.at(variant.tag));
    out.push_back(variant.phonemes ? static_cast<std::uint8_t>(variant.phonemes->size()) : kSpelled);
    if (!variant.phonemes) continue;
    for (const char32_t c : *variant.phonemes) out.push_back(codes.phonemes.at(c));
  }
}

void append_part(std::vector<std::uint8_t>& out, std::span<const PronunciationEntry> words, bool silver,
                 const Codes& codes) {
  std::vector<const PronunciationEntry*> own;
  for (const PronunciationEntry& word : words) {
    if (word.silver == silver) own.push_back(&word);
  }
  const auto bits = static_cast<std::uint32_t>(std::bit_width(own.size() / 2));
  std::stable_sort(own.begin(), own.end(), [&](const auto* a, const auto* b) {
    const std::size_t x = table_bucket(a->word, bits);
    const std::size_t y = table_bucket(b->word, bits);
    return x != y ? x < y : a->word < b->word;
  });
  std::vector<std::uint8_t> records;
  std::vector<std::uint8_t> offsets;
  std::size_t next = 0;
  for (std::size_t bucket = 0; bucket < std::size_t{1} << bits; ++bucket) {
    append_number(offsets, records.size());
    while (next < own.size() && table_bucket(own[next]->word, bits) == bucket)
      append_record(records, *own[next++], codes);
  }
  append_number(offsets, records.size());
  append_number(out, own.size());
  append_number(out, bits);
  append_number(out, records.size());
  out.insert(out.end(), offsets.begin(), offsets.end());
  out.insert(out.end(), records.begin(), records.end());
}

}  // namespace

Result<std::vector<std::byte>> PronunciationTable::pack(std::span<const PronunciationEntry> words) {
  Codes codes;
  if (!codes.collect(words)) {
    return fail(ErrorCode::unsupported, "the dictionary has more phonemes, tags or longer words than a table can hold");
  }
  std::vector<std::uint8_t> out(kTableMagic.begin(), kTableMagic.end());
  append_number(out, kTableVersion);
  append_number(out, 0);  // the size, below
  append_number(out, codes.phonemes.size());
  for (const auto& [phoneme, code] : codes.phonemes) append_number(out, phoneme);
  append_number(out, codes.tags.size());
  for (const auto& [tag, code] : codes.tags) {
    out.push_back(static_cast<std::uint8_t>(tag.size()));
    out.insert(out.end(), tag.begin(), tag.end());
  }
  append_part(out, words, false, codes);
  append_part(out, words, true, codes);
  std::vector<std::uint8_t> size;
  append_number(size, out.size());
  std::copy(size.begin(), size.end(), out.begin() + static_cast<std::ptrdiff_t>(kTableMagic.size()) + 4);
  const auto* begin = reinterpret_cast<const std::byte*>(out.data());
  return std::vector<std::byte>(begin, begin + out.size());
}

}  // namespace kokoro::text::english
