// Any bytes as English text, American or British by the first byte: no crash, spans in order, nothing lost between
// tokens and chunks.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "chunk_check.hpp"
#include "text/g2p/english/english_front_end.hpp"
#include "time_check.hpp"

namespace {

using namespace kokoro::text;
using namespace kokoro::text::english;

/// A few words of every kind of entry; the rest of the language goes through endings, spelling and espeak-ng.
std::shared_ptr<const PronunciationTable> small_table() {
  std::vector<PronunciationEntry> words;
  const auto add = [&](std::string word, std::u32string phonemes) {
    words.push_back({std::move(word), {{"DEFAULT", std::move(phonemes)}}, words.size() % 3 == 0});
  };
  for (char letter = 'A'; letter <= 'Z'; ++letter) add(std::string(1, letter), U"ˈA");
  for (const char* word :
       {"the",      "to",     "in",   "am",    "and",     "point", "minus", "one", "two",  "three", "hundred",
        "thousand", "dollar", "cent", "pound", "percent", "at",    "plus",  "cat", "stop", "don't", "well-known"}) {
    add(word, U"kˈæt");
  }
  words.push_back({"used", {{"DEFAULT", U"jˈuzd"}, {"VBD", U"jˈust"}}, false});
  words.push_back({"read", {{"DEFAULT", U"ɹˈid"}, {"VBD", U"ɹˈɛd"}, {"NOUN", std::nullopt}}, false});
  const auto bytes = std::make_shared<const std::vector<std::byte>>(PronunciationTable::pack(words).value());
  return std::make_shared<const PronunciationTable>(
      PronunciationTable::open({std::span<const std::byte>(*bytes), bytes, "small"}).value());
}

const FrontEnd* front_end(bool british) {
  static const auto library = EspeakLibrary::instance();
  if (!library) return nullptr;
  static const EnglishFrontEnd kAmerican(**library, small_table(), false);
  static const EnglishFrontEnd kBritish(**library, small_table(), true);
  return british ? &kBritish : &kAmerican;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const FrontEnd* reader = front_end(data[0] % 2 == 1);
  if (reader == nullptr) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const TimeCheck in_time(text.size());
  const auto chunks = reader->chunks(text, {});
  if (!chunks) return 0;
  check_chunks(*chunks, text);
  return 0;
}
