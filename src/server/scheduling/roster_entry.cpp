#include "server/scheduling/roster_entry.hpp"

#include <algorithm>

namespace kokoro::server {
namespace {

// What the chunker aims at: a chunk twice as long as the one before it, or as the sentences have it.
constexpr double kFirstChunkCharacters = 90;
constexpr double kLongestChunkCharacters = 200;
constexpr double kGrowth = 2.5;
/// Of a text whose length is not known yet.
constexpr double kForeseenS = 30;
constexpr double kLeastLeftS = 0.5;
/// From the end of a chunk's computation to its first sample at the listener.
constexpr double kOnTheWayS = 0.1;
/// A turn that takes longer than foreseen has at least this part of it before it.
constexpr double kLeastLeftOfTurn = 0.1;
/// Characters that a text must have had for its own pace to count as much as that of all texts.
constexpr double kOwnPaceCharacters = 50;
/// Speech that a text is taken to have had before its own share of silence counts.
constexpr double kOwnShareS = 3;

}  // namespace

/// At the text's own pace as far as it is known: a voice may be slow.
double RosterEntry::audio_s(const Pace& pace, double characters) const {
  const double usual = pace.audio_s_per_character(facts().version) / facts().speed;
  return characters * (made_s + kOwnPaceCharacters * usual) / (made_characters + kOwnPaceCharacters);
}

double RosterEntry::spoken_share() const { return (spoken_s + kOwnShareS) / (made_s + kOwnShareS); }

double RosterEntry::left_audio_s(const Pace& pace) const {
  if (facts().expected_characters == 0) return kForeseenS;
  const double left = audio_s(pace, std::max(facts().expected_characters - made_characters, next_characters));
  return std::max(left, kLeastLeftS);
}

double RosterEntry::longest_audio_s(const Pace& pace, double before_s) const {
  return std::min(kGrowth * before_s, audio_s(pace, kLongestChunkCharacters));
}

double RosterEntry::next_audio_s(const Pace& pace) const {
  double chunk_s = begun ? longest_audio_s(pace, last_chunk_s) : audio_s(pace, kFirstChunkCharacters);
  if (next_characters > 0) chunk_s = audio_s(pace, next_characters);
  return std::min(left_audio_s(pace), chunk_s);
}

double RosterEntry::left_core_s() const {
  return std::max(foreseen_core_s - turn_core_s, kLeastLeftOfTurn * foreseen_core_s);
}

double RosterEntry::heard(const Turn& turn, Clock::time_point now) {
  if (!begun) dry = first_audio = now;
  const double stalled_s = facts().live && job->unsent_s() <= turn.audio_s ? std::max(0.0, seconds(now - dry)) : 0;
  dry = std::max(dry, now) + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(turn.audio_s));
  begun = true;
  made_s += turn.audio_s;
  spoken_s += turn.audio_s - turn.silence_s;
  made_characters += static_cast<double>(turn.characters);
  last_chunk_s = turn.audio_s;
  next_characters = static_cast<double>(turn.next_characters);
  return stalled_s;
}

double RosterEntry::slack_s(Clock::time_point now) const {
  return std::max(seconds(dry - now), job->unsent_s()) - kOnTheWayS;
}

/// One that rests takes the audio at its own speed, which may be next to nothing.
double RosterEntry::heard_s_per_s(Clock::time_point now) const {
  const double since_s = seconds(now - first_audio);
  if (!ahead || since_s <= 0) return 1;
  return std::clamp((made_s - job->unsent_s()) / since_s, 0.0, 1.0);
}

Demand RosterEntry::demand(const Pace& pace, Clock::time_point now) const {
  const double next_s = next_audio_s(pace);
  const double left_s = left_audio_s(pace);
  if (begun) {
    const double made_meanwhile_s = state == State::busy ? std::max(0.0, next_s - left_core_s() / rate(pace)) : 0;
    return {slack_s(now), next_s - made_meanwhile_s, left_s - made_meanwhile_s, rate(pace), heard_s_per_s(now)};
  }
  const double begins_s = state == State::busy ? left_core_s() : next_core_s(pace);
  const double rest_s = left_s - next_s;
  return {begins_s + next_s, std::min(rest_s, longest_audio_s(pace, next_s)), rest_s, rate(pace)};
}

StreamForecast RosterEntry::forecast(const Pace& pace, Clock::time_point now) const {
  const double next_s = next_audio_s(pace);
  StreamForecast forecast{{}, next_s, longest_audio_s(pace, next_s), left_audio_s(pace), rate(pace)};
  if (begun) forecast.slack_s = slack_s(now);
  return forecast;
}

}  // namespace kokoro::server
