#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace kokoro::server {

/// How much all buffers together may take: bodies of requests, answers that are made or sent. Thread-safe.
class MemoryBudget {
 public:
  /// `limit` in bytes.
  explicit MemoryBudget(std::size_t limit) : limit_(limit) {}
  MemoryBudget(const MemoryBudget&) = delete;
  MemoryBudget& operator=(const MemoryBudget&) = delete;

  /// Sets bytes aside; false, and counted as a refusal, where they are not there.
  bool reserve(std::size_t bytes);
  /// Counts bytes that are there already, whether there was room for them or not.
  void add(std::size_t bytes) { used_ += bytes; }
  void release(std::size_t bytes) { used_ -= bytes; }

  std::size_t used() const { return used_; }
  std::size_t limit() const { return limit_; }
  bool full() const { return used_ >= limit_; }
  std::size_t refusals() const { return refusals_; }

 private:
  const std::size_t limit_;
  std::atomic<std::size_t> used_ = 0;
  std::atomic<std::size_t> refusals_ = 0;
};

/// Bytes of a budget that are given back when this goes. One thread at a time; the budget must outlive it.
class MemoryShare {
 public:
  /// Of no budget: everything is allowed.
  MemoryShare() = default;
  explicit MemoryShare(MemoryBudget& budget) : budget_(&budget) {}
  MemoryShare(MemoryShare&& other) noexcept
      : budget_(std::exchange(other.budget_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  MemoryShare& operator=(MemoryShare&& other) noexcept {
    if (this == &other) return *this;
    give_back();
    budget_ = std::exchange(other.budget_, nullptr);
    bytes_ = std::exchange(other.bytes_, 0);
    return *this;
  }
  ~MemoryShare() { give_back(); }

  /// As much as `bytes` in all, if there is room; never less than before.
  bool grow_to(std::size_t bytes);
  std::size_t bytes() const { return bytes_; }

 private:
  void give_back() {
    if (budget_ != nullptr) budget_->release(bytes_);
    bytes_ = 0;
  }

  MemoryBudget* budget_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace kokoro::server
