#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "server/scheduling/roster.hpp"

namespace kokoro::server {

/// Gives the jobs their turns, on one thread for each core, one more for first chunks and
/// one for slices of checks. Whose turn it is: Roster. A
/// worker never waits for a listener, and a job whose token is cancelled leaves at its next wake(). Thread-safe.
class Scheduler {
 public:
  /// What it sees, for the metrics; called on the workers' threads.
  struct Observer {
    virtual ~Observer() = default;
    virtual void waited(double seconds) = 0;
    virtual void stalled(const Job& job, double seconds) = 0;
  };

  Scheduler(const Roster::Limits& limits, Observer& observer);
  /// As stop().
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  /// Takes a job in, or says why not. A stopped scheduler drops it.
  std::optional<Roster::Refused> submit(std::shared_ptr<Job> job);

  /// Something that the job waited for has come, its listener has taken what was made, or it was cancelled.
  void wake(const Job& job);

  /// What it takes to speak here, as far as nothing has been spoken yet. See Pace::learn().
  void learn_pace(ModelVersion version, double characters, double audio_s, double core_s);

  /// Cancels what is there and joins the threads.
  void stop();

  struct Load {
    std::size_t turns = 0;    ///< that are being taken
    std::size_t waiting = 0;  ///< jobs that wait for their first turn
    std::size_t running = 0;  ///< the other jobs
    std::size_t jobs = 0;     ///< both
  };
  Load load() const;

 private:
  void work();
  /// What a turn came to, to the log and the observer.
  void tell(const Roster::Choice& choice, const Turn& turn, const Roster::Ended& ended);

  Observer& observer_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Roster roster_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace kokoro::server
