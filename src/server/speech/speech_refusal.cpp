#include "server/speech/speech_refusal.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace kokoro::server {

HttpError refusal(const Roster::Refused& refused, Metrics& metrics) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kReasons{
      {{"queue_full", "too many requests wait already"},
       {"client_limit", "too many requests of this client run already"},
       {"wait_too_long", "the requests before this one would make it wait for too long"}}};
  const auto [code, message] = kReasons[static_cast<std::size_t>(refused.why)];
  metrics.refused(code);
  HttpError error = make_http_error(429, std::string(code), std::string(message) + "; try again later");
  error.retry_after_s = refused.retry_after_s;
  return error;
}

}  // namespace kokoro::server
