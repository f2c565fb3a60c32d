#include "dictionary/misaki_wheel.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <fstream>
#include <utility>

#include "base/utf8.hpp"
#include "checkpoint/inflate.hpp"
#include "checkpoint/zip_archive.hpp"
#include "text/g2p/japanese/word_list.hpp"
#include "text/language/languages.hpp"

namespace kokoro::dictionary {
namespace {

namespace json = boost::json;
using text::english::PronunciationEntry;

constexpr std::size_t kMostJsonBytes = 64 << 20;

tl::unexpected<Error> wrong(const std::string& name, std::string_view what) {
  return fail(ErrorCode::corrupt, fmt::format("{} is no dictionary of misaki: {}", name, what));
}

/// A string, or null; false for anything else.
bool read_phonemes(const json::value& value, std::optional<std::u32string>& out) {
  if (value.is_null()) return true;
  if (!value.is_string()) return false;
  const std::string_view text(value.get_string().data(), value.get_string().size());
  if (find_invalid_utf8(text)) return false;
  out = to_code_points(text);
  return true;
}

/// False when the entry has another form.
bool read_entry(const json::value& value, PronunciationEntry& entry) {
  if (!value.is_object()) {
    entry.variants.push_back({"DEFAULT", std::nullopt});
    return value.is_string() && read_phonemes(value, entry.variants.back().phonemes);
  }
  bool usual = false;
  for (const auto& member : value.get_object()) {
    entry.variants.push_back({std::string(member.key()), std::nullopt});
    if (!read_phonemes(member.value(), entry.variants.back().phonemes)) return false;
    usual = usual || member.key() == "DEFAULT";
  }
  return usual;
}

Result<std::string> read_entry_of(const checkpoint::ZipArchive& archive, const std::string& path,
                                  const std::string& wheel) {
  const checkpoint::ZipEntry* entry = archive.find(path);
  if (entry == nullptr) return fail(ErrorCode::corrupt, fmt::format("{} has no {}", wheel, path));
  if (!entry->deflated) {
    return std::string(reinterpret_cast<const char*>(entry->stored.data()), entry->stored.size());
  }
  const auto content = checkpoint::inflate_entry(*entry, kMostJsonBytes, wheel);
  if (!content) return fail(content.error());
  return std::string(reinterpret_cast<const char*>((*content)->data()), (*content)->size());
}

}  // namespace

Result<void> read_misaki_json(std::string_view text, bool silver, const std::string& name,
                              std::vector<PronunciationEntry>& words) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 4;
  const json::value parsed = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return wrong(name, error.message());
  if (!parsed.is_object()) return wrong(name, "it holds no object");
  for (const auto& member : parsed.get_object()) {
    PronunciationEntry entry;
    entry.word = std::string(member.key());
    entry.silver = silver;
    if (!read_entry(member.value(), entry)) return wrong(name, fmt::format("'{}' has no phonemes", entry.word));
    words.push_back(std::move(entry));
  }
  return {};
}

std::string_view file_name(bool british) { return text::find_kokoro_language(british ? "en-gb" : "en-us")->dictionary; }

Result<std::vector<PackedDictionary>> pack_misaki_wheel(const Blob& wheel) {
  const auto archive = checkpoint::ZipArchive::open(wheel);
  if (!archive) return fail(archive.error());
  std::vector<PackedDictionary> packed;
  for (const bool british : {false, true}) {
    std::vector<PronunciationEntry> words;
    for (const bool silver : {false, true}) {
      const std::string path = fmt::format("misaki/data/{}_{}.json", british ? "gb" : "us", silver ? "silver" : "gold");
      const auto content = read_entry_of(*archive, path, wheel.name);
      if (!content) return fail(content.error());
      if (auto read = read_misaki_json(*content, silver, path, words); !read) return fail(read.error());
    }
    auto bytes = text::english::PronunciationTable::pack(words);
    if (!bytes) return fail(std::move(bytes.error()));
    packed.push_back({std::string(file_name(british)), std::move(*bytes), words.size()});
  }
  const std::string japanese = "misaki/data/ja_words.txt";
  if (archive->find(japanese) != nullptr) {
    const auto content = read_entry_of(*archive, japanese, wheel.name);
    if (!content) return fail(content.error());
    const auto bytes = std::as_bytes(std::span(*content));
    packed.push_back({std::string(text::kJapaneseWordsFile), {bytes.begin(), bytes.end()}, 0});
  }
  return packed;
}

namespace {

/// Writes beside the target and renames, so that nobody reads half a file.
Result<void> replace_file(const std::filesystem::path& target, const std::vector<std::byte>& bytes) {
  std::filesystem::path part = target;
  part += ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(part, target, error);
  if (out && !error) return {};
  return fail(ErrorCode::io, fmt::format("{} cannot be written", target.string()), "is there space, and permission?");
}

}  // namespace

Result<std::size_t> install_misaki_wheel(const std::filesystem::path& wheel, const std::filesystem::path& folder) {
  const auto blob = map_file(wheel);
  if (!blob) return fail(blob.error());
  const auto packed = pack_misaki_wheel(*blob);
  if (!packed) return fail(packed.error());
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::size_t words = 0;
  for (const PackedDictionary& dictionary : *packed) {
    if (auto written = replace_file(folder / dictionary.file_name, dictionary.bytes); !written)
      return fail(written.error());
    words += dictionary.words;
  }
  return words;
}

}  // namespace kokoro::dictionary
