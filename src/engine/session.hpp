#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <kokoro/cancel_token.hpp>
#include <kokoro/speech_session.hpp>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/loaded_model.hpp"
#include "engine/plan.hpp"

namespace kokoro::engine {

/// A plan on its way through the model, and what joins its chunks. See SpeechSession.
class Session {
 public:
  using LeaseModel = std::function<Result<std::shared_ptr<const LoadedModel>>(const CancelToken&)>;

  struct Voicing {
    float speed = 1.0F;
    std::uint64_t seed = 0;
    Silence silence = {};
  };

  /// `lease_model` is called once, by the first step. Times are counted from `called`.
  Session(std::unique_ptr<Plan> plan, LeaseModel lease_model, Voicing voicing, CancelToken cancel,
          std::chrono::steady_clock::time_point called = std::chrono::steady_clock::now());
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// A session and where the chunk of its next step goes.
  struct Turn {
    Session* session;
    const SpeechSink* sink;
  };
  /// One step of each session, none of which is named twice. Those of one model go through it together, as many at once
  /// as it takes. The results come in the order of the turns; none depends on the others.
  static std::vector<Result<SessionState>> step(std::span<const Turn> turns, int threads);

  Result<SessionState> step(const SpeechSink& sink, int threads);
  const SpeechSummary& summary() const { return summary_; }
  std::size_t next_characters() const;

  /// Takes the first chunk from the plan, so that next_characters() knows it. An error of the plan is that of step().
  void look_for_chunk();

 private:
  using Prepared = Result<std::unique_ptr<model::Prosody>>;

  class Step;
  static void make_speech(std::span<Step* const> batch, int threads);

  /// The next chunk, if there is one, whose model is leased then.
  Result<std::unique_ptr<ReadyChunk>> take_chunk();
  model::Utterance utterance(const ReadyChunk& chunk, std::size_t index) const;
  void prepare_next(model::Share share);
  void set_gaps(const PlannedChunk& planned, model::Speech& speech, std::vector<WordTime>& words) const;
  Result<void> deliver(ReadyChunk& chunk, model::Speech speech, const SpeechSink& sink);
  SessionState state() const;

  std::unique_ptr<Plan> plan_;
  LeaseModel lease_model_;
  const Voicing voicing_;
  const CancelToken cancel_;
  const std::chrono::steady_clock::time_point called_;
  std::shared_ptr<const LoadedModel> model_;
  SpeechSummary summary_;
  std::unique_ptr<ReadyChunk> next_;  ///< stays where it is while `ahead_` reads it
  std::optional<Error> plan_error_;
  std::size_t owed_pause_ =
      0;  ///< pause in samples that the last chunk lacks; spoken first if the text grows by another chunk
  std::future<Prepared> ahead_;  ///< of `next_`; its destructor waits, so it goes before what it reads
};

}  // namespace kokoro::engine
