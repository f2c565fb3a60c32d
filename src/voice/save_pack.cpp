#include "voice/save_pack.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iterator>

#include "voice/mix.hpp"
#include "voice/torch_file.hpp"

namespace kokoro::voice {
namespace {

/// Of a folder that is kept, so that nobody fills the disk with voices.
constexpr std::ptrdiff_t kMostFiles = 1000;

/// A file under a name of its own, which goes with this.
struct Draft {
  std::string path;
  int fd = -1;
  ~Draft() {
    if (fd < 0) return;
    close(fd);
    unlink(path.c_str());
  }
};

tl::unexpected<Error> cannot_write(const std::filesystem::path& file, int reason) {
  return fail(ErrorCode::io, fmt::format("cannot write {}: {}", file.string(), std::strerror(reason)));
}

}  // namespace

Result<void> save_pack(const VoicePack& pack, const std::filesystem::path& folder, const std::string& name) {
  // "x.pt" is the file of the voice x.
  if (name.ends_with(".pt")) return save_pack(pack, folder, name.substr(0, name.size() - 3));
  if (!is_voice_name(name)) {
    return fail(ErrorCode::invalid_input, fmt::format("\"{}\" is no name for a voice", name),
                "use letters, digits, '_', '-' and '.'", "name");
  }
  const auto target = folder / (name + ".pt");
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return cannot_write(folder, error.value());
  const auto there = std::distance(std::filesystem::directory_iterator(folder, error), {});
  if (error) return cannot_write(folder, error.value());
  if (there >= kMostFiles) {
    return fail(ErrorCode::too_large, fmt::format("{} holds {} files: no more voices are kept", folder.string(), there),
                "remove some that nobody needs", "name");
  }
  Draft draft{(folder / fmt::format(".{}.XXXXXX", name)).string()};
  draft.fd = mkostemp(draft.path.data(), O_CLOEXEC);
  if (draft.fd < 0) return cannot_write(target, errno);
  const std::string bytes = to_torch_file(pack);
  for (std::string_view rest = bytes; !rest.empty();) {
    const ssize_t written = write(draft.fd, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return cannot_write(target, errno);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fchmod(draft.fd, 0644) != 0 || fsync(draft.fd) != 0) return cannot_write(target, errno);
  // A link, unlike a renaming, fails where there is a file already.
  if (link(draft.path.c_str(), target.c_str()) == 0) return {};
  if (errno != EEXIST) return cannot_write(target, errno);
  return fail(ErrorCode::invalid_input, fmt::format("there is a voice \"{}\" already", name), "choose another name",
              "name");
}

}  // namespace kokoro::voice
