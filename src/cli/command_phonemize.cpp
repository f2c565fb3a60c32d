#include <fmt/format.h>

#include <CLI/App.hpp>

#include "base/utf8.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/reading_flags.hpp"
#include "cli/text_input.hpp"

namespace kokoro::cli {
namespace {

using config::Key;
using config::Scope;

constexpr unsigned kScopes = scope_bits(Scope::request, Scope::text);

constexpr const char* kFooter = R"(
Prints one line of phonemes, in the model's alphabet, for each line of the text; of SSML, one for each piece that would
be spoken at once. Markup such as [pause:1s] is obeyed within its line.

Examples:
  kokoro phonemize --lang en-us "Hello world."
  kokoro phonemize --lang fr-fr -f poem.txt
  cat lines.txt | kokoro phonemize --lang es -)";

struct PhonemizeOptions {
  TextSource text;
  std::string language;
  std::string version;
  ReadingFlags reading;
};

/// Of a line among others: there is nothing in it to say, such as "* * *".
bool says_nothing(const Error& error, std::string_view line) {
  return error.code == ErrorCode::invalid_input && error.param == "text" && !find_invalid_utf8(line);
}

/// A blank line gives an empty line, so that lines keep their numbers.
Result<std::string> phonemize_line(Engine& engine, const SpeechRequest& line) {
  if (line.text.find_first_not_of(" \t\r\v\f") == std::string::npos) return std::string();
  const auto chunks = engine.phonemize(line, interrupts().token());
  if (!chunks) return fail(chunks.error());
  std::string joined;
  for (const PhonemeChunk& chunk : *chunks) {
    if (!joined.empty()) joined += line.format == TextFormat::ssml ? '\n' : ' ';
    joined += chunk.phonemes;
  }
  return joined;
}

Result<void> phonemize(const PhonemizeOptions& options, const Context& context) {
  const auto settings = context.settings(kScopes);
  if (!settings) return fail(settings.error());
  const auto version = read_version(options.version, "--version");
  if (!version) return fail(version.error());
  SpeechRequest request;
  request.language = options.language.empty() ? settings->text(Key::default_language) : options.language;
  request.version = version->value_or(kDefaultVersion);
  if (auto read = options.reading.apply(request); !read) return read;
  const auto text = read_text(options.text);
  if (!text) return fail(text.error());
  const auto engine = make_engine(*settings);
  if (!engine) return fail(engine.error());
  std::size_t number = 0;
  for (std::size_t at = 0; at < text->size() || number == 0; ++number) {
    if (interrupts().token().cancelled()) return fail(ErrorCode::cancelled, "stopped");
    const bool whole = request.format == TextFormat::ssml;
    const std::size_t end = whole ? text->size() : std::min(text->find('\n', at), text->size());
    request.text = text->substr(at, end - at);
    auto line = phonemize_line(**engine, request);
    const bool among_others = number > 0 || end < text->size();
    if (!line && among_others && says_nothing(line.error(), request.text)) line = std::string();
    if (!line) {
      Error error = line.error();
      if (among_others) error.message = fmt::format("line {}: {}", number + 1, error.message);
      return fail(std::move(error));
    }
    if (auto written = write_out(*line + "\n"); !written) return written;
    at = end + 1;
  }
  return {};
}

}  // namespace

void add_phonemize(CLI::App& app, Context& context) {
  CLI::App& command = make_command(app, context, "phonemize", "Print the phonemes of a text.", kScopes);
  auto options = std::make_shared<PhonemizeOptions>();
  command.add_option_function<std::string>(
      "text",
      [options](const std::string& text) {
        options->text.argument = text;
        options->text.given = true;
      },
      "The text; - reads standard input");
  command.add_option("-f,--file", options->text.file, "Read the text from a file")->type_name("FILE");
  command
      .add_option("--lang", options->language, "Language: en-us (default), en-gb, es, fr-fr, hi, it, ja, pt-br, zh …")
      ->type_name("CODE");
  command.add_option("--version", options->version, "Alphabet of this model version")->type_name("v1.0|v0.19");
  options->reading.add_to(command);
  command.footer(kFooter);
  command.callback(
      [options, &context] { context.action = [options, &context] { return phonemize(*options, context); }; });
}

}  // namespace kokoro::cli
