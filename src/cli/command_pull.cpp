#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Validators.hpp>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/pull_dictionaries.hpp"
#include "store/pull.hpp"

namespace kokoro::cli {
namespace {

using config::Key;

constexpr unsigned kScopes = scope_bits();
constexpr std::uint64_t kMostRetries = 100;

constexpr const char* kFooter = R"(
Downloads the published model (327 MB) and its voices (54 files of 0.5 MB) into the data directory and checks them.
What was interrupted goes on where it stopped. HF_ENDPOINT names a mirror of https://huggingface.co.
`kokoro pull lexicon` fetches the English pronunciation dictionaries instead, 3.6 MB from PyPI (PYPI_FILES_ENDPOINT
names a mirror of https://files.pythonhosted.org).

Examples:
  kokoro pull
  kokoro pull lexicon
  kokoro pull --version v0.19
  kokoro pull --voice af_heart --voice bm_george)";

struct PullFlags {
  std::string what;
  std::string wheel;
  std::string version;
  std::string checksums;
  std::vector<std::string> voices;
  std::string retries = "4";
  bool force = false;
  bool quiet = false;
};

Result<store::PullOptions> read_flags(const PullFlags& flags) {
  store::PullOptions options;
  const auto version = read_version(flags.version, "--version");
  if (!version) return fail(version.error());
  options.version = version->value_or(kDefaultVersion);
  const auto retries = read_whole_number(flags.retries, "--retries", kMostRetries);
  if (!retries) return fail(retries.error());
  options.download.attempts = static_cast<int>(*retries) + 1;
  auto endpoint = store::endpoint_of_environment();
  if (!endpoint) return fail(endpoint.error());
  options.download.endpoint = std::move(*endpoint);
  options.voices = flags.voices;
  options.checksums = flags.checksums;
  options.force = flags.force;
  return options;
}

Result<void> pull(const PullFlags& flags, const Context& context) {
  const auto settings = context.settings(kScopes);
  if (!settings) return fail(settings.error());
  const auto options = read_flags(flags);
  if (!options) return fail(options.error());
  if (flags.what == "lexicon") {
    return pull_dictionaries({options->download, flags.wheel, flags.force, flags.quiet}, *settings);
  }
  const store::Home home(settings->text(Key::home));
  const auto files = store::plan_pull(home, *options);
  if (!files) return fail(files.error());
  ProgressLine line(flags.quiet);
  store::PullEvents events;
  events.progress = [&](const store::PullProgress& state) {
    const auto total = static_cast<double>(state.total_bytes);
    line.show(total > 0 ? static_cast<double>(state.have_bytes) / total : 0,
              fmt::format("{} of {} files, {:.1f} of {:.1f} MB", state.files_done, state.files,
                          static_cast<double>(state.have_bytes) / 1e6, total / 1e6));
  };
  events.note = [&](const std::string& note) {
    line.clear();
    if (!flags.quiet) fmt::print(stderr, "{}\n", note);
  };
  const auto summary = store::pull_files(home, *files, *options, events, interrupts());
  line.clear();
  if (!summary) return fail(summary.error());
  if (!flags.quiet) {
    fmt::print(stderr, "{}: {} files downloaded, {} were here, in {}\n", version_name(options->version),
               summary->downloaded, summary->kept, home.root().string());
  }
  return {};
}

}  // namespace

void add_pull(CLI::App& app, Context& context) {
  CLI::App& command = make_command(app, context, "pull", "Download the published model and voices.", kScopes);
  auto flags = std::make_shared<PullFlags>();
  command.add_option("what", flags->what, "lexicon: the English dictionaries; the model and its voices unless given")
      ->check(CLI::IsMember({"lexicon"}));
  command.add_option("--wheel", flags->wheel, "With lexicon: misaki's wheel, if it is here already")->type_name("FILE");
  command.add_option("--version", flags->version, "Version of the model, v1.0 unless named")->type_name("v1.0|v0.19");
  command.add_option("--voice", flags->voices, "Only this voice, and no model; may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
  command
      .add_option("--checksums", flags->checksums,
                  "Hashes that files must have instead of the published ones, as sha256sum writes them in a data "
                  "directory: for a mirror with voices of its own")
      ->type_name("FILE");
  command.add_option("--retries", flags->retries, "Further attempts per file without progress (4)")->type_name("N");
  command.add_flag("--force", flags->force, "Replace files that are here already");
  command.add_flag("-q,--quiet", flags->quiet, "No progress, no remarks");
  command.footer(kFooter);
  command.callback([flags, &context] { context.action = [flags, &context] { return pull(*flags, context); }; });
}

}  // namespace kokoro::cli
