#pragma once

#include <cstdint>
#include <kokoro/speech.hpp>
#include <string>

#include "base/audio_format.hpp"
#include "server/http/error_body.hpp"

namespace kokoro::server {

// What /v1/audio/stream tells its client in messages of text; audio is in binary ones.

/// The audio of an utterance follows.
std::string audio_start_event(std::uint64_t utterance, audio::Format format);
/// The text of the next stretch of audio and when each of its words is spoken.
std::string timing_event(std::uint64_t utterance, const SpeechChunk& chunk);
/// All of an utterance has been sent.
std::string utterance_done_event(std::uint64_t utterance, const SpeechSummary& summary);
/// Nothing more of this utterance follows.
std::string utterance_cancelled_event(std::uint64_t utterance);
/// Something was wrong; with an utterance, that one has ended.
std::string socket_error_event(const HttpError& error, std::uint64_t utterance = 0);

}  // namespace kokoro::server
