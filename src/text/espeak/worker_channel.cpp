#include "text/espeak/worker_channel.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace kokoro::text {
namespace {

using Clock = std::chrono::steady_clock;

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// Milliseconds until `deadline` for poll(); -1 for ever.
int wait_ms(std::optional<Clock::time_point> deadline) {
  if (!deadline) return -1;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000));
}

bool receive_all(int socket, std::span<char> bytes, std::optional<Clock::time_point> deadline) {
  while (!bytes.empty()) {
    if (deadline) {
      pollfd waiting{socket, POLLIN, 0};
      const int ready = ::poll(&waiting, 1, wait_ms(deadline));
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0) return false;
    }
    const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

/// What stands before and after the first `separator`; all of it and nothing when there is none.
std::pair<std::string_view, std::string_view> divided(std::string_view text, char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

}  // namespace

bool send_message(int socket, std::string_view message) {
  if (message.size() > kMaxMessageBytes) return false;
  std::string frame;
  frame.reserve(message.size() + 4);
  for (unsigned shift = 0; shift < 32; shift += 8) frame += static_cast<char>((message.size() >> shift) & 0xFFU);
  frame += message;
  return send_all(socket, frame);
}

std::optional<std::string> receive_message(int socket, std::optional<std::chrono::milliseconds> patience) {
  std::optional<Clock::time_point> deadline;
  if (patience) deadline = Clock::now() + *patience;
  std::array<char, 4> head{};
  if (!receive_all(socket, head, deadline)) return std::nullopt;
  std::size_t length = 0;
  for (unsigned i = 0; i < 4; ++i) length |= std::size_t{static_cast<unsigned char>(head[i])} << (8 * i);
  if (length > kMaxMessageBytes) return std::nullopt;
  std::string message(length, '\0');
  if (!receive_all(socket, message, deadline)) return std::nullopt;
  return message;
}

std::string voices_request() { return "V"; }

std::string phonemes_request(std::string_view voice, std::string_view text) {
  return fmt::format("P{}\n{}", voice, text);
}

std::string answer(const Result<std::string>& result) {
  return result ? "O" + *result : fmt::format("E{}\n{}", result.error().message, result.error().hint);
}

std::string answer_request(EspeakLibrary& library, std::string_view request) {
  if (request.starts_with('P')) {
    const auto [voice, text] = divided(request.substr(1), '\n');
    return answer(library.phonemes(voice, std::string(text)));
  }
  std::string lines = "O";
  for (const EspeakVoice& voice : library.voices()) {
    lines += fmt::format("{}\t{}\t{}\n", voice.identifier, voice.tag, voice.name);
  }
  return lines;
}

std::optional<Result<std::string>> read_answer(std::string_view message) {
  if (message.starts_with('O')) return std::string(message.substr(1));
  if (!message.starts_with('E')) return std::nullopt;
  const auto [text, hint] = divided(message.substr(1), '\n');
  return Result<std::string>(fail(ErrorCode::unavailable, std::string(text), std::string(hint)));
}

std::vector<EspeakVoice> read_voices(std::string_view lines) {
  std::vector<EspeakVoice> out;
  while (!lines.empty()) {
    const auto [line, rest] = divided(lines, '\n');
    const auto [identifier, fields] = divided(line, '\t');
    const auto [tag, name] = divided(fields, '\t');
    if (!identifier.empty() && !tag.empty()) {
      out.push_back({std::string(identifier), std::string(tag), std::string(name)});
    }
    lines = rest;
  }
  return out;
}

}  // namespace kokoro::text
