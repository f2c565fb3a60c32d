#include "server/download/download_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

namespace kokoro::server {

DownloadStore::DownloadStore(DownloadLimits limits) : limits_(std::move(limits)) {}

DownloadStore::~DownloadStore() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (expiry_.joinable()) expiry_.join();
}

std::string DownloadStore::make_name(std::string_view extension) {
  std::random_device system;  // the kernel's generator
  std::string name;
  for (int i = 0; i < 4; ++i) name += fmt::format("{:08x}", system());
  return name.append(extension);
}

Result<std::unique_ptr<DownloadStore::Draft>> DownloadStore::create(std::string name, std::string content_type) {
  auto file = UnnamedFile::create(limits_.folder);
  if (!file) return fail(std::move(file.error()));
  return std::make_unique<Draft>(*this, std::move(name), std::move(content_type), std::move(*file));
}

std::optional<Download> DownloadStore::find(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& k) { return k.download.name == name; });
  if (found == kept_.end() || found->expires <= Clock::now()) return std::nullopt;
  return found->download;
}

bool DownloadStore::reserve(std::uint64_t bytes) {
  std::list<Kept> dropped;  // destroyed after the lock is released
  const std::lock_guard lock(mutex_);
  while (bytes_ + bytes > limits_.max_bytes && !kept_.empty()) drop_oldest(dropped);
  if (bytes_ + bytes > limits_.max_bytes) return false;
  bytes_ += bytes;
  return true;
}

void DownloadStore::release(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  bytes_ -= bytes;
}

void DownloadStore::keep(Download download) {
  std::list<Kept> dropped;
  {
    const std::lock_guard lock(mutex_);
    while (kept_.size() >= limits_.max_files) drop_oldest(dropped);
    kept_.push_back({std::move(download), Clock::now() + limits_.max_age});
    if (!expiry_.joinable()) expiry_ = std::thread([this] { expire(); });
  }
  changed_.notify_all();
}

/// A listener who has it already still gets all of it: the file goes with its last owner.
void DownloadStore::drop_oldest(std::list<Kept>& dropped) {
  bytes_ -= kept_.front().download.file->size();
  dropped.splice(dropped.end(), kept_, kept_.begin());
}

void DownloadStore::expire() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    std::list<Kept> dropped;
    while (!kept_.empty() && kept_.front().expires <= Clock::now()) drop_oldest(dropped);
    if (!dropped.empty()) {
      lock.unlock();
      dropped.clear();
      lock.lock();
    } else if (kept_.empty()) {
      changed_.wait(lock);
    } else {
      const auto next = kept_.front().expires;
      changed_.wait_until(lock, next);
    }
  }
}

DownloadStore::Draft::Draft(DownloadStore& store, std::string name, std::string content_type,
                            std::shared_ptr<UnnamedFile> file)
    : store_(store), name_(std::move(name)), content_type_(std::move(content_type)), file_(std::move(file)) {}

DownloadStore::Draft::~Draft() {
  if (file_) store_.release(file_->size());
}

Result<void> DownloadStore::Draft::append(std::string_view bytes) {
  if (!store_.reserve(bytes.size())) {
    return fail(ErrorCode::too_large,
                fmt::format("a download of more than {} bytes cannot be kept", store_.limits_.max_bytes));
  }
  const std::uint64_t before = file_->size();
  auto written = file_->write_at(before, bytes);
  if (!written) store_.release(bytes.size() - (file_->size() - before));
  return written;
}

void DownloadStore::Draft::commit() { store_.keep({name_, content_type_, std::exchange(file_, nullptr)}); }

}  // namespace kokoro::server
