#pragma once

#include <cstddef>
#include <filesystem>
#include <kokoro/error.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::text {

/// A dictionary word, or a run of characters that the dictionary does not know.
struct Morpheme {
  std::size_t begin = 0;  ///< bytes of the text
  std::size_t end = 0;
  bool known = false;
  std::string reading;  ///< katakana as pronounced, long vowels as ー; empty when the dictionary gives none
};

/// MeCab with one dictionary: NAIST-jdic, IPADIC or UniDic, told apart by the number of their fields. The files are
/// mapped, about 100 MB for NAIST-jdic, and shared by all callers. Immutable: any thread may call parse().
class MecabDictionary {
 public:
  /// The folder that holds sys.dic, matrix.bin, char.bin and unk.dic. A dicrc is not needed.
  /// Errors: unavailable (no such folder, or MeCab refuses it; names the package), io.
  static Result<std::unique_ptr<MecabDictionary>> open(const std::filesystem::path& folder);
  ~MecabDictionary();
  MecabDictionary(const MecabDictionary&) = delete;
  MecabDictionary& operator=(const MecabDictionary&) = delete;

  /// Morphemes of one sentence or paragraph, in order, without the spaces between them. Takes memory and time in
  /// proportion to the length of `text`.
  std::vector<Morpheme> parse(std::string_view text) const;

 private:
  struct Model;
  explicit MecabDictionary(std::unique_ptr<Model> model);
  std::unique_ptr<Model> model_;
};

/// Where Debian's package puts NAIST-jdic.
inline constexpr std::string_view kNaistFolder = "/var/lib/mecab/dic/open-jtalk/naist-jdic";

}  // namespace kokoro::text
