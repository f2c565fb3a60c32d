#include "text/espeak/library.hpp"

#include <mutex>

#include "text/espeak/in_process.hpp"

namespace kokoro::text {
namespace {

struct Owner {
  std::mutex mutex;
  std::vector<std::unique_ptr<EspeakLibrary>> libraries;  ///< the last one is in use; callers may hold the others
};

Owner& owner() {
  static Owner one;
  return one;
}

}  // namespace

Result<EspeakLibrary*> EspeakLibrary::instance() {
  const std::lock_guard lock(owner().mutex);
  auto& libraries = owner().libraries;
  if (libraries.empty()) {
    auto made = InProcessEspeak::create();
    if (!made) return fail(std::move(made.error()));
    libraries.push_back(std::move(*made));
  }
  return libraries.back().get();
}

void EspeakLibrary::use(std::unique_ptr<EspeakLibrary> library) {
  const std::lock_guard lock(owner().mutex);
  owner().libraries.push_back(std::move(library));
}

}  // namespace kokoro::text
