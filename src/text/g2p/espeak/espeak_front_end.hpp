#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/characters/script.hpp"
#include "text/espeak/library.hpp"
#include "text/g2p/front_end.hpp"
#include "text/language/languages.hpp"
#include "text/phonemes/ipa_mapping.hpp"
#include "text/segment/scanner.hpp"

namespace kokoro::text {

/// Phonemes of any language that espeak-ng speaks, mapped to Kokoro's alphabet as misaki and phonemizer do. Each piece
/// of text between punctuation marks is given to espeak-ng on its own, after the sanitiser; marks stay as they are.
/// Words in a script that the voice cannot read are read by the voice of that script.
/// Immutable; read() shares the one espeak-ng library with all other threads, piece by piece.
class EspeakFrontEnd final : public FrontEnd {
 public:
  EspeakFrontEnd(EspeakLibrary& library, const Language& language, ModelVersion version);

  Result<std::vector<Paragraph>> read(std::string_view text, const ReadingOptions& options,
                                      const CancelToken& cancel) const override;

 private:
  /// Who reads a word.
  struct Reader {
    std::string voice;
    IpaMapping mapping = IpaMapping::foreign;
    VoiceScripts scripts;
  };
  struct Reading;
  struct Draft;
  struct Piece;
  using Cache = std::unordered_map<std::string, std::string>;

  Reader reader_for(Script script) const;
  /// Adds what is to be read of the paragraph with this number.
  static void add_pieces(const Draft& paragraph, std::size_t number, std::vector<Piece>& pieces);
  Result<void> read_piece(const Reader& reader, Draft& paragraph, std::size_t begin, std::size_t end,
                          Cache& cache) const;
  Result<std::string> phonemes(const Reader& reader, std::string_view clean) const;
  Result<std::string> remembered(const Reader& reader, const std::string& clean, Cache& cache) const;
  static bool is_unread(const Draft& paragraph, std::size_t i);
  void draft(Reading& reading, const Source& source, const std::vector<Item>& items, std::size_t begin, std::size_t end,
             Draft& paragraph) const;

  EspeakLibrary& library_;
  Reader native_;
  std::string_view tag_;
  ModelVersion version_;
  bool english_ = false;
};

}  // namespace kokoro::text
