#include "store/download.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/blob.hpp"
#include "base/sha256.hpp"
#include "store/part_file.hpp"
#include "store/transfer.hpp"

namespace kokoro::store {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kLongestWait{120};
constexpr std::uint64_t kSpareBytes = 16U << 20U;     // left free on the disk
constexpr std::uint64_t kRealProgress = 256U << 10U;  // bytes that make an attempt count as a success

double megabytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

/// Writes a response to the .part, from the start when the server does not continue it.
class PartSink final : public BodySink {
 public:
  PartSink(PartFile& part, std::uint64_t max_bytes, const DownloadOptions& options, const DownloadEvents& events)
      : part_(part), max_bytes_(max_bytes), options_(options), events_(events) {}

  Result<void> begin(const TransferReply& reply) override {
    const bool continues = reply.status == 206 && reply.range_start == part_.size();
    if (!continues) {
      if (auto restarted = part_.restart(reply.etag); !restarted) return restarted;
    }
    if (reply.status == 206 && !continues) {
      return fail(ErrorCode::network, "the server sent another range than the one asked for", "run the command again");
    }
    total_ = reply.total_bytes.value_or(0);
    if (total_ > max_bytes_) return too_long(total_);
    return check_space(reply.body_bytes.value_or(0));
  }

  Result<void> data(std::span<const std::byte> bytes) override {
    if (bytes.size() > max_bytes_ - std::min(part_.size(), max_bytes_)) return too_long(part_.size() + bytes.size());
    auto written = part_.append(bytes);
    if (written && events_.progress) events_.progress(part_.size(), total_);
    return written;
  }

 private:
  Result<void> too_long(std::uint64_t bytes) const {
    return fail(ErrorCode::corrupt,
                fmt::format("the server sends {} bytes or more of {} instead of at most {}: deleted", bytes,
                            part_.path().stem().string(), max_bytes_),
                "the server or something on the way changed the file; check HF_ENDPOINT and try again");
  }

  Result<void> check_space(std::uint64_t needed) const {
    const auto folder = part_.path().parent_path();
    std::uint64_t available = 0;
    if (options_.free_bytes) {
      available = options_.free_bytes(folder);
    } else {
      std::error_code error;
      available = std::filesystem::space(folder, error).available;
      if (error) return {};  // writing will tell
    }
    if (available >= needed + kSpareBytes) return {};
    return fail(ErrorCode::io,
                fmt::format("{} needs {:.0f} MB more, but only {:.0f} MB are free in {}", part_.path().stem().string(),
                            megabytes(needed), megabytes(available), folder.string()),
                "free some space, or name another data directory with KOKORO_HOME");
  }

  PartFile& part_;
  const std::uint64_t max_bytes_;
  const DownloadOptions& options_;
  const DownloadEvents& events_;
  std::uint64_t total_ = 0;
};

void wait(milliseconds time, const DownloadOptions& options, const CancelToken& cancel) {
  if (options.sleep) return options.sleep(time);
  const auto end = std::chrono::steady_clock::now() + time;
  while (!cancel.cancelled() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(milliseconds(50));
}

/// Transfers until the .part is complete, retrying.
Result<void> fetch(const std::string& url, std::uint64_t max_bytes, PartFile& part, const DownloadOptions& options,
                   const DownloadEvents& events, const CancelToken& cancel) {
  for (int attempt = 1;; ++attempt) {
    const std::uint64_t before = part.size();
    PartSink sink(part, max_bytes, options, events);
    const auto reply = transfer({url, part.size(), part.etag()}, sink, cancel);
    if (reply) return {};
    const TransferFailure& failure = reply.error();
    if (failure.status == 416 && before > 0) {
      // The .part is as long as the file, or longer: the hash decides after a fresh start.
      if (auto restarted = part.restart(""); !restarted) return restarted;
      if (attempt < options.attempts) continue;
    }
    if (part.size() >= before + kRealProgress) attempt = 1;
    if (!failure.retry || attempt >= options.attempts || failure.wait > kLongestWait) return fail(failure.error);
    const auto backoff = std::chrono::seconds(1LL << std::min(attempt - 1, 6));
    const auto pause = std::max<std::chrono::seconds>(backoff, failure.wait);
    if (events.note) events.note(fmt::format("{}: again in {} s", failure.error.message, pause.count()));
    wait(pause, options, cancel);
    if (cancel.cancelled()) {
      return fail(ErrorCode::cancelled, "the download was stopped", "run the command again to go on");
    }
  }
}

bool looks_right(Content content, std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (content == Content::json) {
    const auto first = text.find_first_not_of(" \r\n\t");
    return first != std::string_view::npos && text[first] == '{';
  }
  // A zip ends with its directory, so a cut one shows too. The comment behind it is empty or short in such files.
  const std::string_view tail = text.substr(text.size() - std::min<std::size_t>(text.size(), 1024));
  return text.starts_with("PK\x03\x04") && tail.find("PK\x05\x06") != std::string_view::npos;
}

/// The hash of a complete .part, or what is wrong with it.
Result<std::string> verify(const RemoteFile& file, const std::string& url, const PartFile& part) {
  auto blob = map_file(part.path());
  if (!blob) return fail(blob.error());
  Sha256 hash;
  hash.update(blob->bytes);
  std::string digest = hash.hex_digest();
  if (!file.sha256.empty() && digest != file.sha256) {
    return fail(ErrorCode::corrupt, fmt::format("{} has SHA-256 {} instead of {}: deleted", url, digest, file.sha256),
                "the server or something on the way changed the file; check HF_ENDPOINT and try again");
  }
  if (blob->bytes.size() < file.min_bytes || blob->bytes.size() > file.max_bytes ||
      !looks_right(file.content, blob->bytes)) {
    return fail(ErrorCode::corrupt,
                fmt::format("{} is {} bytes and not {} of at least {} bytes: deleted", url, blob->bytes.size(),
                            file.content == Content::json ? "a JSON object" : "a PyTorch file", file.min_bytes),
                "a proxy's login page, perhaps? Check HF_ENDPOINT and try again");
  }
  return digest;
}

}  // namespace

Result<std::string> file_sha256(const std::filesystem::path& path) {
  auto blob = map_file(path);
  if (!blob) return fail(blob.error());
  Sha256 hash;
  hash.update(blob->bytes);
  return hash.hex_digest();
}

Result<std::string> download_file(const RemoteFile& file, const DownloadOptions& options, const DownloadEvents& events,
                                  const CancelToken& cancel) {
  const std::string url = fmt::format("{}/{}", options.endpoint, file.url_path);
  auto part = PartFile::open(file.target);
  if (!part) return fail(part.error());
  bool resumed = part->size() > 0;
  // Complete, but the last run ended before it could be renamed.
  bool complete = resumed && !file.sha256.empty() && part->size() >= file.min_bytes && verify(file, url, *part);
  for (;; resumed = false) {
    if (auto fetched = complete ? Result<void>() : fetch(url, file.max_bytes, *part, options, events, cancel);
        !fetched) {
      if (part->size() == 0 || fetched.error().code == ErrorCode::corrupt) part->discard();
      return fail(fetched.error());
    }
    auto digest = verify(file, url, *part);
    if (digest) {
      if (auto finished = part->finish(); !finished) return fail(finished.error());
      return digest;
    }
    if (!resumed || digest.error().code != ErrorCode::corrupt) {
      part->discard();
      return digest;
    }
    // The start may stem from another revision: once more from the beginning.
    if (events.note) events.note("what was there before does not fit the rest: from the start");
    if (auto restarted = part->restart(""); !restarted) return fail(restarted.error());
  }
}

}  // namespace kokoro::store
