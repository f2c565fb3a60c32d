#include "server/metrics/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <sstream>

#include "server/metrics/process.hpp"

namespace kokoro::server {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Labels;
using prometheus::Registry;

const Histogram::BucketBoundaries kFirstAudioS{0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30};
const Histogram::BucketBoundaries kQueueWaitS{0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
const Histogram::BucketBoundaries kRealTimeFactor{0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 5};
const Histogram::BucketBoundaries kStallS{0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

template <class Metric, class Builder>
Family<Metric>& family(Registry& registry, Builder builder, const char* name, const char* help) {
  return builder.Name(name).Help(help).Register(registry);
}

Family<Counter>& counters(Registry& registry, const char* name, const char* help) {
  return family<Counter>(registry, prometheus::BuildCounter(), name, help);
}
Family<Gauge>& gauges(Registry& registry, const char* name, const char* help) {
  return family<Gauge>(registry, prometheus::BuildGauge(), name, help);
}
Family<Histogram>& histograms(Registry& registry, const char* name, const char* help) {
  return family<Histogram>(registry, prometheus::BuildHistogram(), name, help);
}

Labels labels(const Metrics::Kind& kind) {
  return {{"model_version", std::string(version_name(kind.version))}, {"format", kind.format}};
}

}  // namespace

struct Metrics::Families {
  Registry registry;
  Family<Histogram>& first_audio =
      histograms(registry, "kokoro_time_to_first_audio_seconds", "From the request to the first bytes of its audio.");
  Family<Histogram>& real_time_factor = histograms(registry, "kokoro_real_time_factor",
                                                   "Seconds inside the model for each second of speech, by request.");
  Family<Histogram>& stalls = histograms(registry, "kokoro_stall_seconds",
                                         "Gaps in delivery: how long a listener had heard all that was made.");
  Family<Histogram>& queue_wait =
      histograms(registry, "kokoro_queue_wait_seconds", "From being accepted to the first turn.");
  Family<Counter>& chunks = counters(registry, "kokoro_chunks_total", "Chunks of speech that were made.");
  Family<Counter>& audio = counters(registry, "kokoro_audio_seconds_total", "Seconds of speech that were made.");
  Family<Counter>& completed = counters(registry, "kokoro_speeches_total", "Speeches that were made to their end.");
  Family<Counter>& cancelled =
      counters(registry, "kokoro_cancelled_total", "Speeches broken off because their client had gone.");
  Family<Counter>& failed =
      counters(registry, "kokoro_errors_total", "Speeches that ended with an error, by its code.");
  Family<Counter>& refused = counters(registry, "kokoro_refused_total", "Speeches that were not taken in, by reason.");
  Family<Counter>& responses = counters(registry, "kokoro_http_responses_total",
                                        "Responses by status; 0: the client went before there was one.");
  Family<Counter>& body_bytes = counters(registry, "kokoro_http_response_bytes_total", "Bytes of response bodies.");
  Family<Gauge>& active = gauges(registry, "kokoro_active_streams", "Speeches that have begun and are not finished.");
  Gauge& queue_depth = gauges(registry, "kokoro_queue_depth", "Requests that wait for their first turn.").Add({});
  Gauge& running = gauges(registry, "kokoro_running_turns", "Chunks that are being made.").Add({});
  Gauge& jobs = gauges(registry, "kokoro_jobs", "Requests for speech that are not finished.").Add({});
  Gauge& connections = gauges(registry, "kokoro_connections", "Open connections.").Add({});
  Gauge& ready = gauges(registry, "kokoro_ready", "1 once the default model is loaded.").Add({});
  Gauge& buffers = gauges(registry, "kokoro_buffer_bytes", "Bodies of requests and answers in memory.").Add({});
  Gauge& buffer_limit = gauges(registry, "kokoro_buffer_limit_bytes", "What they may take: max_memory_mb.").Add({});
  Counter& buffer_refusals =
      counters(registry, "kokoro_buffer_refusals_total", "Requests for which there was no memory.").Add({});
  Gauge& memory = gauges(registry, "process_resident_memory_bytes", "Resident memory.").Add({});
  Gauge& threads = gauges(registry, "process_threads", "Threads.").Add({});
  Gauge& files = gauges(registry, "process_open_fds", "Open file descriptors.").Add({});
  Gauge& started = gauges(registry, "process_start_time_seconds", "Start of the process, since the epoch.").Add({});
  Counter& cpu = counters(registry, "process_cpu_seconds_total", "Processor time, user and system.").Add({});
  Gauge& build = gauges(registry, "kokoro_build_info", "1; the label is the program's version.")
                     .Add({{"version", std::string(program_version())}});
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {
  families_->build.Set(1);
  families_->started.Set(read_process().start_time_s);
}
Metrics::~Metrics() = default;

void Metrics::queue_wait(double seconds) { families_->queue_wait.Add({}, kQueueWaitS).Observe(seconds); }

void Metrics::speech_began(const Kind& kind) { families_->active.Add(labels(kind)).Increment(); }
void Metrics::speech_ended(const Kind& kind) { families_->active.Add(labels(kind)).Decrement(); }

void Metrics::first_audio(const Kind& kind, double seconds) {
  families_->first_audio.Add(labels(kind), kFirstAudioS).Observe(seconds);
}

void Metrics::chunk(const Kind& kind, double audio_s) {
  families_->chunks.Add(labels(kind)).Increment();
  families_->audio.Add(labels(kind)).Increment(audio_s);
}

void Metrics::speech_completed(const Kind& kind, double audio_s, double compute_s) {
  families_->completed.Add(labels(kind)).Increment();
  if (audio_s > 0) families_->real_time_factor.Add(labels(kind), kRealTimeFactor).Observe(compute_s / audio_s);
}

void Metrics::stall(const Kind& kind, double seconds) { families_->stalls.Add(labels(kind), kStallS).Observe(seconds); }

void Metrics::cancelled(const Kind& kind) { families_->cancelled.Add(labels(kind)).Increment(); }

void Metrics::failed(const Kind& kind, std::string_view code) {
  Labels all = labels(kind);
  all["code"] = code;
  families_->failed.Add(all).Increment();
}

void Metrics::refused(std::string_view reason) {
  families_->refused.Add({{"reason", std::string(reason)}}).Increment();
}

void Metrics::response(int status, std::size_t body_bytes) {
  families_->responses.Add({{"status", std::to_string(status)}}).Increment();
  families_->body_bytes.Add({}).Increment(static_cast<double>(body_bytes));
}

std::string Metrics::text(const Now& now) const {
  families_->queue_depth.Set(static_cast<double>(now.queue_depth));
  families_->running.Set(static_cast<double>(now.running));
  families_->jobs.Set(static_cast<double>(now.jobs));
  families_->connections.Set(static_cast<double>(now.connections));
  families_->buffers.Set(static_cast<double>(now.memory));
  families_->buffer_limit.Set(static_cast<double>(now.memory_limit));
  const auto refusals = static_cast<double>(now.memory_refusals);
  families_->buffer_refusals.Increment(std::max(0.0, refusals - families_->buffer_refusals.Value()));
  families_->ready.Set(now.ready ? 1 : 0);
  const Process process = read_process();
  families_->memory.Set(process.resident_bytes);
  families_->threads.Set(process.threads);
  families_->files.Set(process.open_files);
  families_->cpu.Increment(std::max(0.0, process.cpu_s - families_->cpu.Value()));
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families_->registry.Collect());
  return out.str();
}

}  // namespace kokoro::server
