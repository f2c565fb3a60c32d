#include "voice/voice_index.hpp"

#include <fmt/format.h>

#include <array>

#include "voice/mix.hpp"
#include "voice/read_pack.hpp"
#include "voice/voice_archive.hpp"

namespace kokoro::voice {
namespace {

constexpr std::array<std::string_view, 5> kExtensions{".pt", ".safetensors", ".bin", ".npy",
                                                      ".npz"};  ///< the first wins

}  // namespace

VoiceIndex VoiceIndex::scan(std::span<const std::filesystem::path> folders, std::span<const EmbeddedPack> embedded,
                            std::size_t width) {
  VoiceIndex index;
  for (const auto& folder : folders) index.add_folder(folder, width);
  for (const EmbeddedPack& pack : embedded) index.sources_.try_emplace(pack.name, VoiceSource{{}, {}, pack.blob});
  return index;
}

void VoiceIndex::add_folder(const std::filesystem::path& folder, std::size_t width) {
  std::map<std::string_view, std::vector<std::filesystem::path>> files;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string extension = it->path().extension().string();
    for (const std::string_view known : kExtensions) {
      std::error_code unreadable;
      if (extension == known && it->is_regular_file(unreadable)) files[known].push_back(it->path());
    }
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    problems_.push_back({ErrorCode::io, fmt::format("cannot list {}: {}", folder.string(), error.message()), "", ""});
  }
  for (const std::string_view extension : kExtensions) {
    for (const auto& file : files[extension]) {
      const std::string name = file.stem().string();
      const bool several = (extension == ".npz" || extension == ".bin") && add_archive(file, width);
      if (!several && extension != ".npz" && is_voice_name(name)) {
        sources_.try_emplace(name, VoiceSource{file, {}, {}});
      }
    }
  }
}

bool VoiceIndex::add_archive(const std::filesystem::path& file, std::size_t width) {
  const auto blob = map_file(file);
  const auto archive = blob ? VoiceArchive::open(*blob, width) : fail(blob.error());
  if (!archive) {
    problems_.push_back(archive.error());
    return true;
  }
  if (!*archive) {
    if (file.extension() != ".npz") return false;
    if (const auto names = checkpoint::npz_names(*blob); !names) problems_.push_back(names.error());
    return true;
  }
  for (const std::string& name : (*archive)->names()) {
    if (is_voice_name(name)) sources_.try_emplace(name, VoiceSource{file, name, {}});
  }
  return true;
}

const VoiceSource* VoiceIndex::find(std::string_view name) const {
  const auto found = sources_.find(name);
  return found == sources_.end() ? nullptr : &found->second;
}

Result<VoicePack> load(const VoiceSource& source, const std::string& name, std::size_t width) {
  const auto blob = source.file.empty() ? Result<Blob>(source.blob) : map_file(source.file);
  if (!blob) return fail(blob.error());
  const auto archive = VoiceArchive::open(*blob, width);
  if (!archive) return fail(archive.error());
  if (!*archive && source.entry.empty()) return read_voice_pack(*blob, name, width);
  if (!*archive) {
    return fail(ErrorCode::invalid_input,
                fmt::format("{} holds one voice, none called \"{}\"", blob->name, source.entry), "name the file alone",
                "voice");
  }
  const auto& names = (*archive)->names();
  if (source.entry.empty() && names.size() != 1) {
    return fail(ErrorCode::invalid_input, fmt::format("{} holds {} voices", blob->name, names.size()),
                names.empty() ? "" : fmt::format("name one behind a colon, as in {}:{}", blob->name, names.front()),
                "voice");
  }
  const std::string& entry = source.entry.empty() ? names.front() : source.entry;
  const auto tensor = (*archive)->find(entry);
  if (!tensor) return fail(tensor.error());
  return pack_from_tensor(*tensor, name, width, fmt::format("{}: {}", blob->name, entry));
}

}  // namespace kokoro::voice
