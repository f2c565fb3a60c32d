#pragma once

#include <kokoro/engine.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kokoro::server {

/// What the server needs of an engine; tests put another in its place. Thread-safe.
class SpeechEngine {
 public:
  virtual ~SpeechEngine() = default;
  virtual Result<std::unique_ptr<SpeechSession>> open(const SpeechRequest& request, const CancelToken& cancel) = 0;
  virtual Result<std::vector<PhonemeChunk>> phonemize(const SpeechRequest& request, const CancelToken& cancel) = 0;
  virtual std::vector<VoiceInfo> voices() const = 0;
  virtual Result<std::string> voice_file(const std::string& voice, std::optional<ModelVersion> version) = 0;
  virtual Result<void> save_voice(const std::string& name, const std::string& voice,
                                  std::optional<ModelVersion> version) = 0;
  virtual Result<std::unique_ptr<SpeechStream>> open_stream(const SpeechRequest& request,
                                                            const CancelToken& cancel) = 0;
  /// One step of each session; see Engine::step().
  virtual std::vector<Result<SessionState>> step(std::span<const SessionTurn> batch, int threads) {
    std::vector<Result<SessionState>> results;
    for (const SessionTurn& turn : batch) results.push_back(turn.session->step(turn.sink, threads));
    return results;
  }
  virtual EngineCapacity capacity() const = 0;
  virtual std::vector<ModelInfo> models() const = 0;
  virtual Result<void> unload(ModelVersion version) = 0;
  virtual ModelVersion default_version() const = 0;
  virtual std::string default_voice(ModelVersion version) const = 0;
  virtual Result<void> load_default() = 0;
};

/// The engine itself, which must outlive this.
class EngineAdapter final : public SpeechEngine {
 public:
  explicit EngineAdapter(Engine& engine) : engine_(engine) {}
  Result<std::unique_ptr<SpeechSession>> open(const SpeechRequest& request, const CancelToken& cancel) override {
    return engine_.open(request, cancel);
  }
  Result<std::vector<PhonemeChunk>> phonemize(const SpeechRequest& request, const CancelToken& cancel) override {
    return engine_.phonemize(request, cancel);
  }
  std::vector<VoiceInfo> voices() const override { return engine_.voices(); }
  Result<std::string> voice_file(const std::string& voice, std::optional<ModelVersion> version) override {
    return engine_.voice_file(voice, version);
  }
  Result<void> save_voice(const std::string& name, const std::string& voice,
                          std::optional<ModelVersion> version) override {
    return engine_.save_voice(name, voice, version);
  }
  Result<std::unique_ptr<SpeechStream>> open_stream(const SpeechRequest& request, const CancelToken& cancel) override {
    return engine_.open_stream(request, cancel);
  }
  std::vector<Result<SessionState>> step(std::span<const SessionTurn> batch, int threads) override {
    return engine_.step(batch, threads);
  }
  EngineCapacity capacity() const override { return engine_.capacity(); }
  std::vector<ModelInfo> models() const override { return engine_.models(); }
  Result<void> unload(ModelVersion version) override { return engine_.unload(version); }
  ModelVersion default_version() const override { return engine_.default_version(); }
  std::string default_voice(ModelVersion version) const override { return engine_.default_voice(version); }
  Result<void> load_default() override {
    auto loaded = engine_.load(engine_.default_version());
    if (!loaded) return fail(std::move(loaded.error()));
    return {};
  }

 private:
  Engine& engine_;
};

}  // namespace kokoro::server
