#include "server/scheduling/roster.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "server/scheduling/shares.hpp"

namespace kokoro::server {
namespace {

/// Candidates that are thought over for one turn.
constexpr int kLooks = 8;
constexpr int kLongestRetryS = 600;
/// Slices of checks at once, beside the turns that speak.
constexpr std::size_t kChecks = 1;
/// A turn teaches the pace when so much of its audio is speech.
constexpr double kMostlySpoken = 0.5;

int retry_after(double s) { return static_cast<int>(std::clamp(std::ceil(s), 1.0, double{kLongestRetryS})); }

}  // namespace

std::size_t Roster::places() const {
  const auto cores = static_cast<std::size_t>(limits_.cores);
  return limits_.waiting + cores - std::min(running_ - checking_, cores);
}

std::map<std::string, std::size_t> Roster::waiting_by_client() const {
  std::map<std::string, std::size_t> counts;
  for (const Entry& entry : entries_) {
    if (entry.is_waiting_to_begin()) ++counts[entry.facts().client];
  }
  return counts;
}

std::list<Roster::Entry>::iterator Roster::surplus(std::size_t own) {
  const auto counts = waiting_by_client();
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == counts.end() || most->second <= own + 1) return entries_.end();
  const auto newest = std::find_if(entries_.rbegin(), entries_.rend(), [&](const Entry& entry) {
    return entry.is_waiting_to_begin() && entry.state == Entry::State::ready && entry.facts().client == most->first;
  });
  return newest == entries_.rend() ? entries_.end() : std::prev(newest.base());
}

std::optional<Roster::Refused> Roster::refusal(const Job& job) const {
  const auto counts = waiting_by_client();
  const auto own = counts.find(job.facts().client);
  const bool has_part = job.facts().live &&
                        has_part_for_one_more(entries_, pace_, limits_.cores, job.facts().client, job.facts().version);
  const double wait_s = expected_wait_s(job.facts().live && !has_part, own == counts.end() ? 0 : own->second);
  const double allowed_s = seconds(limits_.wait);
  const auto client = clients_.find(job.facts().client);
  if (client != clients_.end() && client->second.jobs >= limits_.per_client) {
    return Refused{Refusal::too_many_of_client, retry_after(wait_s)};
  }
  if (wait_s > allowed_s) return Refused{Refusal::wait_too_long, retry_after(wait_s - allowed_s)};
  return std::nullopt;
}

std::optional<Roster::Refused> Roster::add(std::shared_ptr<Job> job, Clock::time_point now) {
  if (auto refused = refusal(*job)) return refused;
  if (const std::size_t now_waiting = waiting(); now_waiting >= places()) {
    const auto counts = waiting_by_client();
    const auto own = counts.find(job->facts().client);
    const auto other = surplus(own == counts.end() ? 0 : own->second);
    if (other == entries_.end()) {
      const double wait_s = expected_wait_s(job->facts().live);
      return Refused{Refusal::queue_full,
                     retry_after(wait_s / static_cast<double>(std::max<std::size_t>(now_waiting, 1)))};
    }
    pushed_out_.push_back(other->job);
    remove(other);
  }
  auto [client, is_new] = clients_.try_emplace(job->facts().client);
  if (is_new) {
    double least = std::numeric_limits<double>::infinity();
    for (const auto& [name, other] : clients_) {
      if (other.jobs > 0) least = std::min(least, other.core_s);
    }
    client->second.core_s = std::isinf(least) ? 0 : least;
  }
  ++client->second.jobs;
  const double first_characters = job->facts().first_characters;
  const bool checks = job->facts().checks;
  entries_.push_back({.job = std::move(job), .arrived = now, .checking = checks, .next_characters = first_characters});
  return std::nullopt;
}

std::optional<Roster::Decision> Roster::choose(Clock::time_point now) {
  const std::size_t speaking = running_ - checking_;
  const auto cores = static_cast<std::size_t>(limits_.cores);
  const auto may_run = [&](const Entry& entry) {
    if (entry.checking) return checking_ < kChecks;
    return entry.begun ? speaking < cores : speaking <= cores;
  };
  mark_surplus(entries_, pace_, limits_.cores, now);
  std::vector<Entry*> candidates;
  Entry* most_urgent = nullptr;  // of the streams
  for (Entry& entry : entries_) {
    entry.ahead = entry.job->look_at_listener();
    if (!entry.is_ready() || entry.cancelled() || !may_run(entry)) continue;
    candidates.push_back(&entry);
    if (!entry.is_stream()) continue;
    const auto urgency = [now](const Entry& stream) { return std::pair(stream.surplus, stream.slack_s(now)); };
    if (most_urgent == nullptr || urgency(entry) < urgency(*most_urgent)) most_urgent = &entry;
  }
  if (candidates.empty()) return std::nullopt;
  const bool alone = running_ == 0 && candidates.size() == 1;
  const auto rank = [this](const Entry* entry) {
    return std::tuple(entry->begun, !entry->checking, clients_.at(entry->facts().client).core_s, entry->core_s,
                      entry->arrived);
  };
  std::sort(candidates.begin(), candidates.end(), [&](const Entry* a, const Entry* b) { return rank(a) < rank(b); });
  Admission admission(entries_, pace_, limits_.cores, now);
  int looks = 0;
  for (Entry* entry : candidates) {
    if (entry->is_stream() || ++looks > kLooks) break;
    // A request that is wrong is told so however much is to be done.
    if (entry->checking && entry->core_s == 0) return Decision{*entry, false};
    if (admission.has_room_for(*entry)) return Decision{*entry, alone && !entry->checking};
  }
  if (most_urgent == nullptr) return std::nullopt;
  if (most_urgent->surplus) {
    return admission.has_room_for(*most_urgent) ? std::optional(Decision{*most_urgent, false}) : std::nullopt;
  }
  return Decision{*most_urgent, alone || admission.is_better_on_all_cores(*most_urgent)};
}

/// Tells the turns what they have had: where there are more threads than cores each has its part.
void Roster::account(Clock::time_point now) {
  const double passed_s = std::max(0.0, seconds(now - std::exchange(accounted_, now)));
  if (threads_ == 0) return;
  const double share = std::min(1.0, static_cast<double>(limits_.cores) / threads_);
  for (Entry& entry : entries_) entry.turn_core_s += passed_s * share * entry.threads / entry.sharers;
}

std::optional<Roster::Choice> Roster::next(Clock::time_point now) {
  account(now);
  const auto decision = choose(now);
  if (!decision) return std::nullopt;
  Choice choice = begin_turn(decision->entry, decision->all_cores, now);
  threads_ += decision->entry.threads;
  ++running_;
  return choice;
}

Roster::Choice Roster::begin_turn(Entry& entry, bool all_cores, Clock::time_point now) {
  entry.state = Entry::State::busy;
  entry.threads = all_cores ? limits_.cores : 1;
  entry.sharers = 1;
  entry.turn_core_s = 0;
  if (entry.checking) ++checking_;
  entry.foreseen_core_s = entry.turn_core_s_foreseen(pace_) * (all_cores ? pace_.all_cores_cost() : 1);
  // Charged now, so that the next worker does not choose the same client; corrected when the turn ends.
  clients_.at(entry.facts().client).core_s += entry.foreseen_core_s;
  return {entry.job, all_cores, now - entry.arrived, !entry.begun && !entry.checking};
}

std::vector<Roster::Choice> Roster::next_batch(Clock::time_point now) {
  std::vector<Choice> batch;
  if (auto first = next(now)) batch.push_back(std::move(*first));
  if (batch.empty() || limits_.batch <= 1) return batch;
  const Job& leader = *batch.front().job;
  if (find(leader)->checking) return batch;
  std::vector<Entry*> others;
  for (Entry& entry : entries_) {
    const bool same_version = entry.facts().version == leader.facts().version;
    if (same_version && entry.is_ready() && !entry.checking && !entry.cancelled()) others.push_back(&entry);
  }
  // Streams first, by when they run dry; among the others those who have had least.
  const auto rank = [&](const Entry* entry) {
    const bool stream = entry->is_stream();
    return std::tuple(!stream, stream ? entry->slack_s(now) : clients_.at(entry->facts().client).core_s,
                      entry->arrived);
  };
  std::sort(others.begin(), others.end(), [&](const Entry* a, const Entry* b) { return rank(a) < rank(b); });
  others.resize(std::min(others.size(), limits_.batch - 1));
  for (Entry* entry : others) {
    batch.push_back(begin_turn(*entry, batch.front().all_cores, now));
    batch.back().joined = true;
  }
  for (const Choice& choice : batch) find(*choice.job)->sharers = static_cast<int>(batch.size());
  return batch;
}

Roster::Ended Roster::end_turn(const Choice& choice, const Turn& turn, Clock::time_point now) {
  account(now);
  const auto entry = find(*choice.job);
  const double core_s = entry->turn_core_s;
  clients_.at(entry->facts().client).core_s += core_s - entry->foreseen_core_s;
  entry->core_s += core_s;
  const int threads = std::exchange(entry->threads, 0);
  if (!choice.joined) {
    threads_ -= threads;
    --running_;
  }
  if (entry->checking) --checking_;
  if (entry->checking && !turn.checking) {
    entry->checking = false;
    entry->next_characters = static_cast<double>(turn.next_characters);
  }
  Ended ended{.core_s = core_s, .foreseen_core_s = entry->foreseen_core_s};
  if (turn.audio_s > 0) {
    // Silence that a text asks for says nothing of how fast the model speaks.
    const double spoken_s = turn.audio_s - turn.silence_s;
    if (spoken_s >= kMostlySpoken * turn.audio_s) {
      pace_.learn_error(entry->foreseen_core_s, core_s);
      pace_.learn(entry->facts().version, static_cast<double>(turn.characters) / entry->facts().speed, spoken_s, core_s,
                  choice.all_cores);
    }
    ended.stalled_s = entry->heard(turn, now);
    ended.slack_s = entry->slack_s(now);
  }
  if (turn.state == Turn::State::done) {
    ended.gone = true;
    remove(entry);
    return ended;
  }
  const bool waits = turn.state == Turn::State::waiting && !std::exchange(entry->woken, false);
  entry->state = waits ? Entry::State::waiting : Entry::State::ready;
  return ended;
}

void Roster::wake(const Job& job, Clock::time_point now) {
  const auto entry = find(job);
  if (entry == entries_.end()) return;
  if (entry->state == Entry::State::busy) entry->woken = true;
  if (entry->state != Entry::State::waiting) return;
  entry->state = Entry::State::ready;
  if (entry->dry > now) return;
  entry->begun = false;
  entry->arrived = now;
}

std::list<Roster::Entry>::iterator Roster::find(const Job& job) {
  return std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.job.get() == &job; });
}

void Roster::remove(std::list<Entry>::iterator entry) {
  const auto client = clients_.find(entry->job->facts().client);
  if (--client->second.jobs == 0) clients_.erase(client);
  entries_.erase(entry);
}

Roster::Leaving Roster::sweep(Clock::time_point now) {
  Leaving leaving;
  leaving.expired = std::exchange(pushed_out_, {});
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const auto here = entry++;
    if (here->state == Entry::State::busy) continue;
    const bool late = !here->begun && here->state == Entry::State::ready && now - here->arrived >= limits_.wait;
    if (here->cancelled()) {
      leaving.cancelled.push_back(here->job);
    } else if (late) {
      leaving.expired.push_back(here->job);
    } else {
      continue;
    }
    remove(here);
  }
  return leaving;
}

std::optional<Roster::Clock::time_point> Roster::next_expiry() const {
  std::optional<Clock::time_point> first;
  for (const Entry& entry : entries_) {
    if (entry.begun || entry.state != Entry::State::ready) continue;
    first = std::min(first.value_or(Clock::time_point::max()), entry.arrived + limits_.wait);
  }
  return first;
}

std::size_t Roster::waiting() const {
  return static_cast<std::size_t>(
      std::count_if(entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.is_waiting_to_begin(); }));
}

std::vector<std::shared_ptr<Job>> Roster::clear() {
  std::vector<std::shared_ptr<Job>> jobs;
  std::swap(jobs, pushed_out_);
  for (auto& entry : entries_) jobs.push_back(std::move(entry.job));
  entries_.clear();
  clients_.clear();
  return jobs;
}

/// The time for the first chunks that come before, which are no more of one client than of another; for a stream that
/// the cores cannot serve beside all that are there, also that until enough of those have ended.
double Roster::expected_wait_s(bool live, std::size_t before) const {
  std::map<std::string, std::size_t> counted;
  double first_chunks = 0;
  double listeners = 0;
  double new_listener = 0;
  for (const Entry& entry : entries_) {
    if (entry.state == Entry::State::waiting || entry.cancelled()) continue;
    if (!entry.begun && ++counted[entry.facts().client] <= before + 1) first_chunks += entry.next_core_s(pace_);
    if (entry.facts().live && entry.left_audio_s(pace_) > entry.next_audio_s(pace_)) listeners += entry.rate(pace_);
    new_listener = std::max(new_listener, entry.rate(pace_));
  }
  const double wait_s = first_chunks / limits_.cores;
  if (!live || listeners + new_listener <= kUsable * limits_.cores) return wait_s;
  return std::max(wait_s, wait_for_place_s(new_listener));
}

/// Until the listeners that are left need so little that one more can be served: all get as much of the cores as each
/// other, so that those with the least work end first.
double Roster::wait_for_place_s(double rate) const {
  std::vector<std::pair<double, double>> works;  // core seconds left and core seconds for each second
  double needed = rate;
  for (const Entry& entry : entries_) {
    if (entry.state == Entry::State::waiting || entry.cancelled() || !entry.facts().live) continue;
    works.emplace_back(entry.left_audio_s(pace_) * entry.rate(pace_), entry.rate(pace_));
    needed += entry.rate(pace_);
  }
  std::sort(works.begin(), works.end());
  double wait_s = 0;
  double before = 0;
  for (std::size_t i = 0; i < works.size() && needed > kUsable * limits_.cores; ++i) {
    wait_s += (works[i].first - before) * static_cast<double>(works.size() - i) / limits_.cores;
    before = works[i].first;
    needed -= works[i].second;
  }
  return wait_s;
}

}  // namespace kokoro::server
