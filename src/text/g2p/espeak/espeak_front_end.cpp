#include "text/g2p/espeak/espeak_front_end.hpp"

#include <algorithm>
#include <tuple>

#include "base/utf8.hpp"
#include "text/characters/characters.hpp"
#include "text/characters/compatibility.hpp"
#include "text/espeak/align.hpp"
#include "text/g2p/espeak/given_words.hpp"
#include "text/g2p/espeak/sanitiser.hpp"
#include "text/language/languages.hpp"
#include "text/normalize/v0_19/english.hpp"
#include "text/phonemes/alphabet.hpp"
#include "text/phonemes/marks.hpp"
#include "text/phonemes/phoneme_token.hpp"

namespace kokoro::text {
namespace {

/// Words and short pieces whose phonemes are remembered within one call of read().
constexpr std::size_t kCacheEntries = 20000;

IpaMapping mapping_of(const Language& language, ModelVersion version) {
  const bool american = language.tag.starts_with("en-us");
  if (version == ModelVersion::v0_19) return american ? IpaMapping::v019_us : IpaMapping::v019_gb;
  if (american) return IpaMapping::english_us;
  if (language.tag.starts_with("en-")) return IpaMapping::english_gb;
  return language.code.size() == 1 ? IpaMapping::kokoro : IpaMapping::foreign;
}

/// Script of the first letter; other when there is none.
Script script_of_word(std::u32string_view word) {
  for (const char32_t c : word) {
    if (is_letter(c)) return script_of(c);
  }
  return Script::other;
}

bool has_letter(std::u32string_view word) { return std::any_of(word.begin(), word.end(), is_letter); }

/// espeak-ng may say these as several words, so that a count of words proves nothing.
bool may_expand(std::string_view clean) {
  return clean.find_first_of("0123456789%&@+=$. ") != std::string_view::npos || clean.find("£") != clean.npos ||
         clean.find("€") != clean.npos || clean.find("°") != clean.npos;
}

}  // namespace

/// A text on its way: as it was written, as it is said, and the words whose phonemes it gives.
struct EspeakFrontEnd::Reading {
  std::string_view written;
  SpokenText spoken;
  std::vector<ForcedWord> forced;
  std::size_t next_forced = 0;
};

/// Tokens of one paragraph, and what is to be said for each.
struct EspeakFrontEnd::Draft {
  std::vector<PhonemeToken> tokens;
  std::vector<std::string> clean;  ///< sanitised; empty for marks
  std::vector<Script> scripts;     ///< of words that the native voice cannot read, else other
  std::vector<bool> given;         ///< words whose phonemes the text gives
};

/// Words of one paragraph that espeak-ng is given at once.
struct EspeakFrontEnd::Piece {
  std::size_t paragraph;
  std::size_t begin;  ///< tokens of the paragraph
  std::size_t end;
  Script script;  ///< of the words, `other` for the native voice's own
};

EspeakFrontEnd::EspeakFrontEnd(EspeakLibrary& library, const Language& language, ModelVersion version)
    : library_(library),
      native_{std::string(language.espeak_voice), mapping_of(language, version), scripts_of_language(language.tag)},
      tag_(language.tag),
      version_(version),
      english_(language.tag.starts_with("en-")) {}

EspeakFrontEnd::Reader EspeakFrontEnd::reader_for(Script script) const {
  if (script == Script::other || native_.scripts.has(script)) return native_;
  IpaMapping mapping = IpaMapping::foreign;
  if (version_ == ModelVersion::v0_19) {
    mapping = IpaMapping::v019_us;
  } else if (script == Script::latin) {
    mapping = IpaMapping::english_us;
  }
  return {std::string(espeak_voice_for_script(script)), mapping, VoiceScripts{script}};
}

Result<std::vector<Paragraph>> EspeakFrontEnd::read(std::string_view text, const ReadingOptions& options,
                                                    const CancelToken& cancel) const {
  Reading reading{text, {}, {}, 0};
  reading.spoken = take_forced_words(spoken_text(text, options, tag_, version_), reading.forced);
  const Source source(reading.spoken.text);
  const std::vector<Item> items = scan_around(source, reading.spoken.text, english_, reading.forced);
  std::vector<Draft> drafts;
  std::vector<Piece> pieces;
  for (std::size_t begin = 0; begin < items.size();) {
    std::size_t end = begin;
    while (end < items.size() && items[end].kind != Item::Kind::paragraph) ++end;
    draft(reading, source, items, begin, end, drafts.emplace_back());
    add_pieces(drafts.back(), drafts.size() - 1, pieces);
    begin = end + 1;
  }
  // Script by script: espeak-ng takes longer to change its voice than to read a word.
  std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.script < b.script; });
  Cache cache;
  for (const Piece& piece : pieces) {
    if (cancel.cancelled()) return fail(ErrorCode::cancelled, "The text was given up while it was being read.");
    const Reader reader = reader_for(piece.script);
    if (reader.voice.empty()) continue;
    if (auto done = read_piece(reader, drafts[piece.paragraph], piece.begin, piece.end, cache); !done)
      return fail(std::move(done.error()));
  }
  std::vector<Paragraph> paragraphs;
  for (Draft& paragraph : drafts) {
    settle_spaces(paragraph.tokens);
    const bool speaks = std::any_of(paragraph.tokens.begin(), paragraph.tokens.end(),
                                    [](const PhonemeToken& t) { return t.is_word && !t.phonemes.empty(); });
    if (speaks) paragraphs.push_back(std::move(paragraph.tokens));
  }
  return paragraphs;
}

void EspeakFrontEnd::draft(Reading& reading, const Source& source, const std::vector<Item>& items, std::size_t begin,
                           std::size_t end, Draft& paragraph) const {
  std::string trailing;  // "dollars", to be said after the word that comes next
  for (std::size_t i = begin; i < end; ++i) {
    const Item& item = items[i];
    PhonemeToken token;
    std::tie(token.begin_byte, token.end_byte) =
        reading.spoken.source_span(source.byte(item.begin), source.byte(item.end));
    set_text(token, reading.written, paragraph.tokens);
    token.space_after = item.space_after && i + 1 < end;
    token.is_word = item.is_word();
    std::string clean;
    Script script = Script::other;
    if (item.is_mark()) {
      const bool opening =
          i == begin || items[i - 1].space_after || (items[i - 1].is_mark() && opens(items[i - 1].mark));
      token.phonemes = mark_phonemes(item.mark, item.end - item.begin, opening, native_.mapping);
    } else if (item.kind == Item::Kind::given) {
      token.phonemes = in_alphabet(reading.forced[reading.next_forced++].phonemes, version_);
    } else {
      std::u32string word = fold_compatibility(source.chars(item.begin, item.end));
      script = script_of_word(word);
      if (native_.scripts.has(script)) script = Script::other;
      if (english_ && script == Script::other) {
        const bool next_is_word = i + 1 < end && items[i + 1].is_word();
        const std::string_view next = next_is_word ? source.text(items[i + 1].begin, items[i + 1].end) : "";
        if (version_ == ModelVersion::v0_19 || item.kind == Item::Kind::dotted) {
          SpokenWord said = say_english(to_utf8(word), item.kind, next);
          if (!trailing.empty()) said.spoken += ' ' + trailing;
          trailing = std::move(said.trailing);
          word = to_code_points(said.spoken);
        }
      } else if (item.kind == Item::Kind::dotted) {
        std::replace(word.begin(), word.end(), U'.', U' ');
      }
      const bool unreadable =
          script == Script::other && has_letter(word) && !english_ && script_of_word(word) == Script::other;
      if (!unreadable) clean = sanitise(word, reader_for(script).scripts);
    }
    paragraph.tokens.push_back(std::move(token));
    paragraph.clean.push_back(std::move(clean));
    paragraph.scripts.push_back(script);
    paragraph.given.push_back(item.kind == Item::Kind::given);
  }
}

bool EspeakFrontEnd::is_unread(const Draft& paragraph, std::size_t i) {
  return paragraph.tokens[i].is_word && !paragraph.given[i];
}

void EspeakFrontEnd::add_pieces(const Draft& paragraph, std::size_t number, std::vector<Piece>& pieces) {
  const std::size_t size = paragraph.tokens.size();
  for (std::size_t begin = 0; begin < size;) {
    if (!is_unread(paragraph, begin)) {
      ++begin;
      continue;
    }
    const Script script = paragraph.scripts[begin];
    std::size_t end = begin;
    std::size_t bytes = 0;
    while (end < size && is_unread(paragraph, end) && paragraph.scripts[end] == script &&
           (end == begin || bytes + paragraph.clean[end].size() < kEspeakCallBytes)) {
      bytes += paragraph.clean[end].size() + 1;
      ++end;
    }
    pieces.push_back({number, begin, end, script});
    begin = end;
  }
}

Result<void> EspeakFrontEnd::read_piece(const Reader& reader, Draft& paragraph, std::size_t begin, std::size_t end,
                                        Cache& cache) const {
  std::string piece;
  std::vector<std::size_t> spoken;  // tokens that have something to say
  bool expands = false;
  for (std::size_t i = begin; i < end; ++i) {
    if (paragraph.clean[i].empty()) continue;
    if (!piece.empty()) piece += ' ';
    piece += paragraph.clean[i];
    spoken.push_back(i);
    expands = expands || may_expand(paragraph.clean[i]);
  }
  if (spoken.empty()) return {};
  auto said = piece.size() <= kEspeakWordBytes ? remembered(reader, piece, cache) : phonemes(reader, piece);
  if (!said) return fail(std::move(said.error()));
  const bool one_to_one = !expands && split_spaces(*said).size() == spoken.size();
  std::vector<std::string> alone;
  for (const std::size_t i : spoken) {
    if (one_to_one || spoken.size() == 1) {
      alone.emplace_back("x");
    } else {
      auto word = remembered(reader, paragraph.clean[i], cache);
      if (!word) return fail(std::move(word.error()));
      alone.push_back(std::move(*word));
    }
  }
  const std::vector<WordShare> shares = align_words(*said, alone);
  for (std::size_t k = 0; k < spoken.size(); ++k) {
    PhonemeToken& token = paragraph.tokens[spoken[k]];
    token.phonemes = shares[k].phonemes;
    if (k + 1 < spoken.size()) {
      for (std::size_t i = spoken[k]; i < spoken[k + 1]; ++i) paragraph.tokens[i].space_after = false;
      token.space_after = shares[k].space_after;
    }
  }
  return {};
}

Result<std::string> EspeakFrontEnd::phonemes(const Reader& reader, std::string_view clean) const {
  std::string out;
  while (!clean.empty()) {
    std::size_t length = clean.size();
    if (length > kEspeakCallBytes) {
      const std::size_t space = clean.rfind(' ', kEspeakCallBytes);
      length = space == std::string_view::npos || space == 0 ? length : space;
    }
    auto ipa = library_.phonemes(reader.voice, std::string(clean.substr(0, length)));
    if (!ipa) return ipa;
    const std::string mapped = map_ipa(*ipa, reader.mapping);
    if (!out.empty() && !mapped.empty()) out += ' ';
    out += mapped;
    clean.remove_prefix(std::min(clean.size(), length + 1));
  }
  return out;
}

Result<std::string> EspeakFrontEnd::remembered(const Reader& reader, const std::string& clean, Cache& cache) const {
  const std::string key = reader.voice + '\n' + clean;
  if (const auto known = cache.find(key); known != cache.end()) return known->second;
  auto word = phonemes(reader, clean);
  if (word && cache.size() < kCacheEntries) cache.emplace(key, *word);
  return word;
}

}  // namespace kokoro::text
