#include <utility>

#include "base/pause_point.hpp"
#include "engine/core.hpp"
#include "engine/plan_voices.hpp"
#include "engine/request_check.hpp"
#include "engine/text_stream.hpp"
#include "voice/voice_files.hpp"

namespace kokoro::engine {
namespace {

/// What every session of the engine is besides its public face.
class SteppedSession {
 public:
  virtual ~SteppedSession() = default;
  virtual Session& stepped() = 0;
};

/// A session whose text was given with the request.
class WholeSession final : public SpeechSession, public SteppedSession {
 public:
  explicit WholeSession(std::unique_ptr<Session> session) : session_(std::move(session)) {}
  Result<SessionState> step(const SpeechSink& sink, int threads) override { return session_->step(sink, threads); }
  const SpeechSummary& summary() const override { return session_->summary(); }
  std::size_t next_characters() const override { return session_->next_characters(); }
  Session& stepped() override { return *session_; }

 private:
  std::unique_ptr<Session> session_;
};

class StreamSession final : public SpeechStream, public SteppedSession {
 public:
  StreamSession(std::shared_ptr<TextStream> text, std::unique_ptr<Session> session)
      : text_(std::move(text)), session_(std::move(session)) {}
  Result<SessionState> step(const SpeechSink& sink, int threads) override { return session_->step(sink, threads); }
  const SpeechSummary& summary() const override { return session_->summary(); }
  std::size_t next_characters() const override { return session_->next_characters(); }
  Session& stepped() override { return *session_; }
  Result<void> append(std::string_view text) override { return text_->append(text); }
  void flush() override { text_->flush(); }
  void finish() override { text_->finish(); }

 private:
  std::shared_ptr<TextStream> text_;
  std::unique_ptr<Session> session_;
};

/// Moves what was planned from a piece to the piece's place in the stream.
void move_places(ReadyChunk& chunk, std::size_t bytes) {
  chunk.source.begin_byte += bytes;
  chunk.source.end_byte += bytes;
  for (auto& token : chunk.planned.chunk.tokens) {
    token.begin_byte += bytes;
    token.end_byte += bytes;
  }
  for (auto& mark : chunk.planned.marks) mark.source_byte += bytes;
}

}  // namespace

/// Plans one text, read as it is spoken.
class Core::TextPlan final : public Plan {
 public:
  /// Errors: all that can be wrong with the text; whether it says anything is still open.
  static Result<std::unique_ptr<TextPlan>> make(Core& core, const SpeechRequest& request, const Order& order,
                                                const CancelToken& cancel) {
    auto cursor = core.plan(request, *order.language, order.installed->source.version, order.vocabulary, cancel);
    if (!cursor) return fail(std::move(cursor.error()));
    PlanVoices voices(order.voice, order.pack, [&core, installed = order.installed](const std::string& name) {
      return core.open_voice(*installed, name);
    });
    for (const std::string& name : cursor->voices()) {
      PausePoint::pass();
      if (cancel.cancelled()) return fail(ErrorCode::cancelled, "the request was cancelled");
      const bool mix = !voice::names_a_file(name) && !order.installed->voices.contains(name);
      if (auto known = mix ? order.installed->voices.validate(name) : voices.add(name); !known) {
        return fail(std::move(known.error()));
      }
    }
    return std::unique_ptr<TextPlan>(new TextPlan(request.text, std::move(*cursor), std::move(voices)));
  }

  Result<std::optional<ReadyChunk>> next(const CancelToken& cancel) override {
    if (first_) return std::exchange(first_, std::nullopt);
    auto planned = cursor_.next(cancel);
    if (!planned) return fail(std::move(planned.error()));
    if (!*planned) return std::nullopt;
    auto source = describe(**planned, text_);
    auto pack = voices_.get((*planned)->voice);
    if (!pack) return fail(std::move(pack.error()));
    std::string name = voices_.shown((*planned)->voice);
    return ReadyChunk{std::move(**planned), std::move(source), std::move(*pack), std::move(name)};
  }
  bool complete() const override { return true; }

  /// Reads up to the first chunk. Errors: as next(), invalid_input (nothing to say).
  Result<void> begin(const CancelToken& cancel) {
    auto chunk = next(cancel);
    if (!chunk) return fail(std::move(chunk.error()));
    first_ = std::move(*chunk);
    return first_ ? Result<void>() : fail(nothing_to_say());
  }

 private:
  TextPlan(std::string text, PlanCursor cursor, PlanVoices voices)
      : text_(std::move(text)), cursor_(std::move(cursor)), voices_(std::move(voices)) {}

  const std::string text_;
  PlanCursor cursor_;
  PlanVoices voices_;
  std::optional<ReadyChunk> first_;
};

/// Plans the pieces of a stream as they become complete.
class Core::StreamPlan final : public Plan {
 public:
  StreamPlan(Core& core, SpeechRequest request, Order order, std::shared_ptr<TextStream> text)
      : core_(core), request_(std::move(request)), order_(std::move(order)), text_(std::move(text)) {}

  Result<std::optional<ReadyChunk>> next(const CancelToken& cancel) override {
    while (true) {
      if (piece_) {
        auto chunk = piece_->next(cancel);
        if (!chunk) return chunk;
        if (*chunk) {
          move_places(**chunk, piece_begin_);
          return chunk;
        }
        piece_.reset();
      }
      auto piece = text_->take();
      if (!piece) return std::nullopt;
      request_.text = std::move(piece->text);
      piece_begin_ = piece->begin_byte;
      auto plan = TextPlan::make(core_, request_, order_, cancel);
      if (!plan) return fail(std::move(plan.error()));
      piece_ = std::move(*plan);
    }
  }
  bool complete() const override { return !piece_ && text_->at_end(); }

 private:
  Core& core_;
  SpeechRequest request_;
  const Order order_;
  const std::shared_ptr<TextStream> text_;
  std::unique_ptr<TextPlan> piece_;
  std::size_t piece_begin_ = 0;  ///< in the whole stream
};

std::unique_ptr<Session> Core::make_session(const SpeechRequest& request, const Order& order,
                                            std::unique_ptr<Plan> chunks, const CancelToken& cancel,
                                            Clock::time_point called) {
  return std::make_unique<Session>(
      std::move(chunks),
      [this, source = order.installed->source](const CancelToken& token) { return models_.get(source, token); },
      Session::Voicing{request.speed, request.seed, request.silence}, cancel, called);
}

Result<std::unique_ptr<SpeechSession>> Core::open(const SpeechRequest& request, const CancelToken& cancel) {
  const auto called = Clock::now();
  if (auto valid = check_text(request.text); !valid) return fail(std::move(valid.error()));
  const auto order = check(request);
  if (!order) return fail(order.error());
  auto text = TextPlan::make(*this, request, *order, cancel);
  if (!text) return fail(std::move(text.error()));
  if (auto begun = (*text)->begin(cancel); !begun) return fail(std::move(begun.error()));
  auto session = make_session(request, *order, std::move(*text), cancel, called);
  session->look_for_chunk();
  return std::make_unique<WholeSession>(std::move(session));
}

Result<std::unique_ptr<SpeechStream>> Core::open_stream(const SpeechRequest& request, const CancelToken& cancel) {
  if (!request.text.empty() || request.text_is_phonemes || request.format == TextFormat::ssml) {
    return fail(ErrorCode::invalid_input, "a stream of text begins empty and is plain text or markup", {}, "text");
  }
  auto order = check(request);
  if (!order) return fail(std::move(order.error()));
  auto text = std::make_shared<TextStream>(order->language->tag.starts_with("en"));
  auto chunks = std::make_unique<StreamPlan>(*this, request, *order, text);
  return std::make_unique<StreamSession>(std::move(text),
                                         make_session(request, *order, std::move(chunks), cancel, Clock::now()));
}

std::vector<Result<SessionState>> Core::step(std::span<const SessionTurn> batch, int threads) {
  std::vector<Session::Turn> turns;
  for (const SessionTurn& turn : batch) {
    turns.push_back({&dynamic_cast<SteppedSession&>(*turn.session).stepped(), &turn.sink});
  }
  return Session::step(turns, threads);
}

Result<SpeechSummary> Core::speak(const SpeechRequest& request, const SpeechSink& sink, const CancelToken& cancel) {
  const auto session = open(request, cancel);
  if (!session) return fail(session.error());
  while (true) {
    const auto state = (*session)->step(sink);
    if (!state) return fail(state.error());
    if (*state == SessionState::done) return (*session)->summary();
  }
}

Result<void> Core::validate(const SpeechRequest& request, const CancelToken& cancel) {
  if (auto session = open(request, cancel); !session) return fail(std::move(session.error()));
  return {};
}

}  // namespace kokoro::engine
