#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>

#include "server/app/app.hpp"
#include "server/middleware/access_log.hpp"
#include "server/net/http_server.hpp"
#include "server/net/raw_client_for_test.hpp"
#include "server/speech/fake_engine_for_test.hpp"

namespace kokoro::server {

/// The whole server but for the engine, on a port of its own.
class Running {
 public:
  explicit Running(FakeEngine& engine, ServerOptions options = {})
      : app_(engine, local(options)), http_(local(options), callbacks(), app_.memory()) {
    const auto url = http_.listen();
    EXPECT_TRUE(url.has_value()) << url.error().message;
    port_ = static_cast<std::uint16_t>(std::stoi(url->substr(url->rfind(':') + 1)));
    app_.warm_up();
    thread_ = std::thread([this] { result_ = http_.run(); });
  }
  ~Running() { stop(); }

  Result<void> stop() {
    http_.shut_down();
    if (thread_.joinable()) thread_.join();
    app_.stop();
    return result_;
  }
  void shut_down() { http_.shut_down(); }
  std::uint16_t port() const { return port_; }

  RawClient::Answer get(const std::string& path) const {
    RawClient client(port_);
    client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return client.read_answer();
  }

  /// Asks for `path` until its body has `part`; a test's own time limit ends a vain wait.
  void wait_for(const std::string& path, const std::string& part) const {
    while (get(path).body.find(part) == std::string::npos) std::this_thread::yield();
  }

 private:
  static ServerOptions local(ServerOptions options) {
    options.host = "127.0.0.1";
    options.port = 0;
    return options;
  }
  HttpServer::Callbacks callbacks() {
    HttpServer::Callbacks callbacks;
    callbacks.handle = [this](Request request, std::shared_ptr<Responder> responder) {
      app_.handle(std::move(request), std::move(responder));
    };
    callbacks.on_drain = [this] { app_.drain(); };
    callbacks.log = [this](const AccessRecord& record) { access_log_->add(record); };
    return callbacks;
  }

  std::unique_ptr<AccessLog> access_log_ = AccessLog::open({}).value();
  App app_;
  HttpServer http_;
  std::uint16_t port_ = 0;
  Result<void> result_;
  std::thread thread_;
};

inline std::string post(const std::string& body, const std::string& headers = {}, const std::string& version = "1.1") {
  return "POST /v1/audio/speech HTTP/" + version + "\r\nHost: x\r\nContent-Type: application/json\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

using namespace std::string_literals;

inline const std::string kSamples = "\x00\x00\x00\x40\xFF\x7F\x00\x80"s;  // of FakeEngine's chunks
inline const std::string kWhole = R"({"input":"Hi.","response_format":"wav","stream":false})";
inline const std::string kStream = R"({"input":"Hi.","response_format":"pcm"})";
inline const std::string kEvents = R"({"input":"Hi.","response_format":"pcm","stream_format":"sse"})";
inline const std::string kDeltas =
    "data: {\"type\":\"speech.audio.delta\",\"audio\":\"AAAAQA==\"}\n\n"
    "data: {\"type\":\"speech.audio.delta\",\"audio\":\"/38AgA==\"}\n\n";

}  // namespace kokoro::server
