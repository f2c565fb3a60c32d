#include "text/espeak/worker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.hpp"
#include "text/espeak/align.hpp"
#include "text/espeak/in_process.hpp"
#include "text/espeak/worker_channel.hpp"

namespace kokoro::text {
namespace {

constexpr std::chrono::milliseconds kPatience{5000};  ///< for one answer, which takes less than a millisecond
constexpr std::size_t kMaxDeadly = 4000;
constexpr int kMaxTries = 8;  ///< of one request, when others kill the process
/// espeak-ng loses 1.3 kB with each change of voice: 26 MB, then a new process takes over.
constexpr std::size_t kMaxVoiceChanges = 20'000;

/// posix_spawn()'s two descriptions of a child, freed at the end.
struct Spawning {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};
  Spawning() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
  }
  ~Spawning() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  Spawning(const Spawning&) = delete;
  Spawning& operator=(const Spawning&) = delete;
};

/// Starts the program with `socket` as kEspeakWorkerSocket, no other files but standard error, and a process group of
/// its own, so that Ctrl-C in a terminal does not reach it. Gives its id, or an errno below zero.
int spawn(const EspeakWorker::Command& command, int socket) {
  Spawning how;
  posix_spawn_file_actions_adddup2(&how.files, socket, kEspeakWorkerSocket);
  posix_spawn_file_actions_addopen(&how.files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&how.files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&how.files, kEspeakWorkerSocket + 1);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&how.attributes, &none);
  posix_spawnattr_setpgroup(&how.attributes, 0);
  posix_spawnattr_setflags(&how.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  std::vector<std::string> words{command.program};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = -1;
  const int error = posix_spawn(&child, command.program.c_str(), &how.files, &how.attributes, argv.data(), environ);
  return error == 0 ? child : -error;
}

}  // namespace

int run_espeak_worker() {
  // It ends when the socket is closed, and not before: the program it serves finishes its requests after a signal.
  for (const int ignored : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(ignored, SIG_IGN);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  int type = 0;
  socklen_t length = sizeof(type);
  if (::getsockopt(kEspeakWorkerSocket, SOL_SOCKET, SO_TYPE, &type, &length) != 0) return 2;
  auto library = InProcessEspeak::create();
  while (auto request = receive_message(kEspeakWorkerSocket, std::nullopt)) {
    const std::string said = library ? answer_request(**library, *request) : answer(fail(library.error()));
    if (!send_message(kEspeakWorkerSocket, said)) break;
  }
  return 0;
}

Result<std::unique_ptr<EspeakWorker>> EspeakWorker::start(Command command) {
  std::unique_ptr<EspeakWorker> worker(new EspeakWorker(std::move(command)));
  if (auto launched = worker->launch(); !launched) return fail(std::move(launched.error()));
  auto voices = worker->ask(voices_request());
  if (!voices) {
    return fail(ErrorCode::unavailable,
                fmt::format("The process for espeak-ng does not answer ({}).", worker->command_.program));
  }
  if (!*voices) return fail(std::move(voices->error()));
  worker->voices_ = read_voices(**voices);
  return worker;
}

EspeakWorker::~EspeakWorker() { stop(); }

Result<void> EspeakWorker::launch() {
  int sockets[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
    return fail(ErrorCode::unavailable, fmt::format("There is no socket for espeak-ng: {}.", ::strerror(errno)));
  }
  const int child = spawn(command_, sockets[1]);
  ::close(sockets[1]);
  if (child < 0) {
    ::close(sockets[0]);
    return fail(ErrorCode::unavailable, fmt::format("The process for espeak-ng does not start ({}): {}.",
                                                    command_.program, ::strerror(-child)));
  }
  socket_ = sockets[0];
  process_ = child;
  ++starts_;
  last_voice_.clear();
  voice_changes_ = 0;
  return {};
}

int EspeakWorker::stop() {
  int status = 0;
  if (socket_ < 0) return status;
  ::close(socket_);
  socket_ = -1;
  ::kill(process_, SIGKILL);  // changes nothing for one that is dying: that is why its socket was closed
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/// Nothing when the process died, or had to be killed.
std::optional<Result<std::string>> EspeakWorker::ask(std::string_view request) {
  const auto begin = std::chrono::steady_clock::now();
  if (send_message(socket_, request)) {
    if (const auto message = receive_message(socket_, kPatience)) {
      if (auto read = read_answer(*message)) return read;
    }
  }
  const int status = stop();
  const bool hung = std::chrono::steady_clock::now() - begin >= kPatience;
  at_fault_ = hung || !WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL;
  log::warning("the process of espeak-ng {}; it is started again", hung        ? "did not answer"
                                                                   : at_fault_ ? "died over a text"
                                                                               : "was killed");
  return std::nullopt;
}

std::optional<Result<std::string>> EspeakWorker::attempt(std::string_view request, int deaths) {
  for (int tries = 0; tries < kMaxTries && deaths > 0; ++tries) {
    if (socket_ < 0) {
      if (auto launched = launch(); !launched) return Result<std::string>(fail(std::move(launched.error())));
    }
    if (auto said = ask(request)) return said;
    if (at_fault_) --deaths;
  }
  if (deaths > 0) {
    return Result<std::string>(fail(ErrorCode::unavailable, "The process for espeak-ng is killed whenever it starts.",
                                    "something on this machine ends it: its log may tell"));
  }
  if (deadly_.size() < kMaxDeadly) deadly_.emplace(request);
  return std::nullopt;
}

void EspeakWorker::count_voice(std::string_view voice) {
  if (voice == last_voice_) return;
  if (++voice_changes_ > kMaxVoiceChanges) stop();
  last_voice_ = voice;
}

Result<std::string> EspeakWorker::phonemes(std::string_view voice, const std::string& text) {
  const std::lock_guard lock(mutex_);
  const std::string request = phonemes_request(voice, text);
  if (request.size() > kMaxMessageBytes) {
    return fail(ErrorCode::too_large, fmt::format("A text of {} bytes is too long for espeak-ng.", text.size()));
  }
  if (!deadly_.contains(request)) {
    count_voice(voice);
    if (auto said = attempt(request, 2)) return std::move(*said);
  }
  return read_words(voice, text);
}

Result<std::string> EspeakWorker::read_words(std::string_view voice, std::string_view text) {
  const std::vector<std::string_view> words = split_spaces(text);
  std::string out;
  if (words.size() < 2) {
    log::warning("a word that espeak-ng cannot read was left out");
    return out;
  }
  for (const std::string_view word : words) {
    const std::string request = phonemes_request(voice, word);
    if (deadly_.contains(request)) continue;
    auto said = attempt(request, 1);
    if (!said) {
      log::warning("a word that espeak-ng cannot read was left out");
      continue;
    }
    if (!*said) return std::move(*said);
    if (!out.empty() && !(*said)->empty()) out += ' ';
    out += **said;
  }
  return out;
}

}  // namespace kokoro::text
