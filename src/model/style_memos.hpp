#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "nn/style_memo.hpp"

namespace kokoro::model {

/// The memos of the style rows used last: a voice speaks again and again with a few rows of its pack. Thread-safe.
class StyleMemos {
 public:
  std::shared_ptr<nn::StyleMemo> find(std::span<const float> style) {
    const std::lock_guard lock(mutex_);
    for (auto memo = memos_.begin(); memo != memos_.end(); ++memo) {
      if (!std::equal(style.begin(), style.end(), memo->first.begin(), memo->first.end())) continue;
      memos_.splice(memos_.begin(), memos_, memo);
      return memos_.front().second;
    }
    memos_.emplace_front(std::vector<float>(style.begin(), style.end()), std::make_shared<nn::StyleMemo>());
    if (memos_.size() > kMost) memos_.pop_back();
    return memos_.front().second;
  }

  void clear() {
    const std::lock_guard lock(mutex_);
    memos_.clear();
  }

 private:
  static constexpr std::size_t kMost = 32;  ///< of about 200 kB each for the published network
  std::mutex mutex_;
  std::list<std::pair<std::vector<float>, std::shared_ptr<nn::StyleMemo>>> memos_;
};

}  // namespace kokoro::model
