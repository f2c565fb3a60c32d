#include "text/lexicon/user_lexicon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/characters/bytes.hpp"
#include "text/characters/script.hpp"
#include "text/language/languages.hpp"
#include "text/phonemes/ipa.hpp"
#include "text/spoken/markup_span.hpp"

namespace kokoro::text {
namespace {

constexpr std::size_t kMostPhraseWords = 5;
constexpr std::size_t kMostWordBytes = 80;

bool speaks(std::string_view entry_language, std::string_view language) {
  if (entry_language.empty() || entry_language == language) return true;
  return language.starts_with(entry_language) && language.size() > entry_language.size() &&
         language[entry_language.size()] == '-';
}

/// Parts of speech by name, and the tags that begin like them; a tag itself is allowed too.
struct PartOfSpeech {
  std::string_view name;
  std::string_view tags;
};
constexpr PartOfSpeech kPartsOfSpeech[] = {
    {"noun", "NN"}, {"verb", "VB"},     {"adjective", "JJ"},   {"adj", "JJ"},        {"adverb", "RB"},
    {"adv", "RB"},  {"pronoun", "PRP"}, {"preposition", "IN"}, {"determiner", "DT"}, {"interjection", "UH"}};
constexpr std::string_view kTags[] = {"CC",   "CD",  "DT",  "EX",  "FW",  "IN",   "JJ",  "JJR", "JJS",
                                      "LS",   "MD",  "NN",  "NNS", "NNP", "NNPS", "PDT", "POS", "PRP",
                                      "PRP$", "RB",  "RBR", "RBS", "RP",  "SYM",  "TO",  "UH",  "VB",
                                      "VBD",  "VBG", "VBN", "VBP", "VBZ", "WDT",  "WP",  "WP$", "WRB"};

bool is_used_as(std::string_view part_of_speech, std::string_view tag) {
  if (part_of_speech == tag) return true;
  const auto* named = std::find_if(std::begin(kPartsOfSpeech), std::end(kPartsOfSpeech),
                                   [&](const PartOfSpeech& part) { return part.name == part_of_speech; });
  return named != std::end(kPartsOfSpeech) && tag.starts_with(named->tags);
}

/// Brings the part of speech into the form it has in the tables.
Result<void> check_part_of_speech(LexiconEntry& entry) {
  std::string& part = entry.part_of_speech;
  if (part.empty()) return {};
  if (entry.word.find(' ') != std::string::npos) {
    return fail(ErrorCode::invalid_input,
                fmt::format("the lexicon's entry for '{}' gives a part of speech to several words", entry.word),
                "give it to single words", "lexicon");
  }
  std::string upper = part;
  for (char& c : upper) c = upper_byte(c);
  if (std::find(std::begin(kTags), std::end(kTags), upper) != std::end(kTags)) {
    part = upper;
    return {};
  }
  part = ascii_lower(part);
  for (const PartOfSpeech& known : kPartsOfSpeech) {
    if (known.name == part) return {};
  }
  return fail(ErrorCode::invalid_input,
              fmt::format("the lexicon's entry for '{}' has the unknown part of speech '{}'", entry.word, part),
              "use noun, verb, adjective, adverb, pronoun, preposition, determiner, interjection or a tag such as VBD",
              "lexicon");
}

/// Brings the language into the form of tags: "a" is "en-us", "en" stays, for all English.
Result<void> check_language(LexiconEntry& entry) {
  const auto meant = [&](const Language& known) { return speaks(entry.language, known.tag); };
  if (std::any_of(languages().begin(), languages().end(), meant)) return {};
  const Language* known = find_language(entry.language);
  if (known == nullptr) {
    return fail(ErrorCode::invalid_input,
                fmt::format("the lexicon's entry for '{}' has the unknown language '{}'", entry.word, entry.language),
                "use a tag such as en-us, or en for all English; nothing for every language", "lexicon");
  }
  entry.language = known->tag;
  return {};
}

bool gives_phonemes(std::string_view pronunciation) {
  return pronunciation.size() > 2 && pronunciation.front() == '/' && pronunciation.back() == '/';
}

/// A sign that no model can say would be left out in silence.
Result<void> check_phonemes(const LexiconEntry& entry) {
  if (!gives_phonemes(entry.pronunciation)) return {};
  const auto wrong =
      sign_that_is_no_ipa(std::string_view(entry.pronunciation).substr(1, entry.pronunciation.size() - 2));
  if (!wrong) return {};
  return fail(
      ErrorCode::invalid_input,
      fmt::format("the lexicon's entry for '{}' has '{}' (U+{:04X}) among its phonemes, which is no sign of IPA",
                  entry.word, to_utf8(std::u32string(1, *wrong)), static_cast<unsigned>(*wrong)),
      "write phonemes between slashes; without slashes the word is respelled in letters", "lexicon");
}

/// Scripts that do not divide words by spaces.
bool is_unspaced(char32_t c) {
  const Script script = script_of(c);
  return script == Script::han || script == Script::kana || script == Script::thai;
}

/// Parts of addresses and of names with signs in them are no words.
bool is_joined(char c) { return c == '@' || c == '/' || c == '_' || c == '\\'; }

/// End of the run of letters, digits and inner marks that starts at `at`: "C++", "O'Brien", "e-mail".
std::size_t word_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && end - at < kMostWordBytes) {
    const CodePoint c = code_point_at(text, end);
    if (is_unspaced(c.value)) break;
    const bool inner = (c.value == U'\'' || c.value == U'’' || c.value == U'-' || c.value == U'.' || c.value == U'&') &&
                       word_char_at(text, end + c.length);
    const bool sign = c.value == U'+' || c.value == U'#';
    if (!is_word_char(c.value) && !inner && !(sign && end > at)) break;
    end += c.length;
  }
  return end;
}

}  // namespace

Result<void> UserLexicon::add(LexiconEntry entry) {
  const bool brackets = entry.word.find_first_of("[]()\n") != std::string::npos ||
                        entry.pronunciation.find_first_of("[]()\n") != std::string::npos;
  if (entry.word.empty() || entry.pronunciation.empty() || entry.pronunciation == "/" || entry.pronunciation == "//" ||
      brackets) {
    return fail(ErrorCode::invalid_input, fmt::format("the lexicon's entry for '{}' is malformed", entry.word),
                "give a word and a pronunciation without brackets: phonemes between slashes, or other letters",
                "lexicon");
  }
  const auto blanks = static_cast<std::size_t>(std::count(entry.word.begin(), entry.word.end(), ' '));
  if (blanks >= kMostPhraseWords) {
    return fail(ErrorCode::invalid_input,
                fmt::format("the lexicon's entry for '{}' has {} words, at most {} are allowed", entry.word, blanks + 1,
                            kMostPhraseWords),
                {}, "lexicon");
  }
  if (auto known = check_phonemes(entry); !known) return known;
  if (auto known = check_part_of_speech(entry); !known) return known;
  if (auto known = check_language(entry); !known) return known;
  has_parts_of_speech_ = has_parts_of_speech_ || !entry.part_of_speech.empty();
  if (is_unspaced(code_point_at(entry.word, 0).value)) {
    most_unspaced_bytes_ = std::max(most_unspaced_bytes_, std::min(entry.word.size(), kMostWordBytes));
  }
  most_words_ = std::max(most_words_, blanks + 1);
  // As many at most as there are languages times parts of speech.
  auto& same = entries_[entry.word];
  std::erase_if(same, [&](const LexiconEntry& other) {
    return other.language == entry.language && other.part_of_speech == entry.part_of_speech;
  });
  same.push_back(std::move(entry));
  return {};
}

Result<void> UserLexicon::add_lines(std::string_view lines, std::string_view name) {
  UserLexicon added = *this;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    std::string_view line = lines.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    std::array<std::string, 4> fields;
    std::size_t field = 0;
    for (std::size_t from = 0; from <= line.size() && field < fields.size(); ++field) {
      const std::size_t tab = std::min(line.find('\t', from), line.size());
      fields[field] = line.substr(from, tab - from);
      from = tab + 1;
    }
    auto one = added.add({fields[0], fields[1], ascii_lower(fields[2]), fields[3]});
    if (!one) {
      return fail(ErrorCode::invalid_input, fmt::format("{}:{}: {}", name, number, one.error().message),
                  one.error().hint, "lexicon");
    }
  }
  *this = std::move(added);
  return {};
}

const LexiconEntry* UserLexicon::find(std::string_view word, std::string_view language, std::string_view tag) const {
  const LexiconEntry* best = nullptr;
  int best_score = -1;
  const auto consider = [&](const std::string& written, bool any_case) {
    const auto found = entries_.find(written);
    if (found == entries_.end()) return;
    for (const LexiconEntry& entry : found->second) {
      if (!speaks(entry.language, language)) continue;
      if (!entry.part_of_speech.empty() && !is_used_as(entry.part_of_speech, tag)) continue;
      const int score = (entry.part_of_speech.empty() ? 0 : 4) + (any_case ? 0 : 2) + (entry.language.empty() ? 0 : 1);
      if (score >= best_score) {
        best = &entry;
        best_score = score;
      }
    }
  };
  const std::string lower = ascii_lower(word);
  consider(lower, true);
  if (word != lower) consider(std::string(word), false);
  return best;
}

UserLexicon::Match UserLexicon::match_words(std::string_view text, std::size_t at, std::string_view language,
                                            std::size_t& first_end) const {
  std::array<std::size_t, kMostPhraseWords> ends{};
  std::size_t words = 0;
  for (std::size_t next = at; words < most_words_ && word_char_at(text, next);) {
    next = ends[words++] = word_end(text, next);
    if (byte_at(text, next) != ' ') break;
    ++next;
  }
  first_end = ends[0];
  if (at > 0 && is_joined(text[at - 1])) return {};
  for (; words > 0; --words) {
    const std::size_t end = ends[words - 1];
    if (is_joined(byte_at(text, end))) continue;
    if (const LexiconEntry* entry = find(text.substr(at, end - at), language, {})) return {end, entry};
  }
  return {};
}

UserLexicon::Match UserLexicon::match_unspaced(std::string_view text, std::size_t at, std::string_view language) const {
  Match longest;
  const std::size_t most = std::min(at + most_unspaced_bytes_, text.size());
  for (std::size_t end = at; end < most;) {
    end += code_point_at(text, end).length;
    if (const LexiconEntry* entry = find(text.substr(at, end - at), language, {})) longest = {end, entry};
  }
  return longest;
}

SpokenText UserLexicon::apply(std::string_view text, std::string_view language) const {
  SpokenText out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t end = markup_span_end(text, at); end > at) {
      at = end;
      continue;
    }
    const CodePoint c = code_point_at(text, at);
    const bool unspaced = is_unspaced(c.value);
    std::size_t next = at + c.length;
    Match match;
    if (unspaced && most_unspaced_bytes_ > 0) {
      match = match_unspaced(text, at, language);
    } else if (!unspaced && is_word_char(c.value)) {
      match = match_words(text, at, language, next);
    }
    if (match.entry != nullptr) {
      const std::string_view word = text.substr(at, match.end - at);
      out.append_copy(text.substr(copied, at - copied), copied);
      const std::string& said = match.entry->pronunciation;
      out.append_rewrite(gives_phonemes(said) ? fmt::format("[{}](/{}/)", word, phonemes_of_ipa(said, language)) : said,
                         at, match.end);
      copied = next = match.end;
    }
    at = next;
  }
  out.append_copy(text.substr(copied), copied);
  return out;
}

}  // namespace kokoro::text
