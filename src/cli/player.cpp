#include "cli/player.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "cli/interrupt.hpp"

namespace kokoro::cli {
namespace {

bool in_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const auto colon = std::min(rest.find(':'), rest.size());
    const std::string candidate = fmt::format("{}/{}", rest.substr(0, colon), program);
    if (colon > 0 && access(candidate.c_str(), X_OK) == 0) return true;
    rest.remove_prefix(std::min(colon + 1, rest.size()));
  }
  return false;
}

/// Starts a program with `input` as its standard input and the default action for SIGPIPE and SIGINT.
Result<pid_t> spawn(const PlayerProgram& program, int input) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> words{program.name};
  words.insert(words.end(), program.arguments.begin(), program.arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int error = posix_spawnp(&pid, program.name.c_str(), &actions, &attributes, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    return fail(ErrorCode::unavailable, fmt::format("cannot start {}: {}", program.name, std::strerror(error)),
                "write a file instead: -o speech.wav");
  }
  return pid;
}

}  // namespace

std::vector<PlayerProgram> installed_players() {
  std::vector<PlayerProgram> known{
      {"aplay", {"-q", "-t", "raw", "-f", "S16_LE", "-r", "24000", "-c", "1", "-"}},
      {"paplay", {"--raw", "--format=s16le", "--rate=24000", "--channels=1"}},
      {"ffplay",
       {"-nodisp", "-autoexit", "-loglevel", "error", "-f", "s16le", "-ar", "24000", "-ac", "1", "-i", "pipe:0"}}};
  std::erase_if(known, [](const PlayerProgram& program) { return !in_path(program.name); });
  return known;
}

Result<Player> Player::start() {
  const auto players = installed_players();
  if (players.empty()) {
    return fail(ErrorCode::unavailable, "no program to play sound was found (aplay, paplay or ffplay)",
                "install one, for example `apt install alsa-utils`, or write a file: -o speech.wav", "output");
  }
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fail(ErrorCode::io, fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  }
  auto pid = spawn(players.front(), ends[0]);
  close(ends[0]);
  if (!pid) {
    close(ends[1]);
    return fail(pid.error());
  }
  return Player(players.front().name, *pid, ends[1]);
}

Player::Player(Player&& other) noexcept
    : name_(std::move(other.name_)), pid_(std::exchange(other.pid_, -1)), pipe_(std::exchange(other.pipe_, -1)) {}

Player::~Player() {
  if (pipe_ >= 0) close(pipe_);
  if (pid_ > 0) {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
}

Error Player::failure() const {
  return {ErrorCode::unavailable, fmt::format("{} could not play the sound", name_),
          "is there a sound device? Write a file instead: -o speech.wav", "output"};
}

Result<void> Player::write(std::string_view pcm16) {
  while (!pcm16.empty()) {
    const ssize_t written = ::write(pipe_, pcm16.data(), pcm16.size());
    if (interrupts().token().cancelled()) return fail(ErrorCode::cancelled, "stopped");
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(failure());
    pcm16.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> Player::finish() {
  close(std::exchange(pipe_, -1));
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    if (interrupts().token().cancelled()) return fail(ErrorCode::cancelled, "stopped");
  }
  pid_ = -1;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return fail(failure());
  return {};
}

}  // namespace kokoro::cli
