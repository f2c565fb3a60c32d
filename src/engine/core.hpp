#pragma once

#include <atomic>
#include <functional>
#include <kokoro/engine.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "base/build_once.hpp"
#include "engine/model_manager.hpp"
#include "engine/model_source.hpp"
#include "engine/plan.hpp"
#include "engine/plan_cursor.hpp"
#include "engine/session.hpp"
#include "engine/voice_catalog.hpp"
#include "store/home.hpp"
#include "text/front_ends.hpp"
#include "text/lexicon/lexicon_folder.hpp"

namespace kokoro::engine {

/// What the engine is made from; tests bring their own.
struct CoreParts {
  model::Capabilities device;  ///< what the backends can do
  ModelManager::MakeBackend make_backend;
  std::function<Result<std::unique_ptr<text::FrontEnd>>(const text::Language&, ModelVersion)> make_front_end;
};

/// The engine behind the public face: see kokoro::Engine for what each call does. Thread-safe.
///
/// What is installed is looked up when it is made, and by refresh().
class Core {
 public:
  Core(const EngineOptions& options, CoreParts parts);

  Result<SpeechSummary> speak(const SpeechRequest& request, const SpeechSink& sink, const CancelToken& cancel);
  Result<std::unique_ptr<SpeechSession>> open(const SpeechRequest& request, const CancelToken& cancel);
  Result<std::unique_ptr<SpeechStream>> open_stream(const SpeechRequest& request, const CancelToken& cancel);
  std::vector<Result<SessionState>> step(std::span<const SessionTurn> batch, int threads);
  const model::Capabilities& device() const { return parts_.device; }
  Result<std::vector<PhonemeChunk>> phonemize(const SpeechRequest& request, const CancelToken& cancel);
  Result<void> validate(const SpeechRequest& request, const CancelToken& cancel);

  Result<std::string> voice_file(const std::string& voice, std::optional<ModelVersion> version);
  Result<void> save_voice(const std::string& name, const std::string& voice, std::optional<ModelVersion> version);

  std::vector<VoiceInfo> voices(std::optional<ModelVersion> version) const;
  std::vector<ModelInfo> models() const;
  ModelVersion default_version() const { return default_version_; }
  std::string default_voice(ModelVersion version) const;

  Result<ModelInfo> load(ModelVersion version);
  Result<void> unload(ModelVersion version) { return models_.unload(version); }
  std::size_t unload_idle(std::chrono::milliseconds idle) { return models_.unload_idle(idle); }
  void refresh();

 private:
  using Clock = std::chrono::steady_clock;
  /// Language, version, and LexiconFolder::dictionaries(): a dictionary that was fetched or changed is opened by the
  /// next request. A tag of text::languages() lives for ever.
  using FrontEndKey = std::tuple<std::string_view, ModelVersion, std::size_t>;

  /// An installed version.
  struct InstalledVersion {
    ModelSource source;
    /// What the config says, known without loading the model. An error is that of each request.
    Result<model::ModelConfig> config;
    VoiceCatalog voices;

    /// The symbols of the config, or the published ones where it has none.
    const PlanCursor::Vocabulary& vocabulary() const {
      return config->vocab.empty() ? text::vocabulary(source.version) : config->vocab;
    }
  };

  /// A request whose fields are right, but for the text.
  struct Order {
    std::shared_ptr<const InstalledVersion> installed;
    std::string voice;
    const text::Language* language;
    PlanCursor::Vocabulary vocabulary;
    VoiceCatalog::Pack pack;  ///< of `voice`
  };
  class TextPlan;
  class StreamPlan;
  using InstalledVersions = std::map<ModelVersion, std::shared_ptr<const InstalledVersion>>;

  InstalledVersions find_installed_versions() const;
  std::shared_ptr<const InstalledVersions> installed_versions() const;
  Result<std::shared_ptr<const InstalledVersion>> find_installed_version(ModelVersion version) const;
  Result<Order> check(const SpeechRequest& request) const;
  Result<VoiceCatalog::Pack> open_voice(const InstalledVersion& installed, const std::string& voice) const;
  /// `request.text`, which may have nothing to say. What is wrong with it is an error here, but for its voices.
  Result<PlanCursor> plan(const SpeechRequest& request, const text::Language& language, ModelVersion version,
                          PlanCursor::Vocabulary vocabulary, const CancelToken& cancel);
  Result<text::ReadingOptions> reading_options(const SpeechRequest& request, const CancelToken& cancel);
  Result<std::shared_ptr<const text::FrontEnd>> front_end(const text::Language& language, ModelVersion version,
                                                          const CancelToken& cancel);
  std::unique_ptr<Session> make_session(const SpeechRequest& request, const Order& order, std::unique_ptr<Plan> chunks,
                                        const CancelToken& cancel, Clock::time_point called);
  Result<const text::Language*> span_language(const SpeechRequest& request, const text::Language& language,
                                              ModelVersion version, const text::DocumentSpan& span) const;
  ModelInfo describe_model(const InstalledVersion& installed) const;

  EngineOptions options_;
  CoreParts parts_;
  store::Home home_;
  text::LexiconFolder lexicons_;
  ModelVersion default_version_ = kDefaultVersion;
  mutable std::mutex mutex_;
  std::shared_ptr<const InstalledVersions> installed_versions_;  ///< replaced as a whole: requests keep theirs
  ModelManager models_;
  BuildOnce<FrontEndKey, text::FrontEnd> front_ends_;
  std::atomic<std::size_t> dictionaries_ = 0;  ///< those that front_ends_ were made with
};

}  // namespace kokoro::engine
