#include "server/work/roster.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace kokoro::server {
namespace {

// What the chunker aims at: a chunk is at most twice as long as the one before it.
constexpr double kFirstChunkCharacters = 90;
constexpr double kLongestChunkCharacters = 200;
constexpr double kGrowth = 2;
/// Of a text whose length is not known yet, and of a long one when the wait of others is foreseen: fair turns let
/// nobody wait for all of a book.
constexpr double kForeseenS = 30;
constexpr int kLongestRetryS = 600;
/// From the end of a chunk's computation to its first sample at the listener.
constexpr double kOnTheWayS = 0.1;

bool cancelled(const Job& job) { return job.facts().cancel.token().cancelled(); }

double seconds(Roster::Clock::duration time) { return std::chrono::duration<double>(time).count(); }

Roster::Clock::duration duration_of(double s) {
  return std::chrono::duration_cast<Roster::Clock::duration>(std::chrono::duration<double>(s));
}

int retry_after(double s) { return static_cast<int>(std::clamp(std::ceil(s), 1.0, double{kLongestRetryS})); }

}  // namespace

double Roster::audio_s(const Entry& entry, double characters) const {
  const auto& facts = entry.job->facts();
  return characters * pace_.audio_s_per_character(facts.version) / facts.speed;
}

double Roster::left_audio_s(const Entry& entry) const {
  const auto& facts = entry.job->facts();
  if (facts.expected_characters == 0) return kForeseenS;
  return std::max(audio_s(entry, facts.expected_characters) - entry.made_s, 0.5);
}

double Roster::next_audio_s(const Entry& entry) const {
  const double longest_s = audio_s(entry, entry.begun ? kLongestChunkCharacters : kFirstChunkCharacters);
  const double chunk_s = entry.begun ? std::min(kGrowth * entry.last_chunk_s, longest_s) : longest_s;
  return std::min(left_audio_s(entry), chunk_s);
}

/// Whether it has begun and its listener could run dry.
bool Roster::is_stream(const Entry& entry) {
  return entry.begun && entry.job->facts().live && entry.state != State::waiting && !entry.ahead;
}

bool Roster::is_ready(const Entry& entry) { return entry.state == State::ready && !entry.ahead; }

/// A slow listener takes longer than the audio lasts: it is not dry while there is something to take.
double Roster::slack_s(const Entry& entry, Clock::time_point now) {
  return std::max(seconds(entry.dry - now), entry.job->unsent_s());
}

Demand Roster::demand(const Entry& entry, Clock::time_point now) const {
  return {slack_s(entry, now) - kOnTheWayS, next_audio_s(entry), left_audio_s(entry), rate(entry)};
}

std::optional<Roster::Refused> Roster::refusal(const Job& job) const {
  const double wait_s = expected_wait_s();
  const double allowed_s = std::chrono::duration<double>(limits_.wait).count();
  const auto client = clients_.find(job.facts().client);
  if (client != clients_.end() && client->second.jobs >= limits_.per_client) {
    return Refused{Refusal::too_many_of_client, retry_after(wait_s)};
  }
  const auto cores = static_cast<std::size_t>(limits_.cores);
  const std::size_t places = limits_.waiting + cores - std::min(running_, cores);
  if (const std::size_t now_waiting = waiting(); now_waiting >= places) {
    return Refused{Refusal::queue_full, retry_after(wait_s / static_cast<double>(now_waiting))};
  }
  if (wait_s > allowed_s) return Refused{Refusal::wait_too_long, retry_after(wait_s - allowed_s)};
  return std::nullopt;
}

std::optional<Roster::Refused> Roster::add(std::shared_ptr<Job> job, Clock::time_point now) {
  if (auto refused = refusal(*job)) return refused;
  auto [client, is_new] = clients_.try_emplace(job->facts().client);
  if (is_new) {
    double least = std::numeric_limits<double>::infinity();
    for (const auto& [name, other] : clients_) {
      if (other.jobs > 0) least = std::min(least, other.core_s);
    }
    client->second.core_s = std::isinf(least) ? 0 : least;
  }
  ++client->second.jobs;
  entries_.push_back({.job = std::move(job), .arrived = now});
  return std::nullopt;
}

/// Whether a live job whose first chunk fits before those of `streams` may begin: all that follows must fit as well.
bool Roster::may_begin(const Entry& entry, std::vector<Demand>& streams, double under_way) const {
  const double first_s = next_audio_s(entry);
  const double left_s = left_audio_s(entry) - first_s;
  if (left_s <= 0 || streams.empty()) return true;
  const double begins_s = next_core_s(entry);
  streams.push_back({begins_s + first_s, std::min(left_s, kGrowth * first_s), left_s, rate(entry)});
  const double spare = spare_core_s(streams, limits_.cores) - under_way;
  streams.pop_back();
  return next_core_s(entry) <= spare;
}

Roster::Entry* Roster::choose(Clock::time_point now) {
  const bool first_chunks_only = running_ >= static_cast<std::size_t>(limits_.cores);
  std::vector<Demand> streams;
  std::vector<Entry*> candidates;
  double under_way = 0;  // core seconds of chunks that are being made and that no stream's demand holds
  for (Entry& entry : entries_) {
    entry.ahead = entry.job->look_at_listener();
    if (is_stream(entry)) {
      streams.push_back(demand(entry, now));
    } else if (entry.state == State::busy) {
      under_way += next_core_s(entry);
    }
    if (is_ready(entry) && !cancelled(*entry.job) && !(first_chunks_only && entry.begun)) candidates.push_back(&entry);
  }
  const auto rank = [this](const Entry* entry) {
    return std::tuple(entry->begun, clients_.at(entry->job->facts().client).core_s, entry->core_s, entry->arrived);
  };
  std::sort(candidates.begin(), candidates.end(), [&](const Entry* a, const Entry* b) { return rank(a) < rank(b); });
  const double spare = spare_core_s(streams, limits_.cores) - under_way;
  Entry* most_urgent = nullptr;
  for (Entry* entry : candidates) {
    const bool begins_live = !entry->begun && entry->job->facts().live;
    if (next_core_s(*entry) <= spare && (!begins_live || may_begin(*entry, streams, under_way))) return entry;
    if (is_stream(*entry) && (most_urgent == nullptr || entry->dry < most_urgent->dry)) most_urgent = entry;
  }
  return most_urgent;
}

bool Roster::takes_all_cores(const Entry& chosen, Clock::time_point now) const {
  if (limits_.cores == 1) return true;
  if (is_stream(chosen) && next_core_s(chosen) > slack_s(chosen, now)) return true;
  return running_ == 0 && std::none_of(entries_.begin(), entries_.end(),
                                       [&](const Entry& other) { return &other != &chosen && is_ready(other); });
}

std::optional<Roster::Choice> Roster::next(Clock::time_point now) {
  if (running_ > static_cast<std::size_t>(limits_.cores)) return std::nullopt;
  Entry* chosen = choose(now);
  if (chosen == nullptr) return std::nullopt;
  const bool all_cores = takes_all_cores(*chosen, now);
  chosen->state = State::busy;
  ++running_;
  // Charged now, so that the next worker does not choose the same client; corrected when the turn ends.
  chosen->charged_s = next_core_s(*chosen);
  clients_.at(chosen->job->facts().client).core_s += chosen->charged_s;
  return Choice{chosen->job, all_cores, now - chosen->arrived, !chosen->begun};
}

Roster::Ended Roster::end_turn(const Choice& choice, const Turn& turn, double taken_s, Clock::time_point now) {
  const Job& job = *choice.job;
  const auto entry = find(job);
  const double core_s = taken_s * (choice.all_cores ? limits_.cores : 1);
  Client& client = clients_.at(job.facts().client);
  client.core_s += core_s - entry->charged_s;
  --running_;
  Ended ended;
  if (turn.audio_s > 0) {
    if (!entry->begun) entry->dry = now;
    if (job.facts().live && job.unsent_s() <= turn.audio_s) ended.stalled_s = std::max(0.0, seconds(now - entry->dry));
    entry->dry = std::max(entry->dry, now) + duration_of(turn.audio_s);
    entry->begun = true;
    entry->made_s += turn.audio_s;
    entry->last_chunk_s = turn.audio_s;
    pace_.learn(job.facts().version, static_cast<double>(turn.characters) / job.facts().speed, turn.audio_s, core_s);
  }
  entry->core_s += core_s;
  if (turn.state == Turn::State::done) {
    ended.gone = true;
    remove(entry);
    return ended;
  }
  const bool waits = turn.state == Turn::State::waiting && !std::exchange(entry->woken, false);
  entry->state = waits ? State::waiting : State::ready;
  return ended;
}

void Roster::wake(const Job& job, Clock::time_point now) {
  const auto entry = find(job);
  if (entry == entries_.end()) return;
  if (entry->state == State::busy) entry->woken = true;
  if (entry->state != State::waiting) return;
  entry->state = State::ready;
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
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const auto here = entry++;
    if (here->state == State::busy) continue;
    const bool late = !here->begun && here->state == State::ready && now - here->arrived >= limits_.wait;
    if (cancelled(*here->job)) {
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
    if (entry.begun || entry.state != State::ready) continue;
    first = std::min(first.value_or(Clock::time_point::max()), entry.arrived + limits_.wait);
  }
  return first;
}

std::size_t Roster::waiting() const {
  return static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), [](const Entry& entry) {
    return !entry.begun && entry.state == State::ready && !cancelled(*entry.job);
  }));
}

std::vector<std::shared_ptr<Job>> Roster::clear() {
  std::vector<std::shared_ptr<Job>> jobs;
  for (auto& entry : entries_) jobs.push_back(std::move(entry.job));
  entries_.clear();
  clients_.clear();
  return jobs;
}

/// The time for the first chunks that wait while the cores keep up with all listeners, else that for all that is to be
/// made: then places are free only as others end.
double Roster::expected_wait_s() const {
  double first_chunks = 0;
  double all = 0;
  double listeners = 0;
  for (const Entry& entry : entries_) {
    if (entry.state == State::waiting || entry.ahead || cancelled(*entry.job)) continue;
    const double left_s = left_audio_s(entry);
    const double next_s = next_audio_s(entry);
    all += std::min(left_s, kForeseenS) * rate(entry);
    if (!entry.begun) first_chunks += next_s * rate(entry);
    if (entry.job->facts().live && left_s > next_s) listeners += rate(entry);
  }
  return (listeners <= kUsable * limits_.cores ? first_chunks : all) / limits_.cores;
}

}  // namespace kokoro::server
