#include "engine/core.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "base/log.hpp"
#include "base/pause_point.hpp"
#include "engine/phoneme_text.hpp"
#include "engine/request_check.hpp"
#include "engine/request_document.hpp"
#include "engine/voice_alias.hpp"
#include "engine/voice_names.hpp"
#include "voice/voice_files.hpp"

namespace kokoro::engine {
namespace {

constexpr std::array kVersions{ModelVersion::v1_0, ModelVersion::v0_19};

Result<model::ModelConfig> read_config(const ModelSource& source) {
  const auto blob = source.open_config();
  if (!blob) return fail(blob.error());
  return model::read_config(*blob);
}

}  // namespace

Core::Core(const EngineOptions& options, CoreParts parts)
    : options_(options),
      parts_(std::move(parts)),
      home_(options.home),
      lexicons_(home_.lexicons_folder()),
      models_(parts_.make_backend) {
  if (!options_.model_file.empty()) default_version_ = guess_version(options_);
  if (options_.default_version) default_version_ = *options_.default_version;
  installed_versions_ = std::make_shared<const InstalledVersions>(find_installed_versions());
}

Core::InstalledVersions Core::find_installed_versions() const {
  InstalledVersions found;
  for (const auto version : kVersions) {
    const auto source = find_model(options_, home_, version);
    if (!source) continue;
    auto config = read_config(*source);
    VoiceCatalog voices({.version = version,
                         .demo = source->embedded(),
                         .folder = home_.voices_folder(version),
                         .style_width = config ? 2 * static_cast<std::size_t>(config->style_dim) : 0,
                         .cache_capacity = options_.voice_cache,
                         .preferred = options_.default_voice});
    found.emplace(version, std::make_shared<const InstalledVersion>(
                               InstalledVersion{*source, std::move(config), std::move(voices)}));
  }
  return found;
}

std::shared_ptr<const Core::InstalledVersions> Core::installed_versions() const {
  const std::lock_guard lock(mutex_);
  return installed_versions_;
}

void Core::refresh() {
  auto found = std::make_shared<const InstalledVersions>(find_installed_versions());
  {
    const std::lock_guard lock(mutex_);
    installed_versions_ = found;
  }
  models_.unload_unless([&](const ModelSource& source) {
    return std::ranges::any_of(*found, [&](const auto& entry) { return entry.second->source == source; });
  });
  // A front end may have been made without a dictionary that is there now.
  front_ends_.clear();
}

Result<std::shared_ptr<const Core::InstalledVersion>> Core::find_installed_version(ModelVersion version) const {
  const auto all = installed_versions();
  const auto installed = all->find(version);
  if (installed == all->end()) return fail(model_not_installed(home_, version));
  return installed->second;
}

Result<Core::Order> Core::check(const SpeechRequest& request) const {
  if (auto speed = check_speed(request.speed); !speed) return fail(std::move(speed.error()));
  if (auto silence = check_silence(request.silence); !silence) return fail(std::move(silence.error()));
  auto installed = find_installed_version(request.version.value_or(default_version_));
  if (!installed) return fail(std::move(installed.error()));
  Order order{*installed, request.voice, nullptr, {}, {}};
  if (const auto* alias = find_alias(request, order.voice)) order.voice = alias->voice;
  if (order.voice.empty()) order.voice = (*installed)->voices.default_voice();
  auto language =
      check_language(request.language.empty() ? (*installed)->voices.language(order.voice) : request.language);
  if (!language) return fail(std::move(language.error()));
  order.language = *language;
  if (!(*installed)->config) return fail((*installed)->config.error());
  order.vocabulary = (*installed)->vocabulary();
  auto pack = open_voice(**installed, order.voice);
  if (!pack) return fail(std::move(pack.error()));
  order.pack = std::move(*pack);
  return order;
}

Result<VoiceCatalog::Pack> Core::open_voice(const InstalledVersion& installed, const std::string& voice) const {
  if (!voice::names_a_file(voice)) return installed.voices.get(voice);
  if (!options_.voice_files) {
    return fail(ErrorCode::invalid_input, fmt::format("the voice '{}' is not a voice's name", voice),
                "voice files are not accepted here", "voice");
  }
  return installed.voices.get_with_files(voice);
}

Result<PlanCursor> Core::plan(const SpeechRequest& request, const text::Language& language, ModelVersion version,
                              PlanCursor::Vocabulary vocabulary, const CancelToken& cancel) {
  if (request.text_is_phonemes) {
    auto chunks = chunk_phonemes(request.text, vocabulary);
    if (!chunks) return fail(std::move(chunks.error()));
    return PlanCursor(std::move(*chunks), std::move(vocabulary));
  }
  auto document = read_document(request, language.tag);
  if (!document) return fail(std::move(document.error()));
  const auto options = reading_options(request, cancel);
  if (!options) return fail(options.error());
  std::vector<SpanOrder> spans;
  spans.reserve(document->spans.size());
  for (auto& span : document->spans) {
    PausePoint::pass();
    if (cancel.cancelled()) return fail(ErrorCode::cancelled, "the request was cancelled");
    auto own = span_language(request, language, version, span);
    if (!own) return fail(std::move(own.error()));
    auto reader = front_end(**own, version, cancel);
    if (!reader) return fail(std::move(reader.error()));
    spans.push_back({std::move(span), std::move(*reader), *options});
    SpanOrder& order = spans.back();
    if (auto there = order.reader->prepare(order.span.text.text, order.options); !there) {
      return fail(std::move(there.error()));
    }
  }
  return PlanCursor(std::move(spans), std::move(document->marks), document->pause_after_s, std::move(vocabulary));
}

Result<std::shared_ptr<const text::FrontEnd>> Core::front_end(const text::Language& language, ModelVersion version,
                                                              const CancelToken& cancel) {
  const std::size_t dictionaries = lexicons_.dictionaries();
  if (dictionaries_.exchange(dictionaries) != dictionaries) front_ends_.clear();
  return front_ends_.get(
      {language.tag, version, dictionaries},
      [&]() -> Result<std::shared_ptr<const text::FrontEnd>> {
        auto made = parts_.make_front_end(language, version);
        if (!made) return fail(std::move(made.error()));
        return std::shared_ptr<const text::FrontEnd>(std::move(*made));
      },
      cancel);
}

Result<text::ReadingOptions> Core::reading_options(const SpeechRequest& request, const CancelToken& cancel) {
  text::ReadingOptions reading;
  reading.normalize = request.normalization;
  auto lexicon = lexicons_.current();
  if (!lexicon) {
    log::warning("a pronunciation file is left out until it is mended: {}", lexicon.error().message);
    lexicon = lexicons_.current();  // what the other files say
  }
  if (lexicon) reading.lexicon = std::move(*lexicon);
  if (request.lexicon.empty()) return reading;
  auto own = std::make_shared<text::UserLexicon>(reading.lexicon ? *reading.lexicon : text::UserLexicon());
  for (const LexiconEntry& entry : request.lexicon) {
    PausePoint::pass();
    if (cancel.cancelled()) return fail(ErrorCode::cancelled, "the request was cancelled");
    if (auto added = own->add(entry); !added) return fail(std::move(added.error()));
  }
  reading.lexicon = std::move(own);
  return reading;
}

Result<const text::Language*> Core::span_language(const SpeechRequest& request, const text::Language& language,
                                                  ModelVersion version, const text::DocumentSpan& span) const {
  if (!span.language.empty()) return check_language(span.language);
  if (span.voice.empty() || !request.language.empty()) return &language;
  if (const auto installed = find_installed_version(version))
    return check_language((*installed)->voices.language(span.voice));
  const auto* said = text::language_of_voice(span.voice);
  return said != nullptr ? said : &language;
}

Result<std::vector<PhonemeChunk>> Core::phonemize(const SpeechRequest& request, const CancelToken& cancel) {
  if (auto checked = check_text(request.text); !checked) return fail(std::move(checked.error()));
  const auto* spoken_by = text::language_of_voice(request.voice);
  const std::string_view code = !request.language.empty() ? request.language : spoken_by ? spoken_by->tag : "en-us";
  const auto language = check_language(code);
  if (!language) return fail(language.error());
  const auto version = request.version.value_or(kDefaultVersion);
  auto cursor = plan(request, **language, version, text::vocabulary(version), cancel);
  if (!cursor) return fail(std::move(cursor.error()));
  std::vector<PhonemeChunk> chunks;
  while (true) {
    const auto planned = cursor->next(cancel);
    if (!planned) return fail(planned.error());
    if (!*planned) break;
    chunks.push_back(describe(**planned, request.text));
  }
  if (chunks.empty()) return fail(nothing_to_say());
  return chunks;
}

std::vector<VoiceInfo> Core::voices(std::optional<ModelVersion> version) const {
  std::vector<VoiceInfo> all;
  const auto all_installed = installed_versions();
  for (const auto& [key, installed] : *all_installed) {
    if (version && *version != key) continue;
    auto own = installed->voices.list();
    all.insert(all.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return all;
}

std::vector<ModelInfo> Core::models() const {
  std::vector<ModelInfo> models;
  const auto all_installed = installed_versions();
  for (const auto& [version, installed] : *all_installed) {
    // Files that the options name serve whichever version is asked for, but they are one model.
    if (installed->source.given && version != default_version_ && !models_.peek(installed->source)) continue;
    models.push_back(describe_model(*installed));
  }
  std::stable_partition(models.begin(), models.end(),
                        [this](const auto& model) { return model.version == default_version_; });
  return models;
}

std::string Core::default_voice(ModelVersion version) const {
  const auto installed = find_installed_version(version);
  return installed ? (*installed)->voices.default_voice() : std::string();
}

ModelInfo Core::describe_model(const InstalledVersion& installed) const {
  ModelInfo info;
  info.version = installed.source.version;
  info.path = installed.source.path();
  info.embedded = installed.source.embedded();
  if (const auto model = models_.peek(installed.source)) {
    info.loaded = true;
    info.device = model->backend->device();
    info.parameters = model->backend->parameters();
  }
  return info;
}

Result<ModelInfo> Core::load(ModelVersion version) {
  const auto installed = find_installed_version(version);
  if (!installed) return fail(installed.error());
  auto model = models_.get((*installed)->source);
  if (!model) return fail(std::move(model.error()));
  // What is missing for a language is said to those who ask for it.
  for (const VoiceInfo& voice : (*installed)->voices.list()) {
    const auto* language = text::find_language(voice.language);
    if (language != nullptr) static_cast<void>(front_end(*language, version, {}));
  }
  return describe_model(**installed);
}

}  // namespace kokoro::engine
