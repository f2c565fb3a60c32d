#include "voice/voice_index.hpp"

#include <fmt/format.h>

#include <array>

#include "checkpoint/tensor.hpp"
#include "voice/mix.hpp"
#include "voice/read_pack.hpp"

namespace kokoro::voice {
namespace {

constexpr std::array<std::string_view, 4> kExtensions{".pt", ".bin", ".npy", ".npz"};  ///< the first wins

}  // namespace

VoiceIndex VoiceIndex::scan(std::span<const std::filesystem::path> folders, std::span<const EmbeddedPack> embedded) {
  VoiceIndex index;
  for (const auto& folder : folders) index.add_folder(folder);
  for (const EmbeddedPack& pack : embedded) index.sources_.try_emplace(pack.name, VoiceSource{{}, {}, pack.blob});
  return index;
}

void VoiceIndex::add_folder(const std::filesystem::path& folder) {
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
      if (extension == ".npz") {
        add_archive(file);
      } else if (is_voice_name(name)) {
        sources_.try_emplace(name, VoiceSource{file, {}, {}});
      }
    }
  }
}

void VoiceIndex::add_archive(const std::filesystem::path& file) {
  const auto blob = map_file(file);
  const auto names = blob ? checkpoint::npz_names(*blob) : fail(blob.error());
  if (!names) {
    problems_.push_back(names.error());
    return;
  }
  for (const std::string& name : *names) {
    if (is_voice_name(name)) sources_.try_emplace(name, VoiceSource{file, name, {}});
  }
}

const VoiceSource* VoiceIndex::find(std::string_view name) const {
  const auto found = sources_.find(name);
  return found == sources_.end() ? nullptr : &found->second;
}

Result<VoicePack> load(const VoiceSource& source, const std::string& name, std::size_t width) {
  const auto blob = source.file.empty() ? Result<Blob>(source.blob) : map_file(source.file);
  if (!blob) return fail(blob.error());
  if (source.entry.empty()) return read_voice_pack(*blob, name, width);
  const auto tensor = checkpoint::read_npz_entry(*blob, source.entry);
  if (!tensor) return fail(tensor.error());
  return pack_from_tensor(*tensor, name, width, fmt::format("{}: {}", blob->name, source.entry));
}

}  // namespace kokoro::voice
