#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "nn/workspace.hpp"

namespace kokoro::model {

/// Workspaces for whoever computes at once: borrowed for one piece of work, kept warm in between. Thread-safe.
class Lanes {
 public:
  /// A workspace, given back when it goes.
  class Lane {
   public:
    explicit Lane(Lanes& lanes) : lanes_(lanes), workspace_(lanes.borrow()) {}
    ~Lane() { lanes_.give_back(std::move(workspace_)); }
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;
    nn::Workspace& workspace() const { return *workspace_; }

   private:
    Lanes& lanes_;
    std::unique_ptr<nn::Workspace> workspace_;
  };

  /// Frees the workspaces that rest.
  void clear() {
    const std::lock_guard lock(mutex_);
    resting_.clear();
  }

  /// Bytes of the workspaces that rest.
  std::size_t resting_bytes() const {
    const std::lock_guard lock(mutex_);
    std::size_t bytes = 0;
    for (const auto& workspace : resting_) bytes += workspace->bytes();
    return bytes;
  }

 private:
  std::unique_ptr<nn::Workspace> borrow() {
    const std::lock_guard lock(mutex_);
    if (resting_.empty()) return std::make_unique<nn::Workspace>();
    std::unique_ptr<nn::Workspace> workspace = std::move(resting_.back());
    resting_.pop_back();
    return workspace;
  }
  void give_back(std::unique_ptr<nn::Workspace> workspace) {
    const std::lock_guard lock(mutex_);
    resting_.push_back(std::move(workspace));
  }

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<nn::Workspace>> resting_;
};

}  // namespace kokoro::model
