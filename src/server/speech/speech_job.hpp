#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <kokoro/speech_session.hpp>
#include <memory>
#include <optional>
#include <string>

#include "server/http/error_body.hpp"
#include "server/http/listener.hpp"
#include "server/metrics/metrics.hpp"
#include "server/metrics/status.hpp"
#include "server/scheduling/job.hpp"
#include "server/scheduling/sliced_task.hpp"
#include "server/speech/speech_engine.hpp"
#include "server/speech/speech_output.hpp"

namespace kokoro::server {

/// What becomes of a speech outside of its job; all of it outlives the job.
struct SpeechAccounts {
  Status& status;
  Metrics& metrics;
};

/// A session and where its speech goes. One that comes without its session opens it first, in slices.
class SpeechJob final : public Job {
 public:
  struct Opened {
    std::unique_ptr<SpeechSession> session;
    std::unique_ptr<SpeechOutput> output;
  };
  /// How a job that checks opens its session.
  struct Opening {
    std::function<Result<Opened>(const CancelToken&)> open;
    std::function<void(const HttpError&)> decline;  ///< tells the client why there is no session
  };

  struct Parts {
    SpeechEngine& engine;
    std::function<HttpError(const Error&)> explain;  ///< an error of the engine in words of the route
    std::shared_ptr<Listener> listener;
    std::unique_ptr<SpeechSession> session;
    std::unique_ptr<SpeechOutput> output;  ///< may refer to the listener and to what `explain` holds
    std::string request_id;
    Metrics::Kind kind;
    std::chrono::steady_clock::time_point asked;  ///< when the request came
    Opening opening = {};                         ///< instead of session and output
    std::function<void()> on_left = {};           ///< called when it has left the scheduler that took it in
  };

  SpeechJob(Facts facts, Parts parts, SpeechAccounts accounts);
  ~SpeechJob() override;

  Turn take_turn(bool all_cores) override;
  /// Takes the sessions of the batch through the model together.
  std::vector<Turn> take_turns(std::span<Job* const> batch, bool all_cores) override;
  double unsent_s() const override;
  void expire(int retry_after_s) override;
  void left() override;
  /// Instead of its first turn: the scheduler does not take it in.
  void refuse(const HttpError& error);

  const Metrics::Kind& kind() const { return parts_.kind; }

 private:
  Turn check();
  /// A step of the session, which notes in `turn` what it makes.
  SessionTurn begin_turn(Turn& turn);
  /// What follows from the state that the step ended in.
  void end_turn(Turn& turn, const Result<SessionState>& state);
  void finish();
  void give_up(const Error& error);
  void took(const SpeechChunk& chunk);

  Parts parts_;
  SpeechAccounts accounts_;
  Result<Opened> opened_;
  std::atomic<double> seconds_per_byte_ = 0;  ///< of what was written so far
  bool begun_ = false;
  bool settled_ = false;             ///< its client has the end, or was told why there is none
  std::optional<SlicedTask> check_;  ///< refers to the others
};

}  // namespace kokoro::server
