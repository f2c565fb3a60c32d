#include "engine/phoneme_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "base/utf8.hpp"
#include "text/phonemes/vocabulary.hpp"

namespace kokoro::engine {
namespace {

struct Symbol {
  char32_t code = 0;
  std::size_t begin = 0;  ///< byte in the source
  std::size_t end = 0;
};

struct BreakKind {
  std::u32string_view marks;
  text::Boundary boundary;
};
// Best first.
constexpr std::array<BreakKind, 4> kBreaks{{{U".!?…", text::Boundary::sentence},
                                            {U":;", text::Boundary::clause},
                                            {U",—", text::Boundary::comma},
                                            {U" ", text::Boundary::none}}};
constexpr std::u32string_view kPunctuation = U".!?…:;,—\"“”()«»¡¿";

bool is_space(char32_t code) { return code == U' ' || (code >= U'\t' && code <= U'\r'); }
bool is_punctuation(char32_t code) { return kPunctuation.find(code) != std::u32string_view::npos; }

// Each character with its place; runs of white space are one space, none at the edges.
Result<std::vector<Symbol>> read_symbols(std::string_view text, const std::map<char32_t, std::int32_t>& vocabulary) {
  std::vector<Symbol> symbols;
  std::size_t byte = 0;
  for (const char32_t code : to_code_points(text)) {
    std::string utf8;
    append_utf8(utf8, code);
    const Symbol symbol{is_space(code) ? U' ' : code, byte, byte + utf8.size()};
    byte = symbol.end;
    if (symbol.code == U' ') {
      if (!symbols.empty() && symbols.back().code != U' ') symbols.push_back(symbol);
      continue;
    }
    if (!vocabulary.contains(code)) {
      return fail(ErrorCode::invalid_input,
                  fmt::format("'{}' (U+{:04X}) at byte {} is not a phoneme of this model", utf8,
                              static_cast<std::uint32_t>(code), symbol.begin),
                  "`kokoro phonemize` shows how the model spells a text", "text");
    }
    symbols.push_back(symbol);
  }
  if (!symbols.empty() && symbols.back().code == U' ') symbols.pop_back();
  return symbols;
}

// What the chunk's last mark says, closing quotes and brackets aside.
text::Boundary boundary_after(std::span<const Symbol> symbols) {
  constexpr std::u32string_view kClosing = U"\"”)»";
  while (symbols.size() > 1 && kClosing.find(symbols.back().code) != std::u32string_view::npos) {
    symbols = symbols.first(symbols.size() - 1);
  }
  for (const auto& kind : kBreaks) {
    if (kind.marks.find(symbols.back().code) != std::u32string_view::npos) return kind.boundary;
  }
  return text::Boundary::none;
}

// How many of the symbols the next chunk takes.
std::size_t next_length(std::span<const Symbol> symbols) {
  if (symbols.size() <= kMaxChunkPhonemes) return symbols.size();
  for (const auto& kind : kBreaks) {
    for (std::size_t length = kMaxChunkPhonemes; length > kMaxChunkPhonemes / 2; --length) {
      // A mark inside a word, such as an abbreviation's, is no place to breathe.
      const bool at_word_end = symbols[length - 1].code == U' ' || symbols[length].code == U' ';
      if (at_word_end && kind.marks.find(symbols[length - 1].code) != std::u32string_view::npos) return length;
    }
  }
  return kMaxChunkPhonemes;
}

text::PhonemeToken make_token(std::span<const Symbol> symbols, std::string_view source) {
  text::PhonemeToken token;
  token.begin_byte = symbols.front().begin;
  token.end_byte = symbols.back().end;
  token.text = source.substr(token.begin_byte, token.end_byte - token.begin_byte);
  token.phonemes = token.text;
  token.is_word = !is_punctuation(symbols.front().code);
  return token;
}

text::TextChunk make_chunk(std::span<const Symbol> symbols, std::string_view source) {
  text::TextChunk chunk;
  chunk.boundary = boundary_after(symbols);
  for (std::size_t i = 0; i < symbols.size();) {
    if (symbols[i].code == U' ') {
      chunk.tokens.back().space_after = true;
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    while (end < symbols.size() && symbols[end].code != U' ' && !is_punctuation(symbols[i].code) &&
           !is_punctuation(symbols[end].code)) {
      ++end;
    }
    chunk.tokens.push_back(make_token(symbols.subspan(i, end - i), source));
    i = end;
  }
  for (const auto& symbol : symbols) append_utf8(chunk.phonemes, symbol.code);
  return chunk;
}

std::span<const Symbol> without_edge_spaces(std::span<const Symbol> symbols) {
  while (!symbols.empty() && symbols.front().code == U' ') symbols = symbols.subspan(1);
  while (!symbols.empty() && symbols.back().code == U' ') symbols = symbols.first(symbols.size() - 1);
  return symbols;
}

}  // namespace

Result<std::vector<text::TextChunk>> chunk_phonemes(std::string_view text,
                                                    const std::map<char32_t, std::int32_t>& vocabulary) {
  const auto symbols = read_symbols(text, vocabulary);
  if (!symbols) return fail(symbols.error());
  std::vector<text::TextChunk> chunks;
  if (!text::has_sound(text, vocabulary)) return chunks;
  for (std::span<const Symbol> rest = *symbols; !rest.empty();) {
    const std::size_t length = next_length(rest);
    if (const auto part = without_edge_spaces(rest.first(length)); !part.empty()) {
      chunks.push_back(make_chunk(part, text));
    }
    rest = rest.subspan(length);
  }
  return chunks;
}

}  // namespace kokoro::engine
