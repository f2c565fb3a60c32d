#include <kokoro/engine.hpp>
#include <utility>

#include "engine/core.hpp"
#include "engine/ssml_markup.hpp"
#include "model/backend_kinds.hpp"

namespace kokoro {
namespace {

LanguageInfo describe_language(const text::Language& language) {
  return {std::string(language.code), std::string(language.tag), std::string(language.name)};
}

}  // namespace

Engine::Engine(std::unique_ptr<engine::Core> core) : core_(std::move(core)) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::create(const EngineOptions& options) {
  if (options.model_file.empty() && !options.config_file.empty()) {
    return fail(ErrorCode::invalid_input, "a config file was given without its model",
                "give both: --model FILE --config FILE", "model_file");
  }
  const model::BackendOptions wanted{options.device, options.threads, options.precision};
  const auto kind = model::choose_backend(wanted);
  if (!kind) return fail(kind.error());
  engine::CoreParts parts{
      (*kind)->capabilities(), [wanted, make = (*kind)->make] { return make(wanted); },
      [data = text::TextData{store::Home(options.home).lexicons_folder(), options.mecab_dictionary}](
          const text::Language& language, ModelVersion version) {
        return text::make_front_end(language, version, data);
      }};
  return std::unique_ptr<Engine>(new Engine(std::make_unique<engine::Core>(options, std::move(parts))));
}

Result<SpeechSummary> Engine::speak(const SpeechRequest& request, const SpeechSink& sink, const CancelToken& cancel) {
  return core_->speak(request, sink, cancel);
}

Result<std::unique_ptr<SpeechSession>> Engine::open(const SpeechRequest& request, const CancelToken& cancel) {
  return core_->open(request, cancel);
}

Result<std::unique_ptr<SpeechStream>> Engine::open_stream(const SpeechRequest& request, const CancelToken& cancel) {
  return core_->open_stream(request, cancel);
}

std::vector<Result<SessionState>> Engine::step(std::span<const SessionTurn> batch, int threads) {
  return core_->step(batch, threads);
}

EngineCapacity Engine::capacity() const {
  const auto& device = core_->device();
  return {device.largest_batch, device.parallel_calls};
}

Result<std::vector<PhonemeChunk>> Engine::phonemize(const SpeechRequest& request, const CancelToken& cancel) {
  return core_->phonemize(request, cancel);
}

Result<void> Engine::validate(const SpeechRequest& request, const CancelToken& cancel) {
  return core_->validate(request, cancel);
}

std::vector<VoiceInfo> Engine::voices(std::optional<ModelVersion> version) const { return core_->voices(version); }

Result<std::string> Engine::voice_file(const std::string& voice, std::optional<ModelVersion> version) {
  return core_->voice_file(voice, version);
}

Result<void> Engine::save_voice(const std::string& name, const std::string& voice,
                                std::optional<ModelVersion> version) {
  return core_->save_voice(name, voice, version);
}

Result<std::string> Engine::ssml_to_markup(const std::string& ssml, const std::string& voice) {
  return engine::ssml_to_markup(ssml, voice);
}

SsmlSupport Engine::ssml_support() { return engine::ssml_support(); }

std::vector<LanguageInfo> Engine::languages() {
  std::vector<LanguageInfo> infos;
  for (const auto& language : text::languages()) infos.push_back(describe_language(language));
  return infos;
}

std::optional<LanguageInfo> Engine::find_language(std::string_view code) {
  const auto* language = text::find_language(code);
  return language == nullptr ? std::nullopt : std::optional(describe_language(*language));
}

std::vector<ModelInfo> Engine::models() const { return core_->models(); }
ModelVersion Engine::default_version() const { return core_->default_version(); }
std::string Engine::default_voice(ModelVersion version) const { return core_->default_voice(version); }
Result<ModelInfo> Engine::load(ModelVersion version) { return core_->load(version); }
Result<void> Engine::unload(ModelVersion version) { return core_->unload(version); }
std::size_t Engine::unload_idle(std::chrono::milliseconds idle) { return core_->unload_idle(idle); }
void Engine::refresh() { core_->refresh(); }

}  // namespace kokoro
