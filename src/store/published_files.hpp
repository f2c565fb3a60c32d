#pragma once

#include <cstdint>
#include <kokoro/version.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "store/home.hpp"

namespace kokoro::store {

/// What the first bytes of a file must look like.
enum class Content { json, zip };

/// A published file, where it lies on the server and where it belongs here.
struct RemoteFile {
  std::string url_path;  ///< after the endpoint: "hexgrad/Kokoro-82M/resolve/<revision>/config.json"
  std::filesystem::path target;
  Content content = Content::zip;
  std::string sha256;                                 ///< lower-case; empty when it was not published
  std::uint64_t min_bytes = 1;                        ///< anything shorter is refused
  std::uint64_t max_bytes = std::uint64_t{1} << 30U;  ///< so is anything longer, before it has filled the disk
};

/// config.json and the weights.
std::vector<RemoteFile> model_files(const Home& home, ModelVersion version);

/// The file of one published voice, which find_published_voice() knows.
RemoteFile voice_file(const Home& home, ModelVersion version, std::string_view voice);

}  // namespace kokoro::store
