#include "text/g2p/mandarin/segmenter.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace kokoro::text {
namespace {

/// jieba's block of characters that words are made of.
bool in_words(char32_t c) { return c >= 0x4E00 && c <= 0x9FD5; }

/// Length of the word that the most probable path has at each character.
std::vector<std::uint8_t> best_words(const MandarinDictionary& dictionary, std::u32string_view run) {
  constexpr std::size_t kLongest = 255;
  std::vector<double> score(run.size() + 1, 0.0);
  std::vector<std::uint8_t> best(run.size(), 1);
  for (std::size_t begin = run.size(); begin-- > 0;) {
    bool found = false;
    auto node = std::optional(MandarinDictionary::kRoot);
    for (std::size_t end = begin; end < run.size() && end - begin < kLongest; ++end) {
      node = dictionary.child(*node, run[end]);
      if (!node) break;
      const auto frequency = dictionary.log_frequency(*node);
      if (!frequency) continue;
      const double total = *frequency - dictionary.log_total() + score[end + 1];
      if (!found || total >= score[begin]) {  // of equal paths jieba takes the longer word
        score[begin] = total;
        best[begin] = static_cast<std::uint8_t>(end + 1 - begin);
        found = true;
      }
    }
    if (!found) score[begin] = -dictionary.log_total() + score[begin + 1];
  }
  return best;
}

/// Places in a word, in the order in which jieba breaks ties: the greatest letter of B E M S wins.
enum State : std::uint8_t { kBegin, kMiddle, kEnd, kSingle };
constexpr double kNever = -3.14e100;
constexpr std::array kStart{-0.26268660809250016, kNever, kNever, -1.4652633398537678};

struct Step {
  State from;
  double log_probability;
};
/// The two states that may come before each, the one that wins a tie first.
constexpr std::array<std::array<Step, 2>, 4> kBefore{{
    {{{kSingle, -0.7211965654669841}, {kEnd, -0.5897149736854513}}},
    {{{kMiddle, -1.2603623820268226}, {kBegin, -0.916290731874155}}},
    {{{kMiddle, -0.33344856811948514}, {kBegin, -0.510825623765990}}},
    {{{kSingle, -0.6658631448798212}, {kEnd, -0.8085250474669937}}},
}};

/// Appends the lengths of the words that the hidden Markov model sees in `run`.
void guess_words(const MandarinDictionary& dictionary, std::u32string_view run, std::vector<std::size_t>& out) {
  const auto emission = [&](std::size_t i, State state) {
    const auto table = dictionary.emissions(run[i]);
    return table.empty() ? kNever : table[state];
  };
  std::vector<std::array<State, 4>> came_from(run.size());
  std::array<double, 4> score{};
  for (const State state : {kBegin, kMiddle, kEnd, kSingle}) score[state] = kStart[state] + emission(0, state);
  for (std::size_t i = 1; i < run.size(); ++i) {
    std::array<double, 4> next{};
    for (const State state : {kBegin, kMiddle, kEnd, kSingle}) {
      const double own = emission(i, state);
      const auto through = [&](const Step& step) { return score[step.from] + step.log_probability + own; };
      const auto& [first, second] = kBefore[state];
      const Step& chosen = through(second) > through(first) ? second : first;
      next[state] = through(chosen);
      came_from[i][state] = chosen.from;
    }
    score = next;
  }
  std::vector<State> path(run.size());
  State state = score[kEnd] > score[kSingle] ? kEnd : kSingle;
  for (std::size_t i = run.size(); i-- > 0;) {
    path[i] = state;
    state = came_from[i][state];
  }
  std::size_t begin = 0;
  for (std::size_t i = 0; i < run.size(); ++i) {
    if (path[i] == kEnd || path[i] == kSingle) {
      out.push_back(i + 1 - begin);
      begin = i + 1;
    }
  }
  if (begin < run.size()) out.push_back(run.size() - begin);
}

/// A run of single characters on the best path, which is in no longer word with them.
void divide_singles(const MandarinDictionary& dictionary, std::u32string_view singles, std::vector<std::size_t>& out) {
  if (singles.empty()) return;
  auto node = std::optional(MandarinDictionary::kRoot);
  for (const char32_t c : singles) {
    node = dictionary.child(*node, c);
    if (!node) break;
  }
  if (singles.size() == 1 || (node && dictionary.log_frequency(*node))) {
    out.insert(out.end(), singles.size(), 1);
  } else {
    guess_words(dictionary, singles, out);
  }
}

void segment_block(const MandarinDictionary& dictionary, std::u32string_view run, std::vector<std::size_t>& out) {
  const std::vector<std::uint8_t> best = best_words(dictionary, run);
  std::size_t singles = 0;  // characters before `i` that are waiting
  for (std::size_t i = 0; i < run.size(); i += best[i]) {
    if (best[i] == 1) {
      ++singles;
      continue;
    }
    divide_singles(dictionary, run.substr(i - singles, singles), out);
    singles = 0;
    out.push_back(best[i]);
  }
  divide_singles(dictionary, run.substr(run.size() - singles), out);
}

}  // namespace

std::vector<std::size_t> segment_mandarin(const MandarinDictionary& dictionary, std::u32string_view run) {
  std::vector<std::size_t> out;
  for (std::size_t begin = 0; begin < run.size();) {
    std::size_t end = begin;
    while (end < run.size() && in_words(run[end])) ++end;
    if (end == begin) {
      out.push_back(1);
      ++begin;
    } else {
      segment_block(dictionary, run.substr(begin, end - begin), out);
      begin = end;
    }
  }
  return out;
}

}  // namespace kokoro::text
