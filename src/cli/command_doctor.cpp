#include <fmt/format.h>

#include <CLI/App.hpp>
#include <thread>

#include "cli/commands.hpp"
#include "cli/dictionary_state.hpp"
#include "cli/player.hpp"
#include "cli/text_input.hpp"
#include "engine/model_source.hpp"
#include "store/home.hpp"

namespace kokoro::cli {
namespace {

using config::Key;
using config::Scope;

constexpr unsigned kScopes = scope_bits(Scope::compute, Scope::text);

/// What was found, line by line, and what the user should do about it.
class Report {
 public:
  void good(std::string_view what, const std::string& found) { line("ok", what, found); }
  void missing(std::string_view what, const std::string& found, const std::string& advice) {
    line("--", what, found);
    steps_.push_back(advice);
  }
  void broken(std::string_view what, const Error& error) {
    line("!!", what, error.message);
    steps_.push_back(error.hint.empty() ? error.message : error.hint);
    if (!first_error_) first_error_ = error;
  }

  const std::optional<Error>& first_error() const { return first_error_; }

  std::string text() const {
    std::string out = lines_ + "\n";
    if (steps_.empty()) return out + "Everything is in place.\n";
    out += "What to do next:\n";
    for (const std::string& step : steps_) out += fmt::format("  - {}\n", step);
    return out;
  }

 private:
  void line(std::string_view mark, std::string_view what, const std::string& found) {
    lines_ += fmt::format("{}  {:<10} {}\n", mark, what, found);
  }
  std::string lines_;
  std::vector<std::string> steps_;
  std::optional<Error> first_error_;
};

std::string cpu_features() {
  std::string found;
#if defined(__x86_64__)
  const auto add = [&](bool has, std::string_view name) {
    if (has) found += fmt::format("{}{}", found.empty() ? "" : " ", name);
  };
  __builtin_cpu_init();
  add(__builtin_cpu_supports("sse4.2") != 0, "SSE4.2");
  add(__builtin_cpu_supports("avx2") != 0, "AVX2");
  add(__builtin_cpu_supports("fma") != 0, "FMA");
  add(__builtin_cpu_supports("avx512f") != 0, "AVX-512F");
  add(__builtin_cpu_supports("avx512bw") != 0, "AVX-512BW");
  add(__builtin_cpu_supports("avx512vnni") != 0, "AVX-512VNNI");
#elif defined(__aarch64__)
  found = "NEON";
#endif
  return found.empty() ? "no vector instructions known" : found;
}

void check_models(Report& report, Engine& engine, const EngineOptions& files) {
  bool published = false;
  for (const ModelInfo& model : engine.models()) {
    const auto loaded = engine.load(model.version);
    if (!loaded) {
      report.broken("model", loaded.error());
      continue;
    }
    published |= !model.embedded;
    const auto source = engine::find_model(files, store::Home(files.home), model.version);
    const std::string_view name = source ? source->generation() : version_name(model.version);
    report.good("model", fmt::format("{} {}: {:.1f} M parameters, {}", name, model.path,
                                     static_cast<double>(loaded->parameters) / 1e6, loaded->device));
  }
  if (!published) {
    report.missing("model", "only the small demo voice is here",
                   "`kokoro pull` fetches the published model and voices");
  }
}

void check_dictionaries(Report& report, const config::Settings& settings) {
  std::string there;
  for (const DictionaryState& state : dictionary_states(settings)) {
    if (state.is_there) there += (there.empty() ? "" : ", ") + state.file.string();
  }
  if (there.empty()) {
    report.missing("lexicon", "English is read by espeak-ng alone",
                   "`kokoro pull lexicon` fetches the English dictionaries that the model was trained with");
  } else {
    report.good("lexicon", there);
  }
}

Result<std::vector<PhonemeChunk>> phonemes_of(Engine& engine, std::string text, std::string language) {
  SpeechRequest request;
  request.text = std::move(text);
  request.language = std::move(language);
  request.version = engine.default_version();
  return engine.phonemize(request);
}

void check_speech(Report& report, Engine& engine) {
  const auto phonemes = phonemes_of(engine, "doctor", "en-us");
  if (phonemes) {
    report.good("phonemes", "espeak-ng and its data");
  } else {
    report.broken("phonemes", phonemes.error());
  }
  const auto japanese = phonemes_of(engine, "日本語", "ja");
  if (japanese) {
    report.good("japanese", "MeCab and its dictionary");
  } else {
    report.missing("japanese", japanese.error().message, "to speak Japanese: " + japanese.error().hint);
  }
  const auto voices = engine.voices();
  report.good("voices", fmt::format("{}, default {}", voices.size(), engine.default_voice(engine.default_version())));
}

void check_players(Report& report) {
  std::string names;
  for (const PlayerProgram& player : installed_players()) names += (names.empty() ? "" : " ") + player.name;
  if (names.empty()) {
    report.missing("player", "none of aplay, paplay, ffplay", "to hear speech without -o: `apt install alsa-utils`");
  } else {
    report.good("player", names);
  }
}

Result<void> doctor(const ModelFlags& flags, const Context& context) {
  const auto settings = context.settings(kScopes);
  if (!settings) return fail(settings.error());
  auto engine = make_engine(*settings, flags.model, flags.config);
  if (!engine) return fail(engine.error());
  Report report;
  const auto home = store::Home(settings->text(Key::home)).root();
  std::error_code error;
  const bool exists = std::filesystem::is_directory(home, error);
  const std::string origin = settings->origin(Key::home);
  report.good("program", fmt::format("kokoro {}", program_version()));
  report.good("cpu", fmt::format("{} ({} threads)", cpu_features(), std::thread::hardware_concurrency()));
  report.good("home", fmt::format("{}{} ({})", home.string(), exists ? "" : ", not there yet", origin));
  EngineOptions files;
  files.home = settings->text(Key::home);
  files.model_file = flags.model;
  files.config_file = flags.config;
  check_models(report, **engine, files);
  check_dictionaries(report, *settings);
  check_speech(report, **engine);
  check_players(report);
  if (auto written = write_out(report.text()); !written) return written;
  return report.first_error() ? fail(*report.first_error()) : Result<void>();
}

}  // namespace

void add_doctor(CLI::App& app, Context& context) {
  CLI::App& command = make_command(app, context, "doctor", "Check what is here and say what to do next.", kScopes);
  command.footer("\nLoads each installed model once. Exits with an error when speech would fail.");
  auto flags = std::make_shared<ModelFlags>();
  add_model_flags(command, *flags);
  command.callback([flags, &context] { context.action = [flags, &context] { return doctor(*flags, context); }; });
}

}  // namespace kokoro::cli
