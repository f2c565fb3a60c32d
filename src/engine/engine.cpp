#include <kokoro/engine.hpp>
#include <utility>

#include "engine/core.hpp"
#include "engine/ssml_markup.hpp"

namespace kokoro {

struct Engine::State {
  engine::Core core;
};

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::create(const EngineOptions& options) {
  if (options.model_file.empty() != options.config_file.empty()) {
    const bool no_config = options.config_file.empty();
    return fail(
        ErrorCode::invalid_input,
        no_config ? "a model file was given without its config file" : "a config file was given without its model",
        "give both: --model FILE --config FILE", no_config ? "config_file" : "model_file");
  }
  engine::CoreParts parts{
      [threads = options.threads, precision = options.precision] {
        return model::make_cpu_backend(threads, precision);
      },
      [data = text::TextData{store::Home(options.home).lexicons_folder(), options.mecab_dictionary}](
          const text::Language& language, ModelVersion version) {
        return text::make_front_end(language, version, data);
      }};
  return std::unique_ptr<Engine>(new Engine(std::unique_ptr<State>(new State{{options, std::move(parts)}})));
}

Result<SpeechSummary> Engine::speak(const SpeechRequest& request, const SpeechSink& sink, const CancelToken& cancel) {
  return state_->core.speak(request, sink, cancel);
}

Result<std::unique_ptr<SpeechSession>> Engine::open(const SpeechRequest& request, const CancelToken& cancel) {
  return state_->core.open(request, cancel);
}

Result<std::unique_ptr<SpeechStream>> Engine::open_stream(const SpeechRequest& request, const CancelToken& cancel) {
  return state_->core.open_stream(request, cancel);
}

Result<std::vector<PhonemeChunk>> Engine::phonemize(const SpeechRequest& request, const CancelToken& cancel) {
  return state_->core.phonemize(request, cancel);
}

Result<void> Engine::validate(const SpeechRequest& request, const CancelToken& cancel) {
  return state_->core.validate(request, cancel);
}

std::vector<VoiceInfo> Engine::voices(std::optional<ModelVersion> version) const {
  return state_->core.voices(version);
}

Result<std::string> Engine::voice_file(const std::string& voice, std::optional<ModelVersion> version) {
  return state_->core.voice_file(voice, version);
}

Result<void> Engine::save_voice(const std::string& name, const std::string& voice,
                                std::optional<ModelVersion> version) {
  return state_->core.save_voice(name, voice, version);
}

Result<std::string> Engine::ssml_to_markup(const std::string& ssml, const std::string& voice) {
  return engine::ssml_to_markup(ssml, voice);
}

SsmlSupport Engine::ssml_support() { return engine::ssml_support(); }

std::vector<LanguageInfo> Engine::languages() {
  std::vector<LanguageInfo> infos;
  for (const auto& language : text::languages()) {
    infos.push_back({std::string(language.code), std::string(language.tag), std::string(language.name)});
  }
  return infos;
}

std::vector<ModelInfo> Engine::models() const { return state_->core.models(); }
ModelVersion Engine::default_version() const { return state_->core.default_version(); }
std::string Engine::default_voice(ModelVersion version) const { return state_->core.default_voice(version); }
Result<ModelInfo> Engine::load(ModelVersion version) { return state_->core.load(version); }
Result<void> Engine::unload(ModelVersion version) { return state_->core.unload(version); }
std::size_t Engine::unload_idle(std::chrono::milliseconds idle) { return state_->core.unload_idle(idle); }
void Engine::refresh() { state_->core.refresh(); }

}  // namespace kokoro
