#include "engine/plan_voices.hpp"

#include <algorithm>

namespace kokoro::engine {

Result<void> PlanVoices::add(const std::string& name) {
  auto pack = open_(name);
  if (!pack) return fail(std::move(pack.error()));
  plain_.emplace(name, std::move(*pack));
  return {};
}

Result<PlanVoices::Pack> PlanVoices::get(const std::string& name) {
  if (name.empty()) return own_.second;
  if (const auto plain = plain_.find(name); plain != plain_.end()) return plain->second;
  const auto known = std::find_if(mixes_.begin(), mixes_.end(), [&](const auto& mix) { return mix.first == name; });
  if (known != mixes_.end()) {
    std::rotate(mixes_.begin(), known, std::next(known));
    return mixes_.front().second;
  }
  auto pack = open_(name);
  if (!pack) return fail(std::move(pack.error()));
  if (mixes_.size() == kMostMixes) mixes_.pop_back();
  mixes_.emplace_front(name, *pack);
  return *pack;
}

}  // namespace kokoro::engine
