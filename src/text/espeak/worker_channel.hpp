#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/espeak/library.hpp"

namespace kokoro::text {

/// One message on a stream socket is a length (four bytes, least first) and as many bytes, at most kMaxMessageBytes.
inline constexpr std::size_t kMaxMessageBytes = std::size_t{1} << 20U;

/// False when the other side is gone or the message too long.
bool send_message(int socket, std::string_view message);

/// Nothing when the other side is gone, says something that is no message, or takes longer than `patience`.
/// Without patience, waits for ever.
std::optional<std::string> receive_message(int socket, std::optional<std::chrono::milliseconds> patience);

/// Requests: "V" for the voices; "P", voice, newline, text for phonemes.
/// Answers: "O" and the phonemes, or "E", message, newline, hint.
std::string voices_request();
std::string phonemes_request(std::string_view voice, std::string_view text);
std::string answer(const Result<std::string>& result);

/// The worker's side: what to answer.
std::string answer_request(EspeakLibrary& library, std::string_view request);

/// The caller's side: nothing when it is no answer.
std::optional<Result<std::string>> read_answer(std::string_view message);
std::vector<EspeakVoice> read_voices(std::string_view lines);

}  // namespace kokoro::text
