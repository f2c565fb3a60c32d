#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "audio/encoder.hpp"
#include "server/speech/speech_output.hpp"
#include "server/websocket/socket_listener.hpp"

namespace kokoro::server {

/// Brings one utterance to a WebSocket: for each chunk an event with its times, then its audio, at most 200 ms a
/// message.
class SocketOutput final : public SpeechOutput {
 public:
  SocketOutput(std::uint64_t utterance, audio::Format format, std::shared_ptr<SocketListener> listener)
      : utterance_(utterance), format_(format), listener_(std::move(listener)) {}

  Result<void> take(const SpeechChunk& chunk) override;
  Result<void> finish(const SpeechSummary& summary) override;
  void give_up(const HttpError& error) override;

 private:
  Result<void> start();
  Result<void> send(std::string encoded);

  const std::uint64_t utterance_;
  const audio::Format format_;
  const std::shared_ptr<SocketListener> listener_;
  std::unique_ptr<audio::PcmEncoder> encoder_;
};

}  // namespace kokoro::server
