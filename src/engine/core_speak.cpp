#include <utility>

#include "engine/core.hpp"
#include "engine/request_check.hpp"
#include "engine/text_stream.hpp"

namespace kokoro::engine {
namespace {

/// A session whose text was given with the request.
class WholeSession final : public SpeechSession {
 public:
  explicit WholeSession(std::unique_ptr<Session> session) : session_(std::move(session)) {}
  Result<SessionState> step(const SpeechSink& sink, int threads) override { return session_->step(sink, threads); }
  const SpeechSummary& summary() const override { return session_->summary(); }

 private:
  std::unique_ptr<Session> session_;
};

class StreamSession final : public SpeechStream {
 public:
  StreamSession(std::shared_ptr<TextStream> text, std::unique_ptr<Session> session)
      : text_(std::move(text)), session_(std::move(session)) {}
  Result<SessionState> step(const SpeechSink& sink, int threads) override { return session_->step(sink, threads); }
  const SpeechSummary& summary() const override { return session_->summary(); }
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

/// Plans the pieces of a stream as they become complete.
class Core::StreamPlan final : public Plan {
 public:
  StreamPlan(Core& core, SpeechRequest request, Order order, std::shared_ptr<TextStream> text)
      : core_(core), request_(std::move(request)), order_(std::move(order)), text_(std::move(text)) {}

  Result<std::optional<ReadyChunk>> next(const CancelToken& cancel) override {
    while (ready_.empty()) {
      auto piece = text_->take();
      if (!piece) return std::nullopt;
      request_.text = std::move(piece->text);
      auto chunks = core_.plan(request_, order_, cancel);
      if (!chunks) return fail(std::move(chunks.error()));
      for (auto& chunk : *chunks) move_places(chunk, piece->begin_byte);
      ready_ = std::move(*chunks);
    }
    std::optional<ReadyChunk> chunk = std::move(ready_.front());
    ready_.pop_front();
    return chunk;
  }
  bool complete() const override { return text_->at_end(); }

 private:
  Core& core_;
  SpeechRequest request_;
  const Order order_;
  const std::shared_ptr<TextStream> text_;
  std::deque<ReadyChunk> ready_;
};

std::unique_ptr<Session> Core::make_session(const SpeechRequest& request, const Order& order,
                                            std::unique_ptr<Plan> chunks, const CancelToken& cancel,
                                            Clock::time_point called) {
  const auto version = order.edition->source.version;
  return std::make_unique<Session>(
      std::move(chunks), [this, version](const CancelToken& token) { return models_.get(version, token); },
      Session::Voicing{request.speed, request.seed}, cancel, called);
}

Result<std::unique_ptr<SpeechSession>> Core::open(const SpeechRequest& request, const CancelToken& cancel) {
  const auto called = Clock::now();
  if (auto text = check_text(request.text); !text) return fail(std::move(text.error()));
  const auto order = check(request);
  if (!order) return fail(order.error());
  auto chunks = plan(request, *order, cancel);
  if (!chunks) return fail(std::move(chunks.error()));
  if (chunks->empty()) return fail(nothing_to_say());
  return std::make_unique<WholeSession>(
      make_session(request, *order, std::make_unique<WholePlan>(std::move(*chunks)), cancel, called));
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

Result<SpeechSummary> Core::speak(const SpeechRequest& request, const SpeechSink& sink, const CancelToken& cancel) {
  const auto session = open(request, cancel);
  if (!session) return fail(session.error());
  while (true) {
    const auto state = (*session)->step(sink);
    if (!state) return fail(state.error());
    if (*state == SessionState::done) return (*session)->summary();
  }
}

Result<void> Core::validate(const SpeechRequest& request) {
  if (auto session = open(request, {}); !session) return fail(std::move(session.error()));
  return {};
}

}  // namespace kokoro::engine
