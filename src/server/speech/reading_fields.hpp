#pragma once

#include <array>
#include <kokoro/speech.hpp>

#include "server/schema/fields.hpp"

namespace kokoro::server {

// Fields that say how a text is put into words and phonemes; they and their readers are shared by the routes that read.

inline constexpr std::array<std::string_view, 2> kEmojiNames{"drop", "name"};
inline constexpr std::array<std::string_view, 2> kCodeNames{"read", "skip"};

constexpr Field normalization_flag(std::string_view name, std::string_view text) {
  return {.name = name, .kind = Kind::boolean, .text = text, .default_json = "true"};
}

inline constexpr std::array kNormalizationFields{
    normalization_flag("normalize", "false: the text is read as it is."),
    normalization_flag("unit_normalization", "10 kB is ten kilobytes."),
    normalization_flag("url_normalization", "Addresses, domains, paths and file names."),
    normalization_flag("email_normalization", "Addresses of mail."),
    normalization_flag("optional_pluralization_normalization", "file(s) is files."),
    normalization_flag("phone_normalization", "Telephone numbers, digit by digit."),
    normalization_flag("replace_remaining_symbols", "Symbols that no rule took are named, or left out."),
    normalization_flag("markdown", "Headings, lists, tables, links and emphasis lose their signs."),
    normalization_flag("latex", "Formulas between $ and $."),
    Field{.name = "emoji", .text = "Left out, or named.", .default_json = R"("drop")", .choices = kEmojiNames},
    Field{.name = "code",
          .text = "Code blocks of Markdown are read or left out.",
          .default_json = R"("read")",
          .choices = kCodeNames},
};
inline constexpr Table kNormalizationTable{"NormalizationOptions", "What is put into words before a text is read.",
                                           kNormalizationFields};

inline constexpr Field kNormalizationField{.name = "normalization_options",
                                           .kind = Kind::object,
                                           .text = "What is put into words before the text is read.",
                                           .object = &kNormalizationTable};

inline constexpr Field kPronunciation{.text = "Kokoro's phonemes, with or without slashes around them.",
                                      .required = true,
                                      .min_length = 1,
                                      .max_length = 500};
inline constexpr Field kLexiconValue{
    .kind = Kind::string | Kind::object,
    .text =
        "Kokoro's phonemes, with or without slashes around them; or phonemes by part of speech (noun, verb, VBD …).",
    .required = true,
    .min_length = 1,
    .max_length = 500,
    .values = &kPronunciation};
inline constexpr Field kLexiconField{
    .name = "lexicon",
    .kind = Kind::object,
    .text = "Words, or phrases of at most five words, and how they are said in this request.",
    .example_json = R"({"tomato": "təmˈɑTO", "lead": {"noun": "lˈɛd", "verb": "lˈid"}})",
    .max_length = 10'000,
    .values = &kLexiconValue};

/// What `fields` has as "normalization_options".
NormalizationOptions read_normalization(const Fields& fields);

/// What `fields` has as "lexicon".
std::vector<LexiconEntry> read_lexicon(const Fields& fields);

}  // namespace kokoro::server
