#include "voice/voice_registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/ascii.hpp"
#include "voice/closest_names.hpp"
#include "voice/voice_files.hpp"

namespace kokoro::voice {
namespace {

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) out.append(out.empty() ? "" : separator).append(part);
  return out;
}

using Lease = std::shared_ptr<const VoicePack>;

Result<Lease> shared(Result<VoicePack> pack) {
  if (!pack) return fail(std::move(pack.error()));
  return std::make_shared<const VoicePack>(std::move(*pack));
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
      snapshot_(std::make_shared<Snapshot>(
          Snapshot{VoiceIndex::scan(options_.folders, options_.embedded, options_.width), 0})),
      packs_(options_.cache_capacity) {}

std::shared_ptr<const VoiceRegistry::Snapshot> VoiceRegistry::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

const VoiceRegistry::Source* VoiceRegistry::find(const Snapshot& snapshot, const std::string& name) const {
  const auto& sources = snapshot.index.sources();
  auto found = sources.find(name);
  if (found == sources.end()) {
    const auto alias = options_.aliases.find(name);
    if (alias != options_.aliases.end()) found = sources.find(alias->second);
  }
  return found == sources.end() ? nullptr : &*found;
}

std::vector<std::string> VoiceRegistry::list() const {
  std::vector<std::string> names;
  for (const auto& [name, source] : snapshot()->index.sources()) names.push_back(name);
  return names;
}

bool VoiceRegistry::contains(const std::string& name) const { return find(*snapshot(), name) != nullptr; }

bool VoiceRegistry::embedded(const std::string& name) const {
  const auto now = snapshot();
  const auto* voice = find(*now, name);
  return voice != nullptr && voice->second.file.empty();
}

std::vector<Error> VoiceRegistry::problems() const { return snapshot()->index.problems(); }

void VoiceRegistry::refresh() {
  VoiceIndex index = VoiceIndex::scan(options_.folders, options_.embedded, options_.width);
  const std::lock_guard lock(mutex_);
  snapshot_ = std::make_shared<Snapshot>(Snapshot{std::move(index), snapshot_->generation + 1});
  packs_.clear();
}

tl::unexpected<Error> VoiceRegistry::no_such_voice(const Snapshot& snapshot, const std::string& name) const {
  std::vector<std::string> names;
  for (const auto& [known, source] : snapshot.index.sources()) names.push_back(known);
  for (const auto& [alias, known] : options_.aliases) names.push_back(alias);
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
  const std::string text(trim(expression));
  if (const auto* voice = find(snapshot, text)) return Terms{{voice->first, 1}};
  const auto unknown = [&](const std::string& name) { return find(snapshot, name) == nullptr; };
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
    const auto* voice = find(snapshot, term.name);
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
  return packs_.get(fmt::format("{}:voice:{}", snapshot.generation, name),
                    [&] { return shared(load(*snapshot.index.find(name), name, options_.width)); });
}

Result<std::shared_ptr<const VoicePack>> VoiceRegistry::get(const std::string& expression) {
  const auto now = snapshot();
  const auto terms = resolve(*now, expression);
  if (!terms) return fail(terms.error());
  if (terms->size() == 1) return get_single(*now, terms->front().name);
  const std::string name = canonical(*terms);
  return packs_.get(fmt::format("{}:mix:{}", now->generation, name), [&]() -> Result<Lease> {
    std::vector<std::shared_ptr<const VoicePack>> packs;
    for (const MixTerm& term : *terms) {
      auto pack = get_single(*now, term.name);
      if (!pack) return fail(pack.error());
      packs.push_back(std::move(*pack));
    }
    return shared(blend(packs, *terms, name));
  });
}

Result<std::shared_ptr<const VoicePack>> VoiceRegistry::get_file(const std::filesystem::path& path,
                                                                 const std::string& entry) {
  std::error_code ignored;
  const auto changed = std::filesystem::last_write_time(path, ignored).time_since_epoch().count();
  const auto size = std::filesystem::file_size(path, ignored);
  auto pack = packs_.get(fmt::format("file:{}:{}:{}:{}", path.string(), entry, changed, size), [&] {
    return shared(load({path, entry, {}}, entry.empty() ? path.stem().string() : entry, options_.width));
  });
  if (!pack) pack.error().param = "voice";
  return pack;
}

Result<std::shared_ptr<const VoicePack>> VoiceRegistry::get_with_files(const std::string& expression) {
  const std::string text(trim(expression));
  const std::size_t file = file_prefix(text);
  if (file == text.size()) return get_file(text, {});
  if (file > 0 && text[file] == ':' && is_voice_name(text.substr(file + 1))) {
    return get_file(text.substr(0, file), text.substr(file + 1));
  }
  const auto terms = parse_mix(text, file_prefix);
  // A file that is not there is missed as such, not as a mistake in a mix.
  const std::string_view claimed = claimed_file(text);
  const bool missing = !claimed.empty() && file_prefix(claimed) != claimed.size();
  const bool one_name = terms && terms->size() == 1 && terms->front().file.empty();
  if (missing && (!terms || one_name)) return get_file(claimed, {});
  if (!terms) return fail(terms.error());
  const auto now = snapshot();
  std::vector<std::shared_ptr<const VoicePack>> packs;
  for (const MixTerm& term : *terms) {
    const auto* voice = term.file.empty() ? find(*now, term.name) : nullptr;
    if (term.file.empty() && voice == nullptr) return no_such_voice(*now, term.name);
    auto pack = voice != nullptr ? get_single(*now, voice->first) : get_file(term.file, term.name);
    if (!pack) return pack;
    packs.push_back(std::move(*pack));
  }
  if (packs.size() == 1) return packs.front();
  auto mixed = blend(packs, *terms, text);
  if (!mixed) return fail(mixed.error());
  return std::make_shared<const VoicePack>(std::move(*mixed));
}

}  // namespace kokoro::voice
