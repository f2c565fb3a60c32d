#include "server/metrics/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/metrics/process.hpp"

namespace kokoro::server {
namespace {

using testing::HasSubstr;

TEST(Metrics, TellWhatHappened) {
  Metrics metrics;
  const Metrics::Kind kind{ModelVersion::v1_0, "mp3"};
  metrics.queue_wait(0.002);
  metrics.speech_began(kind);
  metrics.first_audio(kind, 0.04);
  metrics.chunk(kind, 2.5);
  metrics.chunk(kind, 1.5);
  metrics.stall(kind, 0.2);
  metrics.speech_completed(kind, 4, 1);
  metrics.failed(kind, "not_found");
  metrics.cancelled(kind);
  metrics.refused("queue_full");
  metrics.response(200, 100);
  metrics.response(200, 50);
  const std::string text = metrics.text({.queue_depth = 3, .running = 2, .jobs = 7, .connections = 9, .ready = true});
  for (const auto* line :
       {"# TYPE kokoro_time_to_first_audio_seconds histogram",
        "kokoro_time_to_first_audio_seconds_bucket{format=\"mp3\",model_version=\"v1.0\",le=\"0.03\"} 0",
        "kokoro_time_to_first_audio_seconds_bucket{format=\"mp3\",model_version=\"v1.0\",le=\"0.05\"} 1",
        "kokoro_real_time_factor_sum{format=\"mp3\",model_version=\"v1.0\"} 0.25",
        "kokoro_stall_seconds_count{format=\"mp3\",model_version=\"v1.0\"} 1",
        "kokoro_queue_wait_seconds_count 1",
        "kokoro_chunks_total{format=\"mp3\",model_version=\"v1.0\"} 2",
        "kokoro_audio_seconds_total{format=\"mp3\",model_version=\"v1.0\"} 4",
        "kokoro_active_streams{format=\"mp3\",model_version=\"v1.0\"} 1",
        "kokoro_errors_total{code=\"not_found\",format=\"mp3\",model_version=\"v1.0\"} 1",
        "kokoro_cancelled_total{format=\"mp3\",model_version=\"v1.0\"} 1",
        "kokoro_refused_total{reason=\"queue_full\"} 1",
        "kokoro_http_responses_total{status=\"200\"} 2",
        "kokoro_http_response_bytes_total 150",
        "kokoro_queue_depth 3",
        "kokoro_running_turns 2",
        "kokoro_jobs 7",
        "kokoro_connections 9",
        "kokoro_ready 1",
        "process_resident_memory_bytes ",
        "process_open_fds ",
        "process_cpu_seconds_total "}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  metrics.speech_ended(kind);
  EXPECT_THAT(metrics.text({}), HasSubstr("kokoro_active_streams{format=\"mp3\",model_version=\"v1.0\"} 0"));
}

TEST(Metrics, KnowTheirProcess) {
  const Process process = read_process();
  EXPECT_GT(process.resident_bytes, 1e6);
  EXPECT_LT(process.resident_bytes, 1e12);
  EXPECT_GE(process.threads, 1);
  EXPECT_GE(process.open_files, 3);
  EXPECT_GT(process.start_time_s, 1.6e9);
}

}  // namespace
}  // namespace kokoro::server
