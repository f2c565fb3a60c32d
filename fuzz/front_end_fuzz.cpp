// Any bytes as text in any language, read whole or in blocks: no crash, no chunk over the limit, nothing lost between
// tokens and chunks, soon. The first byte chooses the model version and the language, three times of four one of
// Kokoro's nine, the second the options.
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>

#include "chunk_check.hpp"
#include "text/front_ends.hpp"
#include "text/segment/blocks.hpp"
#include "time_check.hpp"

namespace {

using namespace kokoro::text;

const FrontEnd* front_end(std::uint8_t choice) {
  static std::map<std::uint8_t, std::unique_ptr<FrontEnd>> made;
  auto& one = made[choice];
  if (!one) {
    const auto version = choice % 2 == 0 ? kokoro::ModelVersion::v1_0 : kokoro::ModelVersion::v0_19;
    constexpr std::size_t kKokoros = 9;
    std::size_t language = choice / 2 % 12;
    if (language >= kKokoros) language = kKokoros + choice % (languages().size() - kKokoros);
    auto result = make_front_end(languages()[language], version);
    if (result) one = std::move(*result);
  }
  return one.get();
}

ReadingOptions options_of(std::uint8_t bits) {
  static const auto words = [] {
    UserLexicon made;
    if (!made.add_lines("use\t/jˈuz/\ten\tverb\n東京\t/tˈOkjO/\na b\tcd\nA\t/ˈA/\n", "fuzz")) std::abort();
    return std::make_shared<const UserLexicon>(std::move(made));
  }();
  ReadingOptions options;
  options.normalize.normalize = (bits & 1U) == 0;
  options.normalize.unit_normalization = (bits & 2U) == 0;
  options.normalize.replace_remaining_symbols = (bits & 4U) == 0;
  options.normalize.markdown = (bits & 8U) == 0;
  if ((bits & 16U) != 0) options.lexicon = words;
  return options;
}

/// As the engine reads it: block by block.
std::vector<TextChunk> in_blocks(const FrontEnd& reader, std::string_view text, const ReadingOptions& options) {
  Blocks blocks(text);
  Chunker chunker;
  while (!blocks.done()) {
    const Blocks::Block block = blocks.next();
    auto paragraphs = reader.read(text.substr(block.begin, block.end - block.begin), options, {});
    if (!paragraphs) return {};
    for (std::size_t i = 0; i < paragraphs->size(); ++i) {
      for (PhonemeToken& token : (*paragraphs)[i]) {
        token.begin_byte += block.begin;
        token.end_byte += block.begin;
      }
      chunker.add(std::move((*paragraphs)[i]));
      if (i + 1 < paragraphs->size() || block.ends_paragraph) chunker.end_paragraph();
    }
  }
  chunker.finish();
  std::vector<TextChunk> chunks;
  while (auto chunk = chunker.next()) chunks.push_back(std::move(*chunk));
  return chunks;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const FrontEnd* reader = front_end(data[0]);
  if (reader == nullptr) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  ReadingOptions options = options_of(data[1]);
  if (!reader->prepare(text, options)) return 0;
  {
    const TimeCheck in_time(text.size());
    auto paragraphs = reader->read(text, options, {});
    if (paragraphs) check_chunks(make_chunks(std::move(*paragraphs)), text);
  }
  const TimeCheck in_time(text.size());
  check_chunks(in_blocks(*reader, text, options), text);
  return 0;
}
