#pragma once

#include <functional>
#include <kokoro/error.hpp>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "voice/voice_pack.hpp"

namespace kokoro::voice {

/// Keeps the packs that were used last. Thread-safe; a pack is loaded once however many threads ask for it at once.
class PackCache {
 public:
  using Loader = std::function<Result<VoicePack>()>;

  /// `capacity` packs, at least one.
  explicit PackCache(std::size_t capacity);

  /// The pack of `key`; `loader` runs if there is none. Errors are the loader's and are not kept. A loader may ask for
  /// other keys, not in a circle.
  Result<std::shared_ptr<const VoicePack>> get(const std::string& key, const Loader& loader);

  void clear();
  std::size_t size() const;

 private:
  struct Slot {
    std::mutex loading;
    std::shared_ptr<const VoicePack> pack;  ///< guarded by `loading`
  };
  struct Item {
    std::shared_ptr<Slot> slot;
    std::list<std::string>::iterator place;
  };

  std::shared_ptr<Slot> slot_of(const std::string& key);
  void drop(const std::string& key, const std::shared_ptr<Slot>& slot);

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Item> items_;
  std::list<std::string> order_;  ///< the last used first
};

}  // namespace kokoro::voice
