#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "base/thread_pool.hpp"
#include "server/speech/speech_engine.hpp"

namespace kokoro::server {

/// An engine whose chunks are given and whose progress a test controls. Thread-safe.
class FakeEngine final : public SpeechEngine {
 public:
  std::vector<std::vector<float>> chunks{{0.0F, 0.5F}, {1.0F, -2.0F}};
  std::optional<Error> invalid;              ///< what open() answers
  std::optional<Error> failure;              ///< what a session ends with after `chunks`
  std::optional<Error> load_failure;         ///< what load_default() answers
  std::map<std::string, std::string> saved;  ///< voices by name
  std::atomic<int> started = 0;              ///< sessions that were stepped
  std::atomic<int> cancelled = 0;            ///< sessions that ended because of their token

  /// From now on sessions stop before each chunk until release(), or before each but the first.
  void hold_all() { set_held(0); }
  void hold() { set_held(1); }
  void release() { set_held(kNever); }

  Result<void> validate(const SpeechRequest& request) const {
    if (invalid) return fail(*invalid);
    if (request.voice == "nobody") return fail(ErrorCode::not_found, "there is no voice 'nobody'", {}, "voice");
    return {};
  }

  Result<std::unique_ptr<SpeechSession>> open(const SpeechRequest& request, const CancelToken& cancel) override {
    if (auto valid = validate(request); !valid) return fail(valid.error());
    return std::make_unique<Session>(*this, cancel);
  }

  /// One chunk for each word, whose ids are its bytes.
  Result<std::vector<PhonemeChunk>> phonemize(const SpeechRequest& request, const CancelToken&) override {
    if (invalid) return fail(*invalid);
    std::vector<PhonemeChunk> out;
    std::istringstream words(request.text);
    for (std::string word; words >> word;) out.push_back({word, word, 0, 0, {word.begin(), word.end()}});
    return out;
  }
  Result<std::string> voice_file(const std::string& voice, std::optional<ModelVersion>) override {
    if (voice == "nobody") return fail(ErrorCode::not_found, "there is no voice 'nobody'", {}, "voice");
    return "the file of " + voice;
  }
  Result<void> save_voice(const std::string& name, const std::string& voice, std::optional<ModelVersion>) override {
    saved[name] = voice;
    return {};
  }
  /// Speaks every append() as one chunk of `chunks[0]`, whatever it says.
  Result<std::unique_ptr<SpeechStream>> open_stream(const SpeechRequest& request, const CancelToken& cancel) override {
    if (auto valid = validate(request); !valid) return fail(valid.error());
    return std::make_unique<Stream>(*this, cancel);
  }
  EngineCapacity capacity() const override { return {1, usable_cores()}; }
  std::vector<ModelInfo> models() const override {
    ModelInfo info;
    info.loaded = true;
    return {info};
  }
  Result<void> unload(ModelVersion version) override {
    if (version == ModelVersion::v1_0) return {};
    return fail(ErrorCode::not_found, "the v0.19 model is not loaded", {}, "version");
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
  static constexpr std::size_t kNever = ~std::size_t{0};

  class Session final : public SpeechSession {
   public:
    Session(FakeEngine& engine, CancelToken cancel) : engine_(engine), cancel_(std::move(cancel)) {}

    Result<SessionState> step(const SpeechSink& sink, int) override {
      if (next_ == 0) ++engine_.started;
      if (!engine_.pass(next_, cancel_)) {
        ++engine_.cancelled;
        return fail(ErrorCode::cancelled, "the request was cancelled");
      }
      if (next_ == engine_.chunks.size()) return fail(*engine_.failure);
      SpeechChunk chunk;
      chunk.source.text = "Hi.";
      chunk.index = next_;
      chunk.audio = engine_.chunks[next_++];
      summary_.samples += chunk.audio.size();
      if (auto taken = sink(chunk); !taken) return fail(taken.error());
      return next_ < engine_.chunks.size() || engine_.failure ? SessionState::speaking : SessionState::done;
    }
    const SpeechSummary& summary() const override { return summary_; }
    std::size_t next_characters() const override { return 0; }

   private:
    FakeEngine& engine_;
    CancelToken cancel_;
    std::size_t next_ = 0;
    SpeechSummary summary_;
  };

  class Stream final : public SpeechStream {
   public:
    Stream(FakeEngine& engine, CancelToken cancel) : engine_(engine), cancel_(std::move(cancel)) {}

    Result<SessionState> step(const SpeechSink& sink, int) override {
      std::unique_lock lock(mutex_);
      if (waiting_.empty()) return finished_ ? SessionState::done : SessionState::waiting;
      SpeechChunk chunk;
      chunk.source.text = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      if (!engine_.pass(summary_.chunks, cancel_)) return fail(ErrorCode::cancelled, "the request was cancelled");
      chunk.index = summary_.chunks++;
      chunk.audio = engine_.chunks.front();
      summary_.samples += chunk.audio.size();
      if (auto taken = sink(chunk); !taken) return fail(taken.error());
      return SessionState::speaking;
    }
    const SpeechSummary& summary() const override { return summary_; }
    std::size_t next_characters() const override { return 0; }
    Result<void> append(std::string_view text) override {
      const std::lock_guard lock(mutex_);
      if (!text.empty()) waiting_.emplace_back(text);
      return {};
    }
    void flush() override {}
    void finish() override {
      const std::lock_guard lock(mutex_);
      finished_ = true;
    }

   private:
    FakeEngine& engine_;
    CancelToken cancel_;
    std::mutex mutex_;
    std::deque<std::string> waiting_;
    bool finished_ = false;
    SpeechSummary summary_;
  };

  void set_held(std::size_t from) {
    {
      const std::lock_guard lock(mutex_);
      held_from_ = from;
    }
    changed_.notify_all();
  }

  /// False when the token was cancelled while held. A token cannot wake anybody, so it is looked at every few ms.
  bool pass(std::size_t chunk, const CancelToken& cancel) {
    std::unique_lock lock(mutex_);
    while (chunk >= held_from_ && !cancel.cancelled()) changed_.wait_for(lock, std::chrono::milliseconds(2));
    return !cancel.cancelled();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t held_from_ = kNever;
};

}  // namespace kokoro::server
