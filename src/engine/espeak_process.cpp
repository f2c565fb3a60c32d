#include "engine/espeak_process.hpp"

#include "text/espeak/worker.hpp"

namespace kokoro::engine {

int run_espeak_process() { return text::run_espeak_worker(); }

Result<void> use_espeak_process() {
  // The link leads to this program even after an upgrade has replaced its file.
  auto worker = text::EspeakWorker::start({"/proc/self/exe", {std::string(kEspeakProcessArgument)}});
  if (!worker) return fail(std::move(worker.error()));
  text::EspeakLibrary::use(std::move(*worker));
  return {};
}

}  // namespace kokoro::engine
