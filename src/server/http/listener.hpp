#pragma once

#include <cstddef>
#include <functional>

namespace kokoro::server {

/// Who hears a speech, as its maker sees them. Thread-safe, but for the maker's own counters begun() and
/// written_bytes().
class Listener {
 public:
  virtual ~Listener() = default;

  /// True once the client has gone.
  virtual bool cancelled() const = 0;
  /// Something was written: an error can only break off what has begun.
  virtual bool begun() const = 0;
  virtual std::size_t written_bytes() const = 0;
  /// Of what was written, what the connection has not taken yet.
  virtual std::size_t unsent_bytes() const = 0;
  /// `on_taken` is called, on the connection's thread, after each part that the connection has taken and when the
  /// client has gone. It must not block.
  virtual void set_on_taken(std::function<void()> on_taken) = 0;
};

}  // namespace kokoro::server
