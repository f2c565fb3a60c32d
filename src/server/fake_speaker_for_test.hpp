#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/work/speaker.hpp"

namespace kokoro::server {

/// An engine whose chunks are given and whose progress a test controls. Thread-safe.
class FakeSpeaker final : public Speaker {
 public:
  std::vector<std::vector<float>> chunks{{0.0F, 0.5F}, {1.0F, -2.0F}};
  std::optional<Error> invalid;       ///< what validate() answers
  std::optional<Error> failure;       ///< what speak() answers after `chunks`
  std::optional<Error> load_failure;  ///< what load_default() answers
  std::atomic<int> started = 0;       ///< calls of speak()
  std::atomic<int> cancelled = 0;     ///< calls that ended because of their token

  /// From now on speak() stops before each chunk but the first until release().
  void hold() { set_held(true); }
  void release() { set_held(false); }

  Result<void> validate(const SpeechRequest& request) override {
    if (invalid) return fail(*invalid);
    if (request.voice == "nobody") return fail(ErrorCode::not_found, "there is no voice 'nobody'", {}, "voice");
    return {};
  }

  Result<SpeechSummary> speak(const SpeechRequest&, const SpeechSink& sink, const CancelToken& cancel) override {
    ++started;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
      if (i > 0 && !pass(cancel)) {
        ++cancelled;
        return fail(ErrorCode::cancelled, "the request was cancelled");
      }
      SpeechChunk chunk;
      chunk.index = i;
      chunk.audio = chunks[i];
      if (auto taken = sink(chunk); !taken) return fail(taken.error());
    }
    if (failure) return fail(*failure);
    return SpeechSummary{};
  }

  std::vector<VoiceInfo> voices() const override {
    return {{"af_heart", "Heart", "en-us", "female", ModelVersion::v1_0, false},
            {"am_adam", "Adam", "en-us", "male", ModelVersion::v0_19, false}};
  }
  ModelVersion default_version() const override { return ModelVersion::v1_0; }
  std::string default_voice(ModelVersion) const override { return "af_heart"; }
  Result<void> load_default() override {
    if (load_failure) return fail(*load_failure);
    return {};
  }

 private:
  void set_held(bool held) {
    {
      const std::lock_guard lock(mutex_);
      held_ = held;
    }
    changed_.notify_all();
  }

  /// False when the token was cancelled while held. A token cannot wake anybody, so it is looked at every few ms.
  bool pass(const CancelToken& cancel) {
    std::unique_lock lock(mutex_);
    while (held_ && !cancel.cancelled()) changed_.wait_for(lock, std::chrono::milliseconds(2));
    return !cancel.cancelled();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
};

}  // namespace kokoro::server
