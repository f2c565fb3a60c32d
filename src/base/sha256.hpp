#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace kokoro {

/// Incremental SHA-256. Not thread-safe.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void update(std::span<const std::byte> bytes);
  /// Lower-case hexadecimal, 64 characters; ends the computation.
  std::string hex_digest();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace kokoro
