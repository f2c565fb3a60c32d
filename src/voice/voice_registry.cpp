#include "voice/voice_registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "voice/closest_names.hpp"

namespace kokoro::voice {
namespace {

/// The source that a name or an alias stands for, and its true name.
template <class Snapshot>
const std::pair<const std::string, VoiceSource>* find_voice(const Snapshot& snapshot, const std::string& name) {
  const auto& sources = snapshot.index.sources();
  auto found = sources.find(name);
  if (found == sources.end()) {
    const auto alias = snapshot.aliases.find(name);
    if (alias != snapshot.aliases.end()) found = sources.find(alias->second);
  }
  return found == sources.end() ? nullptr : &*found;
}

std::string trim(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) out.append(out.empty() ? "" : separator).append(part);
  return out;
}

/// "a(1.25)-b(0.25)": one text for all ways to write a mix of the same voices in the same shares.
std::string canonical(const std::vector<MixTerm>& terms) {
  std::string text;
  for (const MixTerm& term : terms) {
    text += term.weight < 0 ? "-" : text.empty() ? "" : "+";
    text += fmt::format("{}({})", term.name, std::abs(term.weight));
  }
  return text;
}

}  // namespace

VoiceRegistry::VoiceRegistry(VoiceRegistryOptions options)
    : options_(std::move(options)),
      snapshot_(std::make_shared<Snapshot>(Snapshot{VoiceIndex::scan(options_.folders, options_.embedded), {}, 0})),
      cache_(options_.cache_capacity) {}

std::shared_ptr<const VoiceRegistry::Snapshot> VoiceRegistry::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

std::vector<std::string> VoiceRegistry::list() const {
  std::vector<std::string> names;
  for (const auto& [name, source] : snapshot()->index.sources()) names.push_back(name);
  return names;
}

bool VoiceRegistry::contains(const std::string& name) const { return find_voice(*snapshot(), name) != nullptr; }

bool VoiceRegistry::embedded(const std::string& name) const {
  const auto now = snapshot();
  const auto* voice = find_voice(*now, name);
  return voice != nullptr && voice->second.file.empty();
}

std::vector<Error> VoiceRegistry::problems() const { return snapshot()->index.problems(); }

void VoiceRegistry::set_alias(const std::string& alias, const std::string& name) {
  const std::lock_guard lock(mutex_);
  auto changed = std::make_shared<Snapshot>(*snapshot_);
  changed->aliases[alias] = name;
  snapshot_ = std::move(changed);
}

void VoiceRegistry::refresh() {
  VoiceIndex index = VoiceIndex::scan(options_.folders, options_.embedded);
  const std::lock_guard lock(mutex_);
  snapshot_ = std::make_shared<Snapshot>(Snapshot{std::move(index), snapshot_->aliases, snapshot_->generation + 1});
  cache_.clear();
}

tl::unexpected<Error> VoiceRegistry::no_such_voice(const Snapshot& snapshot, const std::string& name) const {
  std::vector<std::string> names;
  for (const auto& [known, source] : snapshot.index.sources()) names.push_back(known);
  for (const auto& [alias, known] : snapshot.aliases) names.push_back(alias);
  std::vector<std::string> searched;
  for (const auto& folder : options_.folders) searched.push_back(folder.string());
  if (!options_.embedded.empty()) searched.emplace_back("the program itself");
  const auto near = closest_names(name, names, 3);
  std::string hint = near.empty() ? "" : fmt::format("did you mean {}? ", join(near, ", "));
  const std::size_t count = snapshot.index.sources().size();
  hint += fmt::format("{} {} there", count, count == 1 ? "voice is" : "voices are");
  return fail(
      ErrorCode::not_found,
      fmt::format("no voice \"{}\" for model {} in {}", name, version_name(options_.version), join(searched, ", ")),
      std::move(hint), "voice");
}

Result<VoiceRegistry::Terms> VoiceRegistry::resolve(const Snapshot& snapshot, const std::string& expression) const {
  const std::string text = trim(expression);
  if (const auto* voice = find_voice(snapshot, text)) return Terms{{voice->first, 1}};
  const auto unknown = [&](const std::string& name) { return find_voice(snapshot, name) == nullptr; };
  auto terms = parse_mix(text);
  // "my-voice" that is not there is one missing voice, not a difference of two.
  if (is_voice_name(text) &&
      (!terms || std::any_of(terms->begin(), terms->end(), [&](const MixTerm& term) { return unknown(term.name); }))) {
    const std::size_t hyphen = text.find('-');
    if (hyphen == std::string::npos || unknown(text.substr(0, hyphen)) || unknown(text.substr(hyphen + 1))) {
      return no_such_voice(snapshot, text);
    }
  }
  if (!terms) return terms;
  for (MixTerm& term : *terms) {
    const auto* voice = find_voice(snapshot, term.name);
    if (voice == nullptr) return no_such_voice(snapshot, term.name);
    term.name = voice->first;
  }
  return terms;
}

Result<void> VoiceRegistry::validate(const std::string& expression) const {
  const auto terms = resolve(*snapshot(), expression);
  return terms ? Result<void>{} : fail(terms.error());
}

Result<std::shared_ptr<const VoicePack>> VoiceRegistry::get_single(const Snapshot& snapshot, const std::string& name) {
  return cache_.get(fmt::format("{}:voice:{}", snapshot.generation, name),
                    [&] { return load(*snapshot.index.find(name), name, options_.width); });
}

Result<std::shared_ptr<const VoicePack>> VoiceRegistry::get(const std::string& expression) {
  const auto now = snapshot();
  const auto terms = resolve(*now, expression);
  if (!terms) return fail(terms.error());
  if (terms->size() == 1) return get_single(*now, terms->front().name);
  const std::string name = canonical(*terms);
  return cache_.get(fmt::format("{}:mix:{}", now->generation, name), [&]() -> Result<VoicePack> {
    std::vector<std::shared_ptr<const VoicePack>> packs;
    for (const MixTerm& term : *terms) {
      auto pack = get_single(*now, term.name);
      if (!pack) return fail(pack.error());
      packs.push_back(std::move(*pack));
    }
    return blend(packs, *terms, name);
  });
}

Result<std::shared_ptr<const VoicePack>> VoiceRegistry::get_file(const std::filesystem::path& path) {
  std::error_code ignored;
  const auto changed = std::filesystem::last_write_time(path, ignored).time_since_epoch().count();
  const auto size = std::filesystem::file_size(path, ignored);
  auto pack = cache_.get(fmt::format("file:{}:{}:{}", path.string(), changed, size), [&] {
    return load({path, {}, {}}, path.stem().string(), options_.width);
  });
  if (!pack) pack.error().param = "voice";
  return pack;
}

}  // namespace kokoro::voice
