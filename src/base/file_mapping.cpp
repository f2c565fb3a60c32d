#include "base/file_mapping.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <mutex>

namespace kokoro {
namespace {

/// What the handler knows of one mapping. Lock-free: it may be asked in the middle of anything.
struct Guarded {
  std::atomic<std::uintptr_t> begin = 0;  ///< 0: free
  std::atomic<std::uintptr_t> end = 0;
  std::atomic<bool> lost = false;
};
static_assert(std::atomic<std::uintptr_t>::is_always_lock_free);

/// Checkpoints are mapped while they load: a few at once. Those beyond are not guarded.
std::array<Guarded, 64> guarded;
std::mutex guarded_changes;
struct sigaction before {};
std::uintptr_t page_bytes = 4096;

/// Puts a page of zeros where the file's is gone; false when the address is none of a mapping.
bool replace_page(std::uintptr_t address) {
  for (Guarded& mapping : guarded) {
    const std::uintptr_t begin = mapping.begin.load();
    if (begin == 0 || address < begin || address >= mapping.end.load()) continue;
    void* page = reinterpret_cast<void*>(address / page_bytes * page_bytes);
    mapping.lost = true;
    return mmap(page, page_bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
  }
  return false;
}

void on_bus_error(int number, siginfo_t* info, void* context) {
  if (replace_page(reinterpret_cast<std::uintptr_t>(info->si_addr))) return;
  if ((before.sa_flags & SA_SIGINFO) != 0 && before.sa_sigaction != nullptr) {
    before.sa_sigaction(number, info, context);
    return;
  }
  if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) return before.sa_handler(number);
  // The access is repeated on return, and ends the program as it would have.
  std::signal(number, SIG_DFL);
}

void install_handler() {
  static std::once_flag once;
  std::call_once(once, [] {
    page_bytes = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    struct sigaction action {};
    action.sa_sigaction = on_bus_error;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &before);
  });
}

/// A place in the handler's table, or -1.
int guard(const std::byte* address, std::size_t size) {
  install_handler();
  const std::lock_guard lock(guarded_changes);
  for (std::size_t i = 0; i < guarded.size(); ++i) {
    if (guarded[i].begin != 0) continue;
    const auto begin = reinterpret_cast<std::uintptr_t>(address);
    guarded[i].lost = false;
    guarded[i].end = begin + size;
    guarded[i].begin = begin;
    return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

FileMapping::FileMapping(int descriptor, const struct stat& info)
    : descriptor_(descriptor), size_(static_cast<std::size_t>(info.st_size)), modified_(info.st_mtim) {
  void* address = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor_, 0);
  if (address == MAP_FAILED) return;
  address_ = static_cast<std::byte*>(address);
  slot_ = guard(address_, size_);
}

FileMapping::~FileMapping() {
  if (slot_ >= 0) {
    const std::lock_guard lock(guarded_changes);
    guarded[static_cast<std::size_t>(slot_)].begin = 0;
  }
  if (address_ != nullptr) munmap(address_, size_);
  close(descriptor_);
}

bool FileMapping::changed() const {
  if (slot_ >= 0 && guarded[static_cast<std::size_t>(slot_)].lost) return true;
  struct stat now {};
  return fstat(descriptor_, &now) != 0 || static_cast<std::size_t>(now.st_size) != size_ ||
         now.st_mtim.tv_sec != modified_.tv_sec || now.st_mtim.tv_nsec != modified_.tv_nsec;
}

}  // namespace kokoro
