#pragma once

#include <deque>
#include <functional>
#include <kokoro/error.hpp>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "voice/voice_pack.hpp"

namespace kokoro::engine {

/// The voices of one text. Plain ones, of which there are a few dozen, are opened before it is spoken; a mix is blended
/// when its turn comes and kept for a few more, so that a text with thousands of mixes takes no more memory than one
/// with four. One thread at a time.
class PlanVoices {
 public:
  using Pack = std::shared_ptr<const voice::VoicePack>;
  using Open = std::function<Result<Pack>(const std::string& name)>;

  /// `name` and `pack`: of the request; `open` opens the others.
  PlanVoices(std::string name, Pack pack, Open open) : own_{std::move(name), std::move(pack)}, open_(std::move(open)) {}

  /// Opens a plain voice. Errors: those of `open`.
  Result<void> add(const std::string& name);

  /// The voice that a span names, "" for the request's own; a mix must have been checked before. Errors: those of
  /// `open`.
  Result<Pack> get(const std::string& name);
  /// What listeners are told of it.
  const std::string& shown(const std::string& name) const { return name.empty() ? own_.first : name; }

 private:
  static constexpr std::size_t kMostMixes = 4;

  std::pair<std::string, Pack> own_;
  Open open_;
  std::map<std::string, Pack, std::less<>> plain_;
  std::deque<std::pair<std::string, Pack>> mixes_;  ///< the last used one first
};

}  // namespace kokoro::engine
