#pragma once

namespace kokoro {

/// Is told when work on its thread passes a point where it may wait: between two parts of a text, of a body, of a
/// lexicon. It may block, so that the work waits for its turn.
class PausePoint {
 public:
  virtual ~PausePoint() = default;
  virtual void passed() = 0;

  /// Of this thread from now on; null: none. Whoever sets it keeps it alive until it is set to another one.
  static void set(PausePoint* point) { current() = point; }

  /// Long work calls it every few milliseconds, holding no lock.
  static void pass() {
    if (auto* point = current()) point->passed();
  }

 private:
  static PausePoint*& current() {
    thread_local PausePoint* point = nullptr;
    return point;
  }
};

}  // namespace kokoro
