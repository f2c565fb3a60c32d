#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/scheduling/admission.hpp"
#include "server/scheduling/job.hpp"
#include "server/scheduling/pace.hpp"
#include "server/scheduling/roster_entry.hpp"

namespace kokoro::server {

/// The run queue: all jobs that are not done, and whose turn it is. Not thread-safe; has no threads and no clock.
///
/// The first rule is that a stream that has begun never stalls. So the stream with the least slack goes first. Other
/// work goes before streams only if they can spare the time, in the long run (demand.hpp) and in their next turns
/// (forecast.hpp). A new stream starts only if that still holds with it (admission.hpp). Within these limits first
/// chunks go before later ones; among equals, the client with the least core time goes first, then its job with the
/// least.
class Roster {
 public:
  using Clock = std::chrono::steady_clock;

  struct Limits {
    int cores = 1;
    std::size_t batch = 1;                   ///< jobs of one version that a turn takes through the model together
    std::size_t waiting = 64;                ///< jobs that have not begun, besides those that a core is free for
    std::size_t per_client = 16;             ///< jobs of one client
    std::chrono::milliseconds wait{30'000};  ///< for the first turn
  };

  explicit Roster(const Limits& limits) : limits_(limits) {}

  enum class Refusal { queue_full, too_many_of_client, wait_too_long };
  struct Refused {
    Refusal why;
    int retry_after_s;
  };
  /// Takes a job in, or says why not.
  std::optional<Refused> add(std::shared_ptr<Job> job, Clock::time_point now);

  struct Choice {
    std::shared_ptr<Job> job;
    bool all_cores = false;  ///< nobody else wants one, or the stream would run dry on one alone
    std::chrono::duration<double> waited{0};
    bool first = false;   ///< its first turn that speaks
    bool joined = false;  ///< it came to the turn of another
  };
  /// Whose turn it is; nothing when nobody can or may have one. The job is busy until end_turn(). When all cores are
  /// busy only a first chunk may begin, one at a time: it shares a core and does not wait for a long chunk to end.
  /// Beside all that there may be one slice of a check.
  std::optional<Choice> next(Clock::time_point now);

  /// The choice of next() and those who go through the model with it, as many as the limits say: other jobs of its
  /// version that are ready, the streams that would run dry first before the others. They take its threads, each a part
  /// of them; each has an end_turn() of its own. Empty when nobody can or may have a turn.
  std::vector<Choice> next_batch(Clock::time_point now);

  struct Ended {
    double stalled_s = 0;  ///< for so long the listener had nothing to hear before this turn's audio
    bool gone = false;     ///< the job has left the roster
    double core_s = 0;     ///< that the turn took
    double foreseen_core_s = 0;
    double slack_s = 0;  ///< until its listener runs dry
  };
  Ended end_turn(const Choice& choice, const Turn& turn, Clock::time_point now);

  /// A waiting job has something to do again. If its listener has run dry meanwhile its next chunk is a first one.
  void wake(const Job& job, Clock::time_point now);

  /// Jobs that are cancelled, or that have waited too long for their first chunk or made room for one of a client that
  /// has fewer; they leave the roster.
  struct Leaving {
    std::vector<std::shared_ptr<Job>> cancelled;
    std::vector<std::shared_ptr<Job>> expired;
  };
  Leaving sweep(Clock::time_point now);
  /// When sweep() is needed next, if nothing happens before.
  std::optional<Clock::time_point> next_expiry() const;

  std::size_t running() const { return running_; }
  std::size_t waiting() const;  ///< not begun, not cancelled
  std::size_t size() const { return entries_.size(); }
  /// Every job leaves.
  std::vector<std::shared_ptr<Job>> clear();

  /// Seconds until a job that comes now would have its first chunk, as far as that can be foreseen. `live`: as a stream
  /// that goes on after it; `before`: jobs of its client that wait already.
  double expected_wait_s(bool live = true, std::size_t before = kMany) const;
  /// See Pace::learn(); the turns teach it as well.
  void learn_pace(ModelVersion version, double characters, double audio_s, double core_s) {
    pace_.learn(version, characters, audio_s, core_s);
  }

 private:
  using Entry = RosterEntry;
  static constexpr std::size_t kMany = ~std::size_t{0} - 1;
  struct Client {
    std::size_t jobs = 0;
    double core_s = 0;  ///< had so far, counted from the least that anybody had when it came
  };
  struct Decision {
    Entry& entry;
    bool all_cores;
  };

  std::optional<Decision> choose(Clock::time_point now);
  Choice begin_turn(Entry& entry, bool all_cores, Clock::time_point now);
  void account(Clock::time_point now);
  std::list<Entry>::iterator find(const Job& job);
  void remove(std::list<Entry>::iterator entry);
  std::optional<Refused> refusal(const Job& job) const;
  std::map<std::string, std::size_t> waiting_by_client() const;
  /// The newest waiting job of the client that has most of them, if those are more than `own` would be with one more.
  std::list<Entry>::iterator surplus(std::size_t own);
  std::size_t places() const;
  double wait_for_place_s(double rate) const;

  const Limits limits_;
  Pace pace_;
  std::list<Entry> entries_;  ///< in the order they came
  std::map<std::string, Client> clients_;
  std::size_t running_ = 0;                       ///< turns
  std::size_t checking_ = 0;                      ///< of them, slices of checks
  std::vector<std::shared_ptr<Job>> pushed_out_;  ///< for the next sweep()
  int threads_ = 0;                               ///< of all turns that are under way
  Clock::time_point accounted_{};                 ///< until when the turns were told what they had
};

}  // namespace kokoro::server
