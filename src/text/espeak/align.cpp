#include "text/espeak/align.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "base/utf8.hpp"

namespace kokoro::text {
namespace {

/// Phonemes that the two sides may drift apart before the alignment is forced.
constexpr std::ptrdiff_t kBand = 100;

enum Step : std::uint8_t { kNone, kDiagonal, kPieceOnly, kAloneOnly };

bool is_stress(char32_t c) { return c == U'ˈ' || c == U'ˌ'; }

/// For each phoneme of `piece` the position in `alone` that it matches, or -1: least edit distance within a band.
std::vector<std::ptrdiff_t> match(std::u32string_view piece, std::u32string_view alone) {
  const auto n = static_cast<std::ptrdiff_t>(piece.size());
  const auto m = static_cast<std::ptrdiff_t>(alone.size());
  const std::ptrdiff_t width = 2 * kBand + 1;
  const auto low = [&](std::ptrdiff_t i) { return (n == 0 ? 0 : i * m / n) - kBand; };
  constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max() / 2;
  std::vector<std::uint32_t> above(static_cast<std::size_t>(width), kFar);
  std::vector<std::uint32_t> row(static_cast<std::size_t>(width), kFar);
  std::vector<std::uint8_t> steps(static_cast<std::size_t>((n + 1) * width), kNone);
  for (std::ptrdiff_t i = 0; i <= n; ++i) {
    std::fill(row.begin(), row.end(), kFar);
    const auto cost_above = [&](std::ptrdiff_t j) {
      const std::ptrdiff_t k = j - low(i - 1);
      return k < 0 || k >= width ? kFar : above[static_cast<std::size_t>(k)];
    };
    for (std::ptrdiff_t j = std::max<std::ptrdiff_t>(0, low(i)); j <= std::min(m, low(i) + width - 1); ++j) {
      const auto k = static_cast<std::size_t>(j - low(i));
      std::uint32_t best = i == 0 && j == 0 ? 0 : kFar;
      Step step = kNone;
      const auto offer = [&](std::uint32_t cost, Step with) {
        if (cost < best) {
          best = cost;
          step = with;
        }
      };
      if (i > 0 && j > 0) {
        const char32_t a = piece[static_cast<std::size_t>(i - 1)];
        const char32_t b = alone[static_cast<std::size_t>(j - 1)];
        const std::uint32_t differ = a == b ? 0 : is_stress(a) != is_stress(b) ? 4 : 2;
        offer(cost_above(j - 1) + differ, kDiagonal);
      }
      if (i > 0) offer(cost_above(j) + 2, kPieceOnly);
      if (j > 0 && k > 0) offer(row[k - 1] + 2, kAloneOnly);
      row[k] = best;
      steps[static_cast<std::size_t>(i * width) + k] = step;
    }
    std::swap(row, above);
  }
  std::vector<std::ptrdiff_t> out(piece.size(), -1);
  for (std::ptrdiff_t i = n, j = m; i > 0 || j > 0;) {
    const std::ptrdiff_t k = j - low(i);
    const std::uint8_t step =
        k < 0 || k >= width ? std::uint8_t{kNone} : steps[static_cast<std::size_t>(i * width + k)];
    if (step == kDiagonal) {
      out[static_cast<std::size_t>(--i)] = --j;
    } else if (step == kPieceOnly) {
      --i;
    } else if (step == kAloneOnly) {
      --j;
    } else {
      break;
    }
  }
  return out;
}

/// Which written word each phoneme of the piece belongs to, from what it matches; never decreasing.
std::vector<std::size_t> owners(std::u32string_view sounds, const std::vector<std::ptrdiff_t>& matches,
                                const std::vector<std::size_t>& owner_of_alone) {
  std::vector<std::size_t> out(sounds.size(), 0);
  std::size_t current = 0;
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    if (matches[i] >= 0) current = std::max(current, owner_of_alone[static_cast<std::size_t>(matches[i])]);
    out[i] = current;
  }
  // A stress mark that matches nothing goes with the vowel after it.
  for (std::size_t i = sounds.size(); i-- > 0;) {
    if (matches[i] < 0 && is_stress(sounds[i]) && i + 1 < sounds.size()) out[i] = out[i + 1];
  }
  return out;
}

/// Same number of words on both sides and no joins: each written word has as many as it has alone.
bool share_by_count(const std::vector<std::string_view>& words, const std::vector<std::string>& alone,
                    std::vector<WordShare>& out) {
  std::size_t next = 0;
  for (std::size_t w = 0; w < alone.size(); ++w) {
    for (std::size_t count = split_spaces(alone[w]).size(); count > 0; --count, ++next) {
      if (next == words.size()) return false;
      if (!out[w].phonemes.empty()) out[w].phonemes += ' ';
      out[w].phonemes += words[next];
    }
    out[w].space_after = !out[w].phonemes.empty() && next < words.size();
  }
  return next == words.size();
}

}  // namespace

std::vector<std::string_view> split_spaces(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t space = std::min(text.find(' ', i), text.size());
    if (space > i) out.push_back(text.substr(i, space - i));
    i = space + 1;
  }
  return out;
}

std::vector<WordShare> align_words(std::string_view piece, const std::vector<std::string>& alone) {
  std::vector<WordShare> shares(alone.size());
  if (alone.size() <= 1) {
    if (!alone.empty()) shares[0].phonemes = piece;
    return shares;
  }
  if (share_by_count(split_spaces(piece), alone, shares)) return shares;

  std::u32string sounds;
  std::vector<bool> space_before;
  bool space = false;
  for (const char32_t c : to_code_points(piece)) {
    if (c == U' ') {
      space = true;
      continue;
    }
    sounds += c;
    space_before.push_back(space);
    space = false;
  }
  std::u32string alone_sounds;
  std::vector<std::size_t> owner_of_alone;
  for (std::size_t w = 0; w < alone.size(); ++w) {
    for (const char32_t c : to_code_points(alone[w])) {
      if (c == U' ') continue;
      alone_sounds += c;
      owner_of_alone.push_back(w);
    }
  }
  const auto owner = owners(sounds, match(sounds, alone_sounds), owner_of_alone);
  shares.assign(alone.size(), {});
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    if (space_before[i]) {
      if (i > 0 && owner[i - 1] != owner[i]) {
        shares[owner[i - 1]].space_after = true;
      } else {
        shares[owner[i]].phonemes += ' ';
      }
    }
    append_utf8(shares[owner[i]].phonemes, sounds[i]);
  }
  return shares;
}

}  // namespace kokoro::text
