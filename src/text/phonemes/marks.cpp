#include "text/phonemes/marks.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace kokoro::text {
namespace {

constexpr std::size_t kMaxRepeats = 3;

char32_t bracket(char32_t mark) {
  if (mark == U'[' || mark == U'{') return U'(';
  if (mark == U']' || mark == U'}') return U')';
  return mark;
}

/// v0.19 has no brackets: guillemets stand for them, and all quotes are straight.
char32_t of_v019(char32_t mark) {
  switch (bracket(mark)) {
    case U'(':
      return U'«';
    case U')':
      return U'»';
    case U'«':
    case U'»':
    case U'“':
    case U'”':
      return U'"';
    case U'।':
      return U'.';
    default:
      return mark;
  }
}

char32_t of_v10(char32_t mark, bool opening, IpaMapping mapping) {
  if (mark == U'«') return U'“';
  if (mark == U'»') return U'”';
  // espeak-ng reads the danda as the end of a clause and misaki keeps nothing of it.
  if (mark == U'।') return 0;
  // misaki's EspeakG2P leaves the other marks as they are, known to the model or not.
  if (mapping == IpaMapping::kokoro) return mark;
  if (mark == U'"') return opening ? U'“' : U'”';
  if (mark == U'¡' || mark == U'¿') return 0;
  return bracket(mark);
}

}  // namespace

std::string mark_phonemes(char32_t mark, std::size_t count, bool opening, IpaMapping mapping) {
  const bool v019 = mapping == IpaMapping::v019_us || mapping == IpaMapping::v019_gb;
  const char32_t written = v019 ? of_v019(mark) : of_v10(mark, opening, mapping);
  std::string out;
  if (written == 0) return out;
  // "--" is one dash; "!!!" is three marks.
  const std::size_t repeats = written == U'—' ? 1 : std::min(count, kMaxRepeats);
  for (std::size_t i = 0; i < repeats; ++i) append_utf8(out, written);
  return out;
}

}  // namespace kokoro::text
