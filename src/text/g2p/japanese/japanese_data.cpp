#include "text/g2p/japanese/japanese_data.hpp"

#include <map>
#include <mutex>
#include <utility>

#include "base/log.hpp"

namespace kokoro::text {
namespace {

using Key = std::pair<std::filesystem::path, std::filesystem::path>;

Result<std::shared_ptr<const JapaneseData>> read(const Key& key) {
  auto dictionary = MecabDictionary::open(key.first);
  if (!dictionary) return fail(std::move(dictionary.error()));
  auto data = std::make_shared<JapaneseData>();
  data->dictionary = std::move(*dictionary);
  auto words = JapaneseWordList::load(key.second);
  if (words) {
    data->words = std::move(*words);
  } else if (words.error().code == ErrorCode::not_found) {
    log::warning("Japanese words may be divided in more places than the model is used to. {} {}", words.error().message,
                 words.error().hint);
  } else {
    return fail(std::move(words.error()));
  }
  return data;
}

}  // namespace

Result<std::shared_ptr<const JapaneseData>> open_japanese(const std::filesystem::path& dictionary,
                                                          const std::filesystem::path& words) {
  static std::mutex mutex;
  static std::map<Key, std::weak_ptr<const JapaneseData>> open;
  const std::lock_guard lock(mutex);
  const Key key{dictionary, words};
  if (auto held = open[key].lock()) return held;
  auto data = read(key);
  if (data) open[key] = *data;
  return data;
}

}  // namespace kokoro::text
