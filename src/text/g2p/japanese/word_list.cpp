#include "text/g2p/japanese/word_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/utf8.hpp"

namespace kokoro::text {
namespace {

constexpr std::size_t kMaxBytes = 64U << 20U;
constexpr std::size_t kMaxWordBytes = 240;  ///< longer lines are no words

}  // namespace

Result<JapaneseWordList> JapaneseWordList::load(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) {
    const std::string where = file.empty() ? "" : fmt::format(" at {}", file.string());
    return fail(ErrorCode::not_found, fmt::format("There is no list of Japanese words{}.", where),
                "Fetch it: kokoro pull lexicon.");
  }
  if (size > kMaxBytes)
    return fail(ErrorCode::corrupt, fmt::format("{} is too large for a list of words.", file.string()));
  std::ifstream in(file, std::ios::binary);
  JapaneseWordList out;
  out.text_ = std::make_unique<std::string>(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  if (in.bad()) return fail(ErrorCode::io, fmt::format("{} could not be read.", file.string()));
  if (find_invalid_utf8(*out.text_)) return fail(ErrorCode::corrupt, fmt::format("{} is not UTF-8.", file.string()));
  const std::string_view text = *out.text_;
  out.words_.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view word = text.substr(begin, end - begin);
    if (word.ends_with('\r')) word.remove_suffix(1);
    if (!word.empty() && word.size() <= kMaxWordBytes) {
      out.words_.insert(word);
      out.longest_bytes_ = std::max(out.longest_bytes_, word.size());
    }
    begin = end + 1;
  }
  return out;
}

}  // namespace kokoro::text
