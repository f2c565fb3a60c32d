#include "text/g2p/english/pronunciation_table.hpp"

#include <algorithm>
#include <utility>

#include "text/g2p/english/pronunciation_format.hpp"

namespace kokoro::text::english {

/// Reads forward through the table's bytes; stays at the end, with failed() set, when too few are left.
class TableReader {
 public:
  explicit TableReader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  std::span<const std::uint8_t> take(std::size_t count) {
    if (rest_.size() < count) {
      failed_ = true;
      rest_ = {};
      return {};
    }
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  std::uint32_t number() {
    const auto bytes = take(4);
    return bytes.empty() ? 0 : table_number(bytes.data());
  }
  std::uint8_t byte() {
    const auto bytes = take(1);
    return bytes.empty() ? std::uint8_t{0} : bytes.front();
  }
  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::span<const std::uint8_t> rest_;
  bool failed_ = false;
};

namespace {

constexpr std::size_t kMostSymbols = 250;

tl::unexpected<Error> damaged(const Blob& blob, std::string_view what) {
  return fail(ErrorCode::corrupt, blob.name + " is no pronunciation dictionary of this program: " + std::string(what),
              "`kokoro pull lexicon --force` fetches it again");
}

}  // namespace

std::optional<std::optional<std::u32string>> PronunciationTable::Word::variant(std::string_view tag) const {
  const std::uint8_t* at = record_;
  for (std::size_t i = 0; i < count_; ++i) {
    const std::uint8_t own = *at++;
    const std::uint8_t length = *at++;
    const std::size_t codes = length == kSpelled ? 0 : length;
    if (table_->tags_[own] == tag) {
      if (length == kSpelled) return std::optional<std::u32string>();
      std::u32string phonemes(codes, U'\0');
      std::transform(at, at + codes, phonemes.begin(), [&](std::uint8_t code) { return table_->alphabet_[code]; });
      return phonemes;
    }
    at += codes;
  }
  return std::nullopt;
}

Result<PronunciationTable> PronunciationTable::open(Blob blob) {
  const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(blob.bytes.data()),
                                            blob.bytes.size());
  TableReader reader(bytes);
  const auto magic = reader.take(kTableMagic.size());
  if (reader.failed() || !std::equal(magic.begin(), magic.end(), kTableMagic.begin())) {
    return damaged(blob, "its first bytes are others");
  }
  if (reader.number() != kTableVersion) return damaged(blob, "its version is another");
  if (reader.number() != bytes.size()) return damaged(blob, "it is truncated");
  PronunciationTable table;
  table.blob_ = std::move(blob);
  const std::uint32_t symbols = reader.number();
  if (symbols > kMostSymbols) return damaged(table.blob_, "too many phonemes");
  for (std::uint32_t i = 0; i < symbols; ++i) {
    const std::uint32_t code = reader.number();
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
      return damaged(table.blob_, "a phoneme is no character");
    }
    table.alphabet_ += static_cast<char32_t>(code);
  }
  const std::uint32_t tags = reader.number();
  if (tags > kMostSymbols) return damaged(table.blob_, "too many tags");
  for (std::uint32_t i = 0; i < tags; ++i) {
    const auto name = reader.take(reader.byte());
    table.tags_.emplace_back(name.begin(), name.end());
  }
  for (Part& part : table.parts_) {
    auto read = table.read_part(reader);
    if (!read) return fail(std::move(read.error()));
    part = *read;
  }
  if (!reader.at_end()) return damaged(table.blob_, "bytes follow its end");
  return table;
}

Result<PronunciationTable::Part> PronunciationTable::read_part(TableReader& reader) const {
  Part part;
  part.words = reader.number();
  const std::uint32_t bits = reader.number();
  const std::uint32_t record_bytes = reader.number();
  if (reader.failed() || bits > kMostBucketBits) return damaged(blob_, "its tables are too large");
  const std::size_t buckets = std::size_t{1} << bits;
  part.offsets = reader.take((buckets + 1) * 4);
  part.records = reader.take(record_bytes);
  if (reader.failed()) return damaged(blob_, "it is truncated");
  if (table_number(part.offsets.data()) != 0 || table_number(part.offsets.data() + buckets * 4) != record_bytes) {
    return damaged(blob_, "its tables do not fit");
  }
  std::size_t words = 0;
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    if (!is_sound(part, bucket, words)) return damaged(blob_, "a record is damaged");
  }
  if (words != part.words) return damaged(blob_, "words are missing");
  return part;
}

bool PronunciationTable::is_sound(const Part& part, std::size_t bucket, std::size_t& words) const {
  const std::uint32_t begin = table_number(part.offsets.data() + bucket * 4);
  const std::uint32_t end = table_number(part.offsets.data() + bucket * 4 + 4);
  if (begin > end || end > part.records.size()) return false;
  const auto bits = static_cast<std::uint32_t>(std::countr_zero(part.offsets.size() / 4 - 1));
  TableReader reader(part.records.subspan(begin, end - begin));
  while (!reader.at_end()) {
    const auto word = reader.take(reader.byte());
    // A word in another bucket than its own would never be found.
    const std::string_view letters(reinterpret_cast<const char*>(word.data()), word.size());
    if (table_bucket(letters, bits) != bucket) return false;
    const std::uint8_t variants = reader.byte();
    if (variants == 0) return false;
    for (std::uint8_t i = 0; i < variants; ++i) {
      if (reader.byte() >= tags_.size()) return false;
      const std::uint8_t length = reader.byte();
      for (const std::uint8_t code : reader.take(length == kSpelled ? 0 : length)) {
        if (code >= alphabet_.size()) return false;
      }
    }
    if (reader.failed()) return false;
    ++words;
  }
  return !reader.failed();
}

std::optional<PronunciationTable::Word> PronunciationTable::find(const Part& part, std::string_view word) const {
  if (word.empty() || word.size() > 255) return std::nullopt;
  const std::size_t buckets = part.offsets.size() / 4 - 1;
  const std::size_t bucket = table_bucket(word, static_cast<std::uint32_t>(std::countr_zero(buckets)));
  const std::uint8_t* at = part.records.data() + table_number(part.offsets.data() + bucket * 4);
  const std::uint8_t* end = part.records.data() + table_number(part.offsets.data() + bucket * 4 + 4);
  while (at < end) {
    const std::size_t length = *at++;
    const bool same = length == word.size() && std::memcmp(at, word.data(), length) == 0;
    at += length;
    const std::size_t variants = *at++;
    if (same) {
      Word found;
      found.table_ = this;
      found.record_ = at;
      found.count_ = variants;
      return found;
    }
    for (std::size_t i = 0; i < variants; ++i) at += 2 + (at[1] == kSpelled ? 0 : at[1]);
  }
  return std::nullopt;
}

}  // namespace kokoro::text::english
