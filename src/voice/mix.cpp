#include "voice/mix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "checkpoint/quote.hpp"
#include "voice/style_limits.hpp"

namespace kokoro::voice {
namespace {

constexpr std::size_t kLongestName = 128;
constexpr std::size_t kMostTerms = 32;
constexpr double kSmallestWeight = 1e-6;
constexpr double kLargestWeight = 1e6;
/// The magnitudes of a mix's shares together. Beyond, what is left of voices that nearly cancel out is the rounding of
/// their numbers.
constexpr double kLargestShares = 32;

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorCode::invalid_input, std::move(message),
              "a mix is written as af_heart(2)+af_sky-am_adam(.5): names, each with a weight if it is not 1", "voice");
}

/// The characters of an expression without its spaces; errors show where it goes wrong.
class MixParser {
 public:
  MixParser(std::string_view expression, const FilePrefix& files) : files_(files) {
    std::copy_if(expression.begin(), expression.end(), std::back_inserter(text_),
                 [](char c) { return c != ' ' && c != '\t'; });
  }

  Result<std::vector<MixTerm>> parse() {
    std::vector<MixTerm> terms;
    double sign = accept('-') ? -1 : 1;
    for (;;) {
      auto term = parse_term();
      if (!term) return fail(term.error());
      term->weight *= sign;
      terms.push_back(std::move(*term));
      if (at_ == text_.size()) return terms;
      if (terms.size() == kMostTerms) return invalid(fmt::format("a mix of more than {} voices", kMostTerms));
      if (accept('-')) {
        sign = -1;
      } else if (accept('+') || accept(',')) {
        sign = 1;
      } else {
        return unexpected("+, -, a comma or a weight in parentheses");
      }
    }
  }

 private:
  Result<MixTerm> parse_term() {
    MixTerm term;
    if (const std::size_t length = files_ ? files_(std::string_view(text_).substr(at_)) : 0; length > 0) {
      term.file = text_.substr(at_, length);
      at_ += length;
      if (accept(':')) term.name = take_word();
    } else {
      const std::size_t begin = at_;
      term.name = take_word();
      if (!is_voice_name(term.name)) {
        at_ = begin;
        return unexpected("the name of a voice");
      }
    }
    if (accept('(')) {
      auto weight = parse_weight(term);
      if (!weight) return fail(weight.error());
      if (!accept(')')) return unexpected("a closing parenthesis");
    } else if (accept(':')) {
      auto weight = parse_weight(term);
      if (!weight) return fail(weight.error());
    }
    return term;
  }

  std::string take_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word_character(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  Result<void> parse_weight(MixTerm& term) {
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), term.weight);
    if (error != std::errc{} || !std::isfinite(term.weight) || term.weight <= 0) {
      return unexpected("a positive number");
    }
    if (term.weight < kSmallestWeight || term.weight > kLargestWeight) {
      return invalid(fmt::format("the weight {:g} of {} in the voice mix is not one of {:g} to {:g}", term.weight,
                                 term.name, kSmallestWeight, kLargestWeight));
    }
    at_ = static_cast<std::size_t>(end - text_.data());
    return {};
  }

  bool accept(char wanted) {
    if (at_ == text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  tl::unexpected<Error> unexpected(std::string_view expected) const {
    const std::string_view rest = std::string_view(text_).substr(at_);
    return invalid(rest.empty()
                       ? fmt::format("the voice ends where {} was expected", expected)
                       : fmt::format("the voice has {} where {} was expected", checkpoint::quote(rest), expected));
  }

  const FilePrefix& files_;
  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_voice_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName && text[0] != '.' && text[0] != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c == '-' || is_word_character(c); });
}

Result<std::vector<MixTerm>> parse_mix(std::string_view expression, const FilePrefix& files) {
  auto terms = MixParser(expression, files).parse();
  if (!terms) return terms;
  double sum = 0;
  double magnitudes = 0;
  for (const MixTerm& term : *terms) {
    sum += term.weight;
    magnitudes += std::abs(term.weight);
  }
  if (sum <= 0)
    return invalid(fmt::format("the weights of the voice mix add up to {:g}, expected a positive sum", sum));
  if (magnitudes > kLargestShares * sum) {
    return invalid(fmt::format(
        "the weights of the voice mix nearly cancel out: they add up to {:g}, expected at least 1/{:g} of {:g}, "
        "the sum of their magnitudes",
        sum, kLargestShares, magnitudes));
  }
  for (MixTerm& term : *terms) term.weight /= sum;
  return terms;
}

Result<VoicePack> blend(std::span<const std::shared_ptr<const VoicePack>> packs, std::span<const MixTerm> terms,
                        std::string name) {
  const VoicePack& first = *packs.front();
  std::vector<double> sum(first.values.size(), 0);
  for (std::size_t p = 0; p < packs.size(); ++p) {
    if (packs[p]->rows != first.rows || packs[p]->width != first.width) {
      return invalid(fmt::format("the voices {} and {} cannot be mixed: {} rows of {} and {} rows of {}", terms[0].name,
                                 terms[p].name, first.rows, first.width, packs[p]->rows, packs[p]->width));
    }
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += terms[p].weight * static_cast<double>(packs[p]->values[i]);
  }
  VoicePack mixed{std::move(name), first.rows, first.width, std::vector<float>(sum.begin(), sum.end())};
  if (const auto fault = find_style_fault(mixed.values, mixed.width)) {
    return invalid(fmt::format("the voice mix {} is no voice: {}", mixed.name, *fault));
  }
  return mixed;
}

}  // namespace kokoro::voice
