#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <vector>

namespace kokoro::nn {

/// What the adaptive norms of a network made of one style row, kept by whoever asks first. Thread-safe.
class StyleMemo {
 public:
  /// The values kept for `layer`, computed now if need be; valid as long as the memo.
  std::span<const float> get(const void* layer, const std::function<std::vector<float>()>& compute) {
    const std::lock_guard lock(mutex_);
    const auto known = values_.find(layer);
    return known != values_.end() ? known->second : values_.emplace(layer, compute()).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<const void*, std::vector<float>> values_;
};

}  // namespace kokoro::nn
