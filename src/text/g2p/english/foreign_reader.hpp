#pragma once

#include <kokoro/error.hpp>
#include <map>
#include <string>
#include <string_view>

#include "text/espeak/library.hpp"
#include "text/g2p/english/piece.hpp"
#include "text/phonemes/ipa_mapping.hpp"

namespace kokoro::text::english {

/// Reads with espeak-ng what the dictionary does not know. Letters of a script that the English voice cannot read are
/// read by the voice of that script; marks stay as they are. Remembers words: one object serves one text. Not
/// thread-safe.
class ForeignReader {
 public:
  ForeignReader(EspeakLibrary& library, bool british) : library_(library), british_(british) {}

  /// Errors: those of EspeakLibrary::phonemes().
  Result<Phonemes> read(std::u32string_view word);

 private:
  Result<Phonemes> read_new(std::u32string_view word);
  Result<Phonemes> read_run(std::u32string_view run);
  Result<Phonemes> read_signs(std::u32string_view signs);
  /// `clean` has passed the sanitiser, or is a few signs.
  Result<Phonemes> say(const std::string& clean, std::string_view voice, IpaMapping mapping);

  EspeakLibrary& library_;
  bool british_;
  std::map<std::u32string, Phonemes, std::less<>> known_;
};

}  // namespace kokoro::text::english
