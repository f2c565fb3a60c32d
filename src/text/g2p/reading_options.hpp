#pragma once

#include <kokoro/version.hpp>
#include <memory>
#include <string_view>

#include <kokoro/reading.hpp>
#include "text/lexicon/user_lexicon.hpp"
#include "text/spoken/spoken_text.hpp"

namespace kokoro::text {

/// How one request wants its text read.
struct ReadingOptions {
  NormalizationOptions normalize = {};
  std::shared_ptr<const UserLexicon> lexicon = nullptr;  ///< null: none
  bool han_is_japanese = false;  ///< Han that is foreign to the text is Japanese also where no kana stand beside it
};

/// The text as it is to be read in the language of `tag`: the user's words marked with their phonemes, the rest written
/// out. For v0.19, which was trained on its own way to write numbers out, only the words are marked.
SpokenText spoken_text(std::string_view text, const ReadingOptions& options, std::string_view tag,
                       ModelVersion version);

}  // namespace kokoro::text
