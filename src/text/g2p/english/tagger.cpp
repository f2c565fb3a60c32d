#include "text/g2p/english/tagger.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "text/g2p/english/mark_tags.hpp"
#include "text/g2p/english/pronunciation_format.hpp"
#include "text/g2p/english/tagger_format.hpp"

// Defined in tagger_data.S.
extern "C" {
extern const std::byte kokoro_embedded_tagger[];
extern const std::byte kokoro_embedded_tagger_end[];
}

namespace kokoro::text::english {
namespace {

tl::unexpected<Error> damaged(const Blob& blob) {
  return fail(ErrorCode::corrupt, blob.name + " is no part-of-speech model of this program, or is damaged");
}

bool ends_sentence(const Piece& token) { return token.tag == "."; }

bool closes(const Piece& token) { return token.tag == "''" || token.tag == "-RRB-" || token.tag == "_SP"; }

}  // namespace

const Tagger& Tagger::builtin() {
  static const Tagger kTagger = open({std::span<const std::byte>(kokoro_embedded_tagger, kokoro_embedded_tagger_end),
                                      nullptr, "(embedded) tagger.bin"})
                                    .value();
  return kTagger;
}

Result<Tagger> Tagger::open(const Blob& blob) {
  Tagger tagger;
  std::span<const std::uint8_t> rest(reinterpret_cast<const std::uint8_t*>(blob.bytes.data()), blob.bytes.size());
  const std::size_t size = rest.size();
  bool whole = true;
  const auto take = [&](std::size_t count) {
    whole = whole && count <= rest.size();
    const auto taken = rest.first(whole ? count : 0);
    rest = rest.subspan(taken.size());
    return taken;
  };
  const auto number = [&] {
    const auto bytes = take(4);
    return bytes.empty() ? 0 : table_number(bytes.data());
  };
  const auto byte = [&] {
    const auto bytes = take(1);
    return bytes.empty() ? std::uint8_t{0} : bytes.front();
  };
  const auto magic = take(kTaggerMagic.size());
  if (!whole || !std::equal(magic.begin(), magic.end(), kTaggerMagic.begin())) return damaged(blob);
  if (number() != kTaggerVersion || number() != size) return damaged(blob);
  for (std::uint8_t left = byte(); left > 0; --left) {
    const auto name = take(byte());
    tagger.tags_.emplace_back(name.begin(), name.end());
  }
  tagger.words_ = take(std::size_t{number()} * kTaggerWordBytes);
  tagger.offsets_ = take((kTaggerBuckets + 1) * 4);
  tagger.records_ = rest;
  tagger.blob_ = blob;
  if (!whole || !tagger.is_sound()) return damaged(blob);
  return tagger;
}

bool Tagger::is_sound() const {
  if (tags_.empty() || tags_.size() > kMostTags) return false;
  for (std::size_t at = 4; at < words_.size(); at += kTaggerWordBytes) {
    if (words_[at] != 255 && words_[at] >= tags_.size()) return false;
  }
  if (table_number(offsets_.data()) != 0 || table_number(offsets_.data() + kTaggerBuckets * 4) != records_.size()) {
    return false;
  }
  for (std::size_t bucket = 0; bucket < kTaggerBuckets; ++bucket) {
    std::size_t at = table_number(offsets_.data() + bucket * 4);
    const std::size_t end = table_number(offsets_.data() + bucket * 4 + 4);
    if (at > end || end > records_.size()) return false;
    while (at < end) {
      if (end - at < 3 || end - at - 3 < 2 * std::size_t{records_[at + 2]}) return false;
      const std::size_t next = at + 3 + 2 * std::size_t{records_[at + 2]};
      for (at += 3; at < next; at += 2) {
        if (records_[at] >= tags_.size()) return false;
      }
    }
  }
  return true;
}

std::uint8_t Tagger::index_of(std::string_view tag) const {
  const auto found = std::find(tags_.begin(), tags_.end(), tag);
  return found == tags_.end() ? kStartTag : static_cast<std::uint8_t>(found - tags_.begin());
}

Tagger::Known Tagger::known(std::uint32_t norm) const {
  std::size_t first = 0;
  std::size_t last = words_.size() / kTaggerWordBytes;
  while (first < last) {
    const std::size_t middle = (first + last) / 2;
    const std::uint8_t* word = words_.data() + middle * kTaggerWordBytes;
    const std::uint32_t hash = table_number(word);
    if (hash == norm) return {word[4], std::uint32_t{word[5]} + 1};
    if (hash < norm) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return {};
}

std::uint8_t Tagger::best_tag(const FeatureHashes& features) const {
  std::array<std::int32_t, kMostTags> scores{};
  for (const std::uint32_t feature : features) {
    const std::uint8_t* bucket = offsets_.data() + std::size_t{feature >> 16} * 4;
    const std::uint8_t* at = records_.data() + table_number(bucket);
    const std::uint8_t* end = records_.data() + table_number(bucket + 4);
    const auto low = static_cast<std::uint16_t>(feature);
    while (at < end) {
      std::uint16_t own;
      std::memcpy(&own, at, sizeof(own));
      const std::uint8_t* weights = at + 3;
      at = weights + 2 * std::size_t{at[2]};
      if (own != low) continue;
      for (; weights < at; weights += 2) scores[weights[0]] += static_cast<std::int8_t>(weights[1]);
      break;
    }
  }
  const auto best = std::max_element(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(tags_.size()));
  return static_cast<std::uint8_t>(best - scores.begin());
}

void Tagger::tag(std::span<Piece> tokens) const {
  tag_marks(tokens);
  for (std::size_t begin = 0; begin < tokens.size();) {
    std::size_t end = begin;
    while (end < tokens.size() && !ends_sentence(tokens[end])) ++end;
    while (end < tokens.size() && (ends_sentence(tokens[end]) || closes(tokens[end]))) ++end;
    tag_sentence(tokens.subspan(begin, end - begin));
    begin = end;
  }
}

void Tagger::tag_sentence(std::span<Piece> tokens) const {
  std::vector<WordTraits> traits{edge_traits(-2), edge_traits(-1)};
  std::vector<std::size_t> places;
  std::vector<std::uint8_t> certain;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].tag == "_SP") continue;
    WordTraits word = word_traits(tokens[i].text);
    const Known known_word = known(word.norm);
    word.tags_seen = known_word.tags_seen;
    traits.push_back(word);
    places.push_back(i);
    certain.push_back(known_word.tag);
  }
  traits.push_back(edge_traits(1));
  traits.push_back(edge_traits(2));
  std::uint8_t tag1 = kStartTag;
  std::uint8_t tag2 = kStartTag;
  for (std::size_t k = 0; k < places.size(); ++k) {
    Piece& token = tokens[places[k]];
    std::uint8_t tag = certain[k];
    if (!token.tag.empty()) {
      tag = index_of(token.tag);
    } else {
      if (tag == 255) tag = best_tag(word_features(traits, k + kTraitPadding, tag1, tag2));
      token.tag = tags_[tag];
    }
    tag2 = tag1;
    tag1 = tag;
  }
}

}  // namespace kokoro::text::english
