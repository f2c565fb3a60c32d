#include <fmt/format.h>

#include <CLI/App.hpp>
#include <cstdio>
#include <optional>

#include "audio/captions.hpp"
#include "audio/encoder.hpp"
#include "audio/loudness.hpp"
#include "audio/pcm/pcm16.hpp"
#include "cli/commands.hpp"
#include "cli/dictionary_state.hpp"
#include "cli/interrupt.hpp"
#include "cli/output_file.hpp"
#include "cli/player.hpp"
#include "cli/progress.hpp"
#include "cli/reading_flags.hpp"
#include "cli/text_input.hpp"

namespace kokoro::cli {
namespace {

using config::Key;
using config::Scope;

constexpr unsigned kScopes = scope_bits(Scope::compute, Scope::request, Scope::text, Scope::audio);

constexpr const char* kFooter = R"(
The text is the argument, a file, or standard input when it is piped or `-`.
Without -o the speech is played. `-o -` writes to standard output.

Examples:
  kokoro say "Good morning."
  kokoro say -f chapter.txt -o chapter.wav --captions chapter.srt
  kokoro say "Half and half." --voice "af_bella(2)+am_adam" --speed 1.1 -o mix.mp3
  echo "From a pipe." | kokoro say -o - | aplay)";

struct SayOptions {
  TextSource text;
  std::string output;
  std::string format;
  std::string captions;
  std::string voice;
  std::string language;
  std::string version;
  std::string speed;
  std::string seed = "0";
  ModelFlags files;
  bool quiet = false;
  ReadingFlags reading;
};

/// Where samples go: an encoded file or a player.
class Destination {
 public:
  static Result<Destination> open(const SayOptions& options) {
    Destination made;
    if (options.output.empty()) {
      auto player = Player::start();
      if (!player) return fail(player.error());
      made.player_.emplace(std::move(*player));
      return made;
    }
    auto format = chosen_format(options);
    if (!format) return fail(format.error());
    auto file = OutputFile::open(options.output);
    if (!file) return fail(file.error());
    auto encoder = audio::make_encoder(*format, file->rewindable() ? audio::Purpose::whole : audio::Purpose::stream);
    if (!encoder) return fail(encoder.error());
    made.encoder_ = std::move(*encoder);
    made.file_.emplace(std::move(*file));
    return made;
  }

  /// Checks format and names without touching anything.
  static Result<void> check(const SayOptions& options) {
    if (options.output.empty()) {
      if (options.format.empty()) return {};
      return fail(ErrorCode::invalid_input, "--format needs an output", "add -o FILE, or -o - for standard output");
    }
    const auto format = chosen_format(options);
    if (!format) return fail(format.error());
    const auto encoder = audio::make_encoder(*format, audio::Purpose::stream);
    return encoder ? Result<void>() : fail(encoder.error());
  }

  Result<void> write(std::span<const float> samples) {
    if (player_) {
      std::string pcm;
      audio::append_pcm16(pcm, samples);
      return player_->write(pcm);
    }
    auto bytes = encoder_->append(samples);
    if (!bytes) return fail(bytes.error());
    return file_->write(*bytes);
  }

  Result<void> finish() {
    if (player_) return player_->finish();
    auto bytes = encoder_->finish();
    if (!bytes) return fail(bytes.error());
    if (auto written = file_->write(*bytes); !written) return written;
    if (auto written = file_->write_start(encoder_->final_header()); !written) return written;
    return file_->commit();
  }

 private:
  Destination() = default;

  static Result<audio::Format> chosen_format(const SayOptions& options) {
    if (!options.format.empty()) return audio::parse_format(options.format);
    if (options.output == "-" || options.output.starts_with("/dev/")) return audio::Format::wav;
    return audio::format_of_file(options.output);
  }

  std::optional<Player> player_;
  std::unique_ptr<audio::PcmEncoder> encoder_;
  std::optional<OutputFile> file_;
};

Result<SpeechRequest> make_request(const SayOptions& options, const config::Settings& settings) {
  SpeechRequest request;
  request.voice = options.voice.empty() ? settings.text(Key::default_voice) : options.voice;
  request.language = options.language.empty() ? settings.text(Key::default_language) : options.language;
  auto version = options.version.empty() ? read_version(settings.text(Key::default_version), "default_version")
                                         : read_version(options.version, "--version");
  if (!version) return fail(version.error());
  request.version = *version;
  const auto speed = options.speed.empty() ? Result<double>(settings.number(Key::default_speed))
                                           : read_number(options.speed, "--speed", 0.25, 4);
  if (!speed) return fail(speed.error());
  request.speed = static_cast<float>(*speed);
  const auto seed = read_whole_number(options.seed, "--seed", std::numeric_limits<std::uint64_t>::max());
  if (!seed) return fail(seed.error());
  request.seed = *seed;
  request.silence = silence_of(settings);
  auto text = read_text(options.text);
  if (!text) return fail(text.error());
  request.text = std::move(*text);
  if (auto read = options.reading.apply(request); !read) return fail(read.error());
  return request;
}

Result<std::optional<audio::CaptionFormat>> caption_format(const std::string& path) {
  if (path.empty()) return std::nullopt;
  auto format = audio::parse_caption_format(std::filesystem::path(path).extension().string());
  if (format) return *format;
  return fail(ErrorCode::invalid_input, fmt::format("--captions {}: unknown kind of captions", path),
              "end the name in .srt, .vtt or .json", "captions");
}

Result<void> speak_all(SpeechSession& session, const SpeechSink& sink) {
  while (true) {
    const auto state = session.step(sink);
    if (!state) return fail(state.error());
    if (*state == SessionState::done) return {};
  }
}

Result<void> say(const SayOptions& options, const Context& context) {
  const auto settings = context.settings(kScopes);
  if (!settings) return fail(settings.error());
  if (auto checked = Destination::check(options); !checked) return checked;
  const auto captions = caption_format(options.captions);
  if (!captions) return fail(captions.error());
  auto request = make_request(options, *settings);
  if (!request) return fail(request.error());
  auto engine = make_engine(*settings, options.files.model, options.files.config);
  if (!engine) return fail(engine.error());
  const CancelToken cancel = interrupts().token();
  // What is wrong with the request shows here, before a file or a player is opened.
  auto session = (*engine)->open(*request, cancel);
  if (!session) return fail(with_voices_command(session.error()));
  auto destination = Destination::open(options);
  if (!destination) return fail(destination.error());

  ProgressLine progress(options.quiet);
  std::vector<WordTime> words;
  std::optional<audio::Leveller> leveller;
  if (const auto lufs = loudness_of(*settings)) leveller.emplace(*lufs);
  if (!options.quiet) {
    // The demo voice learned from espeak-ng: dictionaries are for the real model.
    if (options.files.model.empty() && speaks_demo(**engine, request->version)) {
      fmt::print(stderr, "{}\n", kDemoLine);
    } else if (lacks_dictionary(*settings, request->voice, request->language,
                                request->version.value_or((*engine)->default_version()))) {
      fmt::print(stderr, "{}\n", kLexiconLine);
    }
  }
  const auto sink = [&](const SpeechChunk& chunk) -> Result<void> {
    if (*captions) words.insert(words.end(), chunk.words.begin(), chunk.words.end());
    const double spoken_s = chunk.start_s + static_cast<double>(chunk.audio.size()) / kSampleRateHz;
    progress.show(static_cast<double>(chunk.source.end_byte) / static_cast<double>(request->text.size()),
                  fmt::format("{} of speech", duration_text(spoken_s)));
    if (!leveller) return destination->write(chunk.audio);
    std::vector<float> samples(chunk.audio.begin(), chunk.audio.end());
    leveller->level(samples);
    return destination->write(samples);
  };
  const auto spoken = speak_all(**session, sink);
  progress.clear();
  if (!spoken) return fail(with_voices_command(spoken.error()));
  if (auto finished = destination->finish(); !finished) return finished;
  if (!*captions) return {};
  return write_whole_file(options.captions,
                          audio::write_captions(**captions, words, audio::hide_markup(request->text, request->format)));
}

}  // namespace

void add_say(CLI::App& app, Context& context) {
  CLI::App& command = make_command(app, context, "say", "Speak a text: play it, or write it to a file.", kScopes);
  auto options = std::make_shared<SayOptions>();
  command.add_option_function<std::string>(
      "text",
      [options](const std::string& text) {
        options->text.argument = text;
        options->text.given = true;
      },
      "What to say; - reads standard input");
  command.add_option("-f,--file", options->text.file, "Read the text from a file")->type_name("FILE");
  command.add_option("-o,--output", options->output, "Write to a file (.wav, .mp3, .opus …), - for standard output")
      ->check([](const std::string& file) { return std::string(file.empty() ? "names no file" : ""); })
      ->type_name("FILE");
  command.add_option("--format", options->format, "Format of the output, whatever its name says")
      ->type_name(fmt::format("{}", fmt::join(audio::kFormatNames, "|")));
  command.add_option("--captions", options->captions, "Write word times too: .srt, .vtt or .json")->type_name("FILE");
  command
      .add_option("--voice", options->voice,
                  "A voice, a mix such as \"af_heart(2)+af_sky\" or af_heart:60,af_sky:40, a voice file, or FILE:NAME")
      ->type_name("NAME|MIX|FILE");
  options->reading.add_to(command);
  command.add_option("--speed", options->speed, "0.25 to 4; 1 is normal")->type_name("X");
  command.add_option("--lang", options->language, "Language, such as en-us or ja; else the voice's own")
      ->type_name("CODE");
  command.add_option("--seed", options->seed, "Same seed, text and voice: same samples")->type_name("N");
  command.add_option("--version", options->version, "Version of the model")->type_name("v1.0|v0.19");
  add_model_flags(command, options->files);
  command.add_flag("-q,--quiet", options->quiet, "No progress, no remarks");
  command.footer(kFooter);
  command.callback([options, &context] { context.action = [options, &context] { return say(*options, context); }; });
}

}  // namespace kokoro::cli
