#include "text/g2p/mandarin/dictionary.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

extern "C" {
extern const std::byte kokoro_mandarin_dictionary[];
extern const std::byte kokoro_mandarin_dictionary_end[];
}

namespace kokoro::text {
namespace {

static_assert(std::endian::native == std::endian::little, "the packed dictionary is read in place");

struct Header {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t nodes;
  std::uint32_t frequencies;
  std::uint32_t phrases;
  std::uint32_t phrase_syllables;
  std::uint32_t characters;
  std::uint32_t syllables;
  std::uint32_t syllable_bytes;
  std::uint32_t emission_characters;
  std::uint32_t total;
};
static_assert(sizeof(Header) == 48);

constexpr std::size_t padded(std::size_t bytes) { return (bytes + 7) / 8 * 8; }

/// Hands out consecutive arrays of a buffer.
class Arrays {
 public:
  explicit Arrays(std::span<const std::byte> bytes) : rest_(bytes) {}
  template <typename T>
  void take(std::span<const T>& out, std::size_t count) {
    const std::size_t size = padded(count * sizeof(T));
    if (size > rest_.size()) {
      complete_ = false;
      return;
    }
    out = {reinterpret_cast<const T*>(rest_.data()), count};
    rest_ = rest_.subspan(size);
  }
  bool used_up() const { return complete_ && rest_.empty(); }

 private:
  std::span<const std::byte> rest_;
  bool complete_ = true;
};

bool rises_to(std::span<const std::uint32_t> begins, std::size_t end) {
  return std::is_sorted(begins.begin(), begins.end()) && begins.back() == end;
}

bool all_below(std::span<const std::uint16_t> values, std::size_t limit) {
  return std::all_of(values.begin(), values.end(), [&](std::uint16_t value) { return value < limit; });
}

template <typename T>
std::optional<std::size_t> find(std::span<const T> sorted, char32_t c) {
  const auto found = std::lower_bound(sorted.begin(), sorted.end(), c);
  if (found == sorted.end() || *found != c) return std::nullopt;
  return static_cast<std::size_t>(found - sorted.begin());
}

}  // namespace

Result<MandarinDictionary> MandarinDictionary::open(std::span<const std::byte> bytes) {
  const auto damaged = [] {
    return fail(ErrorCode::corrupt, "The Mandarin dictionary is damaged.",
                "Build it again with tools/pack_mandarin.py.");
  };
  Header header{};
  if (bytes.size() < sizeof(header) || reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) return damaged();
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::string_view(header.magic.data(), 8) != "kokoroZH" || header.version != 1 || header.total == 0)
    return damaged();
  MandarinDictionary out;
  out.log_total_ = std::log(static_cast<double>(header.total));
  std::span<const char> text;
  Arrays arrays(bytes.subspan(sizeof(header)));
  arrays.take(out.log_frequencies_, header.frequencies);
  arrays.take(out.emissions_, std::size_t{4} * header.emission_characters);
  arrays.take(out.first_child_, std::size_t{header.nodes} + 1);
  arrays.take(out.phrase_node_, header.phrases);
  arrays.take(out.phrase_begin_, std::size_t{header.phrases} + 1);
  arrays.take(out.characters_, header.characters);
  arrays.take(out.syllable_begin_, std::size_t{header.syllables} + 1);
  arrays.take(out.label_, header.nodes);
  arrays.take(out.frequency_, header.nodes);
  arrays.take(out.phrase_syllables_, header.phrase_syllables);
  arrays.take(out.character_syllable_, header.characters);
  arrays.take(out.emission_characters_, header.emission_characters);
  arrays.take(text, header.syllable_bytes);
  if (!arrays.used_up()) return damaged();
  out.syllables_ = {text.data(), text.size()};
  if (!out.is_consistent()) return damaged();
  return out;
}

bool MandarinDictionary::is_consistent() const {
  const std::size_t nodes = label_.size();
  const std::size_t syllables = syllable_begin_.size() - 1;
  if (nodes == 0 || !rises_to(first_child_, nodes)) return false;
  const auto below = [&](std::span<const std::uint32_t> sorted, std::size_t limit) {
    return std::is_sorted(sorted.begin(), sorted.end()) && (sorted.empty() || sorted.back() < limit);
  };
  return all_below(frequency_, log_frequencies_.size() + 1) && below(phrase_node_, nodes) &&
         rises_to(phrase_begin_, phrase_syllables_.size()) && all_below(phrase_syllables_, syllables) &&
         below(characters_, 0x110000) && all_below(character_syllable_, syllables) &&
         rises_to(syllable_begin_, syllables_.size());
}

const MandarinDictionary& MandarinDictionary::built_in() {
  static const MandarinDictionary dictionary =
      open({kokoro_mandarin_dictionary, kokoro_mandarin_dictionary_end}).value();
  return dictionary;
}

std::optional<MandarinDictionary::Node> MandarinDictionary::child(Node node, char32_t c) const {
  const std::uint32_t begin = first_child_[node];
  const auto at = find(label_.subspan(begin, first_child_[node + 1] - begin), c);
  if (!at) return std::nullopt;
  return static_cast<Node>(begin + *at);
}

std::optional<double> MandarinDictionary::log_frequency(Node node) const {
  const std::uint16_t index = frequency_[node];
  if (index == 0) return std::nullopt;
  return log_frequencies_[index - 1U];
}

std::span<const std::uint16_t> MandarinDictionary::phrase(Node node) const {
  const auto at = find(phrase_node_, node);
  if (!at) return {};
  return phrase_syllables_.subspan(phrase_begin_[*at], phrase_begin_[*at + 1] - phrase_begin_[*at]);
}

std::optional<std::uint16_t> MandarinDictionary::reading(char32_t c) const {
  const auto at = find(characters_, c);
  if (!at) return std::nullopt;
  return character_syllable_[*at];
}

std::string_view MandarinDictionary::syllable(std::uint16_t id) const {
  return syllables_.substr(syllable_begin_[id], syllable_begin_[id + 1U] - syllable_begin_[id]);
}

std::span<const double> MandarinDictionary::emissions(char32_t c) const {
  const auto at = find(emission_characters_, c);
  if (!at) return {};
  return emissions_.subspan(4 * *at, 4);
}

}  // namespace kokoro::text
