#include <gtest/gtest.h>

#include "text/g2p/espeak/espeak_front_end.hpp"

namespace kokoro::text {
namespace {

/// espeak-ng, with a count of what costs time.
class CountingEspeak final : public EspeakLibrary {
 public:
  explicit CountingEspeak(EspeakLibrary& library) : library_(library) {}

  const std::vector<EspeakVoice>& voices() const override { return library_.voices(); }
  Result<std::string> phonemes(std::string_view voice, const std::string& text) override {
    ++calls;
    if (voice != voice_) ++voice_changes;
    voice_ = voice;
    return library_.phonemes(voice, text);
  }

  std::size_t calls = 0;
  std::size_t voice_changes = 0;

 private:
  EspeakLibrary& library_;
  std::string voice_;
};

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

std::vector<PhonemeToken> words_of(const FrontEnd& reader, const std::string& text) {
  std::vector<PhonemeToken> words;
  std::vector<Paragraph> paragraphs = reader.read(text, {}, {}).value();
  for (Paragraph& paragraph : paragraphs) {
    for (PhonemeToken& token : paragraph) {
      if (token.is_word) words.push_back(std::move(token));
    }
  }
  return words;
}

/// One voice for each script of a text, however often they alternate, and each word in its place.
TEST(EspeakFrontEnd, ChangesItsVoiceOncePerScript) {
  struct Case {
    const char* piece;
    std::size_t scripts;
  };
  static constexpr Case kCases[] = {{"हя", 2},   {"я½", 2},     {"½я", 2},   {"aя", 2},     {"aह", 2},
                                    {"हяaα", 4}, {"я\nह\n", 2}, {"я ह ", 2}, {"я, ह. ", 2}, {"дом घर ", 2}};
  constexpr int kTimes = 200;
  for (const char* tag : {"es", "fr-fr", "hi", "it", "pt-br", "en-us"}) {
    CountingEspeak library(*EspeakLibrary::instance().value());
    const ModelVersion version = std::string_view(tag) == "en-us" ? ModelVersion::v0_19 : ModelVersion::v1_0;
    const EspeakFrontEnd reader(library, *find_language(tag), version);
    for (const Case& flood : kCases) {
      const std::string piece = flood.piece;
      // v0.19 has no rule that reads it apart from the word.
      if (version == ModelVersion::v0_19 && piece.find("½") != std::string::npos) continue;
      const std::string text = repeated(piece, kTimes);
      const std::vector<PhonemeToken> once = words_of(reader, piece + "\n");
      library.calls = library.voice_changes = 0;
      const std::vector<PhonemeToken> words = words_of(reader, text);
      EXPECT_LE(library.voice_changes, flood.scripts) << tag << ' ' << piece;
      EXPECT_LE(library.calls, 20U) << tag << ' ' << piece;
      ASSERT_EQ(words.size(), once.size() * kTimes) << tag << ' ' << piece;
      for (std::size_t i = 0; i < words.size(); ++i) {
        const PhonemeToken& first = once[i % once.size()];
        const std::size_t begin = i / once.size() * piece.size() + first.begin_byte;
        EXPECT_EQ(words[i].begin_byte, begin) << tag << ' ' << piece;
        EXPECT_EQ(words[i].end_byte, begin + first.end_byte - first.begin_byte) << tag << ' ' << piece;
        EXPECT_EQ(words[i].phonemes, first.phonemes) << tag << ' ' << piece;
      }
    }
  }
}

}  // namespace
}  // namespace kokoro::text
