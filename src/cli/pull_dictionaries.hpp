#pragma once

#include <kokoro/error.hpp>
#include <string>

#include "config/settings.hpp"
#include "store/download.hpp"

namespace kokoro::cli {

/// How `kokoro pull lexicon` was asked for.
struct PullDictionaries {
  store::DownloadOptions download;  ///< its endpoint is set by pull_dictionaries()
  std::string wheel;                ///< a wheel that is here already; empty: downloads it
  bool force = false;
  bool quiet = false;
};

/// Puts the English pronunciation dictionaries into the data directory: fetches the pinned wheel of misaki, checks its
/// hash, packs what it holds, deletes it. Does nothing when they are there already.
/// Errors: those of download_file(), corrupt (another wheel), io.
Result<void> pull_dictionaries(PullDictionaries options, const config::Settings& settings);

}  // namespace kokoro::cli
