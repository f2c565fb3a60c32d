#include "text/g2p/mixed/mixed_front_end.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/utf8.hpp"
#include "text/characters/characters.hpp"
#include "text/phonemes/phoneme_token.hpp"

namespace kokoro::text {
namespace {

/// Whether a text can hold Han or kana: their UTF-8 begins with one of these bytes.
bool may_hold_east_asian(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0xE3 && byte <= 0xE9) || byte == 0xEF || byte == 0xF0;
  });
}

std::string blanked(const Source& source, const std::vector<ForeignRun>& runs, std::string_view text) {
  std::string out(text);
  for (const ForeignRun& run : runs) {
    const std::size_t begin = source.byte(run.begin);
    out.replace(begin, source.byte(run.end) - begin, source.byte(run.end) - begin, ' ');
  }
  return out;
}

std::vector<PhonemeToken> flattened(std::vector<Paragraph> paragraphs) {
  std::vector<PhonemeToken> out;
  for (Paragraph& paragraph : paragraphs) {
    for (PhonemeToken& token : paragraph) out.push_back(std::move(token));
  }
  return out;
}

char32_t mark_of(const PhonemeToken& token) {
  return token.is_word || token.text.empty() ? 0 : canonical_mark(to_code_points(token.text).front());
}

/// Merges by place; a word of another language stands between spaces, except beside marks that cling to it.
std::vector<PhonemeToken> merged(std::vector<PhonemeToken> native, std::vector<PhonemeToken> foreign) {
  std::vector<PhonemeToken> out;
  out.reserve(native.size() + foreign.size());
  auto next = foreign.begin();
  bool after_foreign = true;  // a run's own tokens are spaced already, and its last one has a space
  const auto add = [&](PhonemeToken& token, bool is_foreign) {
    const char32_t mark = mark_of(token);
    if (!out.empty() && mark != 0 && !opens(mark) && !is_foreign && out.back().end_byte == token.begin_byte) {
      out.back().space_after = false;
    } else if (!out.empty() && is_foreign && !after_foreign && !opens(mark_of(out.back()))) {
      out.back().space_after = true;
    }
    // What is read over a blanked word, the "$ 5" of "$年5", ends in front of it.
    for (auto i = out.rbegin(); i != out.rend() && i->begin_byte < token.begin_byte && i->end_byte > token.begin_byte;
         ++i) {
      i->end_byte = token.begin_byte;
    }
    after_foreign = is_foreign;
    out.push_back(std::move(token));
  };
  for (PhonemeToken& token : native) {
    while (next != foreign.end() && next->begin_byte < token.begin_byte) add(*next++, true);
    add(token, false);
  }
  while (next != foreign.end()) add(*next++, true);
  return out;
}

/// Divides tokens at the newlines of the source.
std::vector<Paragraph> paragraphs_of(std::vector<PhonemeToken> tokens, std::string_view text) {
  std::vector<Paragraph> out(1);
  std::size_t at = 0;
  for (PhonemeToken& token : tokens) {
    const Source gap(text.substr(at, std::max(at, token.begin_byte) - at));
    bool newline = false;
    for (std::size_t i = 0; i < gap.size() && !newline; ++i) newline = is_newline(gap[i]);
    if (newline && !out.back().empty()) out.emplace_back();
    at = std::max(at, token.end_byte);
    out.back().push_back(std::move(token));
  }
  for (Paragraph& paragraph : out) settle_spaces(paragraph);
  return out;
}

}  // namespace

Result<const FrontEnd*> MixedFrontEnd::reader(std::string_view tag) const {
  const std::lock_guard lock(mutex_);
  if (const auto known = others_.find(tag); known != others_.end()) return known->second.get();
  auto made = make_(tag);
  if (!made) return fail(std::move(made.error()));
  return others_.emplace(std::string(tag), std::move(*made)).first->second.get();
}

Result<std::vector<PhonemeToken>> MixedFrontEnd::read_runs(const Source& source, const std::vector<ForeignRun>& runs,
                                                           std::string_view text, const ReadingOptions& options,
                                                           const CancelToken& cancel) const {
  std::vector<PhonemeToken> out;
  std::map<std::pair<std::string_view, std::string_view>, std::vector<PhonemeToken>> known;  // by tag and run
  for (const ForeignRun& run : runs) {
    const std::size_t begin = source.byte(run.begin);
    const std::string_view written = text.substr(begin, source.byte(run.end) - begin);
    const auto [read, is_new] = known.try_emplace({run.tag, written});
    if (is_new) {
      const auto front_end = reader(run.tag);
      if (!front_end) return fail(front_end.error());
      auto paragraphs = (*front_end)->read(written, options, cancel);
      if (!paragraphs) return fail(std::move(paragraphs.error()));
      read->second = flattened(std::move(*paragraphs));
      if (!read->second.empty()) read->second.back().space_after = true;
    }
    for (const PhonemeToken& token : read->second) {
      out.push_back(token);
      out.back().begin_byte += begin;
      out.back().end_byte += begin;
    }
  }
  return out;
}

/// Whether the native front end alone reads the text, found without looking closely.
bool MixedFrontEnd::is_native(std::string_view text) const { return rules_.reads_others && !may_hold_east_asian(text); }

Result<void> MixedFrontEnd::prepare(std::string_view text, ReadingOptions& options) const {
  if (is_native(text)) return {};
  const Source source(text);
  options.han_is_japanese = holds_kana(source);
  std::set<std::string_view> tags;
  for (const ForeignRun& run : find_foreign_runs(source, rules_, options)) tags.insert(run.tag);
  for (const std::string_view tag : tags) {
    if (const auto front_end = reader(tag); !front_end) return fail(front_end.error());
  }
  return {};
}

Result<std::vector<Paragraph>> MixedFrontEnd::read(std::string_view text, const ReadingOptions& options,
                                                   const CancelToken& cancel) const {
  if (rules_.reads_others) return read_mixed(text, options, options, cancel);
  const SpokenText spoken = spoken_text(text, options, tag_, ModelVersion::v1_0);
  ReadingOptions native_options = options;
  native_options.lexicon = nullptr;
  auto paragraphs = read_mixed(spoken.text, options, native_options, cancel);
  if (!paragraphs) return paragraphs;
  for (Paragraph& paragraph : *paragraphs) {
    for (PhonemeToken& token : paragraph) {
      std::tie(token.begin_byte, token.end_byte) = spoken.source_span(token.begin_byte, token.end_byte);
      if (!token.text.empty()) token.text = text.substr(token.begin_byte, token.end_byte - token.begin_byte);
    }
  }
  return paragraphs;
}

Result<std::vector<Paragraph>> MixedFrontEnd::read_mixed(std::string_view text, const ReadingOptions& options,
                                                         const ReadingOptions& native_options,
                                                         const CancelToken& cancel) const {
  if (is_native(text)) return native_->read(text, native_options, cancel);
  const Source source(text);
  const std::vector<ForeignRun> runs = find_foreign_runs(source, rules_, options);
  if (runs.empty()) return native_->read(text, native_options, cancel);
  auto native = native_->read(blanked(source, runs, text), native_options, cancel);
  if (!native) return native;
  auto foreign = read_runs(source, runs, text, options, cancel);
  if (!foreign) return fail(std::move(foreign.error()));
  auto tokens = merged(flattened(std::move(*native)), std::move(*foreign));
  // What the native front end joined over a blanked word is written with it.
  for (PhonemeToken& token : tokens) {
    if (!token.text.empty()) token.text = text.substr(token.begin_byte, token.end_byte - token.begin_byte);
  }
  return paragraphs_of(std::move(tokens), text);
}

}  // namespace kokoro::text
