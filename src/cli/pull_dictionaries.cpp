#include "cli/pull_dictionaries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "cli/dictionary_state.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "dictionary/misaki_wheel.hpp"
#include "store/dictionary_source.hpp"

namespace kokoro::cli {
namespace {

Result<void> download(const store::RemoteFile& wheel, PullDictionaries& options) {
  auto endpoint = store::dictionary_endpoint_of_environment();
  if (!endpoint) return fail(endpoint.error());
  options.download.endpoint = std::move(*endpoint);
  ProgressLine line(options.quiet);
  store::DownloadEvents events;
  events.progress = [&](std::uint64_t have, std::uint64_t total) {
    line.show(total > 0 ? static_cast<double>(have) / static_cast<double>(total) : 0,
              fmt::format("{:.1f} MB", static_cast<double>(have) / 1e6));
  };
  events.note = [&](const std::string& note) {
    line.clear();
    if (!options.quiet) fmt::print(stderr, "{}\n", note);
  };
  const auto digest = store::download_file(wheel, options.download, events, interrupts().token());
  line.clear();
  if (digest) return {};
  Error error = digest.error();
  if (error.code == ErrorCode::network) {
    error.hint =
        "is this machine online? PYPI_FILES_ENDPOINT can name a mirror; --wheel FILE takes the wheel from a file";
  }
  return fail(std::move(error));
}

/// A wheel from elsewhere has to be the same one.
Result<void> check(const store::RemoteFile& wheel, const std::string& path) {
  const auto digest = store::file_sha256(path);
  if (!digest) return fail(digest.error());
  if (*digest == wheel.sha256) return {};
  return fail(ErrorCode::corrupt, fmt::format("{} has SHA-256 {} instead of {}", path, *digest, wheel.sha256),
              fmt::format("take {} from PyPI", wheel.target.filename().string()), "wheel");
}

}  // namespace

Result<void> pull_dictionaries(PullDictionaries options, const config::Settings& settings) {
  const auto states = dictionary_states(settings);
  if (!options.force && std::all_of(states.begin(), states.end(), [](const auto& state) { return state.is_there; })) {
    if (!options.quiet) fmt::print(stderr, "the English dictionaries are here\n");
    return {};
  }
  const store::Home home(settings.text(config::Key::home));
  const store::RemoteFile wheel = store::misaki_wheel(home);
  const bool fetched = options.wheel.empty();
  if (auto ready = fetched ? download(wheel, options) : check(wheel, options.wheel); !ready) return ready;
  const std::filesystem::path path = fetched ? wheel.target : std::filesystem::path(options.wheel);
  const auto written = dictionary::install_misaki_wheel(path, home.lexicons_folder());
  std::error_code ignored;
  if (fetched) std::filesystem::remove(path, ignored);
  if (!written) return fail(written.error());
  if (!options.quiet) {
    fmt::print(stderr, "English dictionaries of {} words, and the list of Japanese words, in {}\n", *written,
               home.lexicons_folder().string());
  }
  return {};
}

}  // namespace kokoro::cli
