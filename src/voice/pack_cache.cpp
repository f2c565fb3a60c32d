#include "voice/pack_cache.hpp"

#include <algorithm>

namespace kokoro::voice {

PackCache::PackCache(std::size_t capacity) : capacity_(std::max<std::size_t>(capacity, 1)) {}

Result<std::shared_ptr<const VoicePack>> PackCache::get(const std::string& key, const Loader& loader) {
  const auto slot = slot_of(key);
  const std::lock_guard lock(slot->loading);
  if (slot->pack) return slot->pack;
  auto loaded = loader();
  if (!loaded) {
    drop(key, slot);
    return fail(loaded.error());
  }
  slot->pack = std::make_shared<const VoicePack>(std::move(*loaded));
  return slot->pack;
}

std::shared_ptr<PackCache::Slot> PackCache::slot_of(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = items_.find(key);
  if (found != items_.end()) {
    order_.splice(order_.begin(), order_, found->second.place);
    return found->second.slot;
  }
  if (items_.size() == capacity_) {
    items_.erase(order_.back());
    order_.pop_back();
  }
  order_.push_front(key);
  auto slot = std::make_shared<Slot>();
  items_.emplace(key, Item{slot, order_.begin()});
  return slot;
}

void PackCache::drop(const std::string& key, const std::shared_ptr<Slot>& slot) {
  const std::lock_guard lock(mutex_);
  const auto found = items_.find(key);
  if (found == items_.end() || found->second.slot != slot) return;
  order_.erase(found->second.place);
  items_.erase(found);
}

void PackCache::clear() {
  const std::lock_guard lock(mutex_);
  items_.clear();
  order_.clear();
}

std::size_t PackCache::size() const {
  const std::lock_guard lock(mutex_);
  return items_.size();
}

}  // namespace kokoro::voice
