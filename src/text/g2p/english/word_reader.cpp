#include "text/g2p/english/word_reader.hpp"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "text/g2p/english/stress.hpp"
#include "text/g2p/english/unicode.hpp"

namespace kokoro::text::english {
namespace {

constexpr std::u32string_view kSilent = U"',-._‘’/";
/// Pieces and characters that are looked up together; no word of the dictionaries has more. Keeps the search linear.
constexpr std::size_t kMostPieces = 16;
constexpr std::size_t kMostJoined = 48;

bool is_silent(std::u32string_view text) { return text.find_first_not_of(kSilent) == std::u32string_view::npos; }

/// False for a piece that can only be said alone: a sign that is in no word or number.
bool can_join(const Piece& piece) {
  constexpr std::u32string_view kJoining = U"',-.‘’";
  return std::all_of(piece.text.begin(), piece.text.end(), [&](char32_t c) {
    return c >= 0x80 || is_alpha(c) || is_ascii_digit(c) || kJoining.find(c) != std::u32string_view::npos;
  });
}

/// Where a search for the longest known part that ends before `right` begins.
std::size_t first_start(std::span<const Piece> pieces, std::size_t right) {
  std::size_t start = right - 1;
  std::size_t length = pieces[start].text.size();
  if (!can_join(pieces[start])) return start;
  const std::size_t least = right > kMostPieces ? right - kMostPieces : 0;
  while (start > least && can_join(pieces[start - 1]) && length + pieces[start - 1].text.size() <= kMostJoined) {
    length += pieces[--start].text.size();
  }
  return start;
}

/// 0 letters, 1 digits, 2 anything else.
int class_of(char32_t c) { return is_alpha(c) ? 0 : is_ascii_digit(c) ? 1 : 2; }

/// Whether the parts of a group are said with spaces between: they are of different kinds, or a "/" divides them.
bool is_spaced(std::span<const Piece> pieces) {
  bool kinds[3] = {};
  for (const Piece& piece : pieces) {
    for (const char32_t c : piece.text) {
      if (c == U'/' || c == U' ') return true;
      if (kSilent.find(c) == std::u32string_view::npos) kinds[class_of(c)] = true;
    }
  }
  return kinds[0] + kinds[1] + kinds[2] > 1;
}

/// In a compound at most about half of the parts keep their primary stress.
void weaken_compound(std::vector<Piece>& pieces) {
  std::vector<std::tuple<bool, std::size_t, std::size_t>> parts;
  std::size_t stressed = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto& phonemes = pieces[i].phonemes;
    if (!phonemes || phonemes->empty()) continue;
    parts.emplace_back(has_primary(*phonemes), stress_weight(*phonemes), i);
    stressed += has_primary(*phonemes) ? 1 : 0;
  }
  const auto weaken = [&](std::size_t i) { pieces[i].phonemes = with_stress(std::move(*pieces[i].phonemes), -0.5); };
  if (parts.size() == 2 && pieces[std::get<2>(parts[0])].text.size() == 1) {
    weaken(std::get<2>(parts[1]));
    return;
  }
  if (parts.size() < 2 || stressed <= (parts.size() + 1) / 2) return;
  std::sort(parts.begin(), parts.end());
  for (std::size_t k = 0; k < parts.size() / 2; ++k) weaken(std::get<2>(parts[k]));
}

/// What remains to be decided once the parts of a group are said.
void resolve(std::vector<Piece>& pieces) {
  const bool spaced = is_spaced(pieces);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    Piece& piece = pieces[i];
    if (piece.phonemes) {
      if (i > 0) piece.space_before = spaced;
    } else if (i + 1 == pieces.size() && piece.text.size() == 1 && is_phrase_mark(piece.text.front())) {
      piece.phonemes = piece.text;
    } else if (is_silent(piece.text)) {
      piece.phonemes = Phonemes();
    }
  }
  if (!spaced) weaken_compound(pieces);
}

class WordReader {
 public:
  WordReader(const Dictionary& dictionary, const Fallback& fallback) : dictionary_(dictionary), fallback_(fallback) {}

  Result<Piece> read(std::vector<Piece> pieces) {
    if (pieces.size() > 1) {
      if (auto done = read_group(pieces); !done) return fail(std::move(done.error()));
      return merged(pieces, true);
    }
    Piece& piece = pieces.front();
    if (!piece.phonemes) piece.phonemes = dictionary_.pronounce(piece, context_);
    if (!piece.phonemes) {
      auto said = fallback_(piece.text);
      if (!said) return fail(std::move(said.error()));
      piece.phonemes = std::move(*said);
    }
    context_ = before(context_, *piece.phonemes, piece);
    return std::move(piece);
  }

 private:
  Result<void> read_group(std::vector<Piece>& pieces) {
    for (std::size_t right = pieces.size(); right > 0;) {
      if (say_longest(pieces, right)) continue;
      Piece& last = pieces[--right];
      if (!is_silent(last.text)) return read_by_fallback(pieces);
      last.phonemes = Phonemes();
    }
    resolve(pieces);
    return {};
  }

  /// Says the longest known part that ends before `right` and moves `right` to its start; false when there is none.
  bool say_longest(std::vector<Piece>& pieces, std::size_t& right) {
    for (std::size_t left = first_start(pieces, right); left < right; ++left) {
      const Piece part = merged(std::span(pieces).subspan(left, right - left), false);
      auto said = dictionary_.pronounce(part, context_);
      if (!said) continue;
      context_ = before(context_, *said, part);
      pieces[left].phonemes = std::move(*said);
      for (std::size_t i = left + 1; i < right; ++i) pieces[i].phonemes = Phonemes();
      right = left;
      return true;
    }
    return false;
  }

  Result<void> read_by_fallback(std::vector<Piece>& pieces) {
    auto said = fallback_(merged(pieces, false).text);
    if (!said) return fail(std::move(said.error()));
    for (Piece& piece : pieces) piece.phonemes = Phonemes();
    pieces.front().phonemes = std::move(*said);
    return {};
  }

  const Dictionary& dictionary_;
  const Fallback& fallback_;
  Context context_;
};

/// The vocabulary of v1.0 writes the flap as T and has no glottal stop.
void write_for_v1(Phonemes& phonemes) {
  std::replace(phonemes.begin(), phonemes.end(), U'ɾ', U'T');
  std::replace(phonemes.begin(), phonemes.end(), U'ʔ', U't');
}

}  // namespace

Result<std::vector<Piece>> read_words(std::vector<std::vector<Piece>> groups, const Dictionary& dictionary,
                                      const Fallback& fallback) {
  std::vector<Piece> words(groups.size());
  WordReader reader(dictionary, fallback);
  for (std::size_t i = groups.size(); i-- > 0;) {
    auto word = reader.read(std::move(groups[i]));
    if (!word) return fail(std::move(word.error()));
    words[i] = std::move(*word);
    write_for_v1(*words[i].phonemes);
  }
  return words;
}

}  // namespace kokoro::text::english
