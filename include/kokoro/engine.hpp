#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <kokoro/precision.hpp>
#include <kokoro/speech.hpp>
#include <kokoro/speech_session.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kokoro {

struct EngineOptions {
  std::filesystem::path home;                   ///< data directory; empty: KOKORO_HOME, else $XDG_DATA_HOME/kokoro
  std::filesystem::path model_file;             ///< weights outside the home: .pth, .safetensors, .onnx
  std::filesystem::path config_file;            ///< empty: the config.json beside model_file, else the published one
  std::filesystem::path mecab_dictionary = {};  ///< for Japanese; empty: Debian's NAIST-jdic
  std::string device = "auto";                  ///< that computes: "cpu"; "auto": the best that this machine has
  int threads = 0;                              ///< of the CPU that compute; 0: one per core
  Precision precision = Precision::automatic;
  bool keep_packed = true;  ///< keep packed weights beside the model file, for a start of milliseconds
  std::optional<ModelVersion> default_version = {};  ///< of requests that name none; empty: v1.0
  std::string default_voice = {};  ///< of requests that name none, in the versions that have it; empty: af_heart
  std::size_t voice_cache = 64;    ///< voice packs and mixes kept in memory
  bool voice_files = true;         ///< SpeechRequest::voice may be the path of a file; say false when strangers ask
};

/// A language that can be asked for, by code or tag.
struct LanguageInfo {
  std::string code;  ///< Kokoro's letter, "a"; espeak-ng's code for the languages that only it speaks
  std::string tag;   ///< "en-us"
  std::string name;  ///< "American English"
};

/// How much speech the engine's device makes at once.
struct EngineCapacity {
  std::size_t batch = 1;  ///< sessions that one Engine::step() takes through a model together
  int parallel = 1;       ///< steps on one thread that run beside each other without waiting
};

/// What of SSML is obeyed.
struct SsmlSupport {
  struct Named {
    std::string name;
    double value = 0;
  };
  std::vector<std::pair<std::string, std::string>> elements;  ///< name and what becomes of it
  std::vector<std::string> left_out;                          ///< elements that are left out with their text
  std::vector<Named> break_strengths;                         ///< seconds
  std::vector<Named> rates;                                   ///< factors
  std::vector<Named> volumes;                                 ///< gains
  double min_rate = 0;
  double max_rate = 0;
};

namespace engine {
class Core;
}

/// Text in, Kokoro speech out: owns the models, voices and language pipelines. Thread-safe.
class KOKORO_EXPORT Engine {
 public:
  /// Looks at what is installed, loads nothing. Errors: invalid_input (config_file without model_file).
  static Result<std::unique_ptr<Engine>> create(const EngineOptions& options);
  ~Engine();

  /// Synthesises `request.text`, calling `sink` with consecutive chunks on the calling thread.
  ///
  /// Everything about the request is checked before the first call of the sink. The first call comes when the first
  /// chunk is ready.
  /// Errors: invalid_input (nothing to say, speed outside 0.25-4, invalid UTF-8, malformed mix), not_found (voice,
  /// language, model), corrupt (a file), cancelled, and whatever the sink returns.
  Result<SpeechSummary> speak(const SpeechRequest& request, const SpeechSink& sink, const CancelToken& cancel = {});

  /// The same as a session that makes one chunk at a time; what is wrong with the request is an error here, the model
  /// is loaded by the first step. `cancel` holds for the whole session, which must not outlive the engine.
  Result<std::unique_ptr<SpeechSession>> open(const SpeechRequest& request, const CancelToken& cancel = {});

  /// A session whose text is appended bit by bit. `request.text` is left empty and its format is not SSML; of markup,
  /// a voice or rate holds to the end of the sentences that are spoken together.
  Result<std::unique_ptr<SpeechStream>> open_stream(const SpeechRequest& request, const CancelToken& cancel = {});

  /// One step of each session, all of this engine and none named twice; the results come in their order, and none
  /// depends on the others. Sessions of one model go through it together as far as capacity() says, in turn beyond
  /// that. `threads` and errors: as SpeechSession::step().
  std::vector<Result<SessionState>> step(std::span<const SessionTurn> batch, int threads = 0);
  EngineCapacity capacity() const;

  /// Quiet mode: the phonemes of all of the text, as speak() would say them. No voice or model is touched: without a
  /// language it is the one that the voice's first letter says, else American English. Without a version it is v1.0.
  /// Errors: invalid_input (nothing to say, malformed markup), not_found (language), cancelled.
  Result<std::vector<PhonemeChunk>> phonemize(const SpeechRequest& request, const CancelToken& cancel = {});

  /// Kokoro's nine languages, then those that only espeak-ng speaks.
  static std::vector<LanguageInfo> languages();

  /// The language of a code, a tag or a usual alias such as "en", "british" or "es-ES", in any case of letters.
  static std::optional<LanguageInfo> find_language(std::string_view code);

  /// Checks voice, language, speed and text of a request without synthesising it: what it refuses, speak() refuses
  /// before its first sound. Reads a text no further than to its first words. Errors: as speak().
  Result<void> validate(const SpeechRequest& request, const CancelToken& cancel = {});

  /// Voices of one version, or of all installed versions; sorted by id.
  std::vector<VoiceInfo> voices(std::optional<ModelVersion> version = std::nullopt) const;

  /// The pack of a voice or mix as a `.pt` file that PyTorch reads: [rows, 1, width] float32.
  /// Errors: not_found (voice, version), invalid_input (malformed mix), corrupt (a file).
  Result<std::string> voice_file(const std::string& voice, std::optional<ModelVersion> version = std::nullopt);

  /// Keeps a voice or mix under a name of its own in the data directory, and knows it from now on.
  /// Errors: those of voice_file(); invalid_input with param "name" (no name, or one that is taken), unsupported (the
  /// demo voices), io.
  Result<void> save_voice(const std::string& name, const std::string& voice,
                          std::optional<ModelVersion> version = std::nullopt);

  /// SSML 1.1 as text with markup in brackets, which speaks the same. `voice` is what a change of voice goes back to;
  /// empty: "[voice:]", the request's. Errors: invalid_input (malformed SSML, with line and column).
  static Result<std::string> ssml_to_markup(const std::string& ssml, const std::string& voice = {});
  static SsmlSupport ssml_support();

  /// Models that are installed, the default first.
  std::vector<ModelInfo> models() const;

  /// The version and voice that serve a request which names none.
  ModelVersion default_version() const;
  std::string default_voice(ModelVersion version) const;

  /// Loads a version, and what reads the languages of its voices, now instead of at the first use.
  Result<ModelInfo> load(ModelVersion version);

  /// Frees a version once running requests are done with it; its next request loads it again.
  /// Errors: not_found (not loaded).
  Result<void> unload(ModelVersion version);

  /// Frees the versions that no request has used for `idle`; returns how many.
  std::size_t unload_idle(std::chrono::milliseconds idle);

  /// Looks again at what is installed: models, voices, dictionaries. Running requests finish with what they began with.
  void refresh();

 private:
  explicit Engine(std::unique_ptr<engine::Core> core);
  std::unique_ptr<engine::Core> core_;
};

}  // namespace kokoro
