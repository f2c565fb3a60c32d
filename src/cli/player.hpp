#pragma once

#include <sys/types.h>

#include <kokoro/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::cli {

/// A program of this machine that plays raw samples from its standard input.
struct PlayerProgram {
  std::string name;
  std::vector<std::string> arguments;  ///< for 16-bit little-endian mono at 24 kHz, quietly
};

/// Those of aplay, paplay and ffplay that are in PATH, in this order.
std::vector<PlayerProgram> installed_players();

/// Plays samples while they are made. Not thread-safe. The destructor stops what still plays.
class Player {
 public:
  /// Starts the first installed player. Errors: unavailable (none is installed, or it does not start).
  static Result<Player> start();
  Player(Player&& other) noexcept;
  Player& operator=(Player&&) = delete;
  ~Player();

  /// Blocks while the player's buffer is full. Errors: unavailable (it ended), cancelled.
  Result<void> write(std::string_view pcm16);

  /// Waits until everything has been heard. Errors: unavailable (the player failed), cancelled.
  Result<void> finish();

 private:
  Player(std::string name, pid_t pid, int pipe) : name_(std::move(name)), pid_(pid), pipe_(pipe) {}
  Error failure() const;

  std::string name_;
  pid_t pid_ = -1;
  int pipe_ = -1;
};

}  // namespace kokoro::cli
