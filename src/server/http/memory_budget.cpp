#include "server/http/memory_budget.hpp"

namespace kokoro::server {

bool MemoryBudget::reserve(std::size_t bytes) {
  std::size_t used = used_;
  do {
    if (bytes > limit_ || used > limit_ - bytes) {
      ++refusals_;
      return false;
    }
  } while (!used_.compare_exchange_weak(used, used + bytes));
  return true;
}

bool MemoryShare::grow_to(std::size_t bytes) {
  if (budget_ == nullptr || bytes <= bytes_) return true;
  if (!budget_->reserve(bytes - bytes_)) return false;
  bytes_ = bytes;
  return true;
}

}  // namespace kokoro::server
