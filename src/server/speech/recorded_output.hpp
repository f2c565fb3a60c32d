#pragma once

#include <functional>
#include <memory>
#include <string>

#include "audio/encoder.hpp"
#include "server/download/download_store.hpp"
#include "server/speech/speech_call.hpp"
#include "server/speech/speech_output.hpp"

namespace kokoro::server {

/// Passes speech on and keeps a copy that can be fetched when the speech is complete: the audio in the call's download
/// format with true headers, and where the call wants it a file of what is said when.
///
/// The response names them: X-Download-Path and X-Timing-Path, as Kokoro-FastAPI's without "/v1". A copy that cannot be
/// kept does no harm to the speech: its path is absent, and X-Download-Status says "unavailable", or, where the headers
/// have gone already, nothing is found there.
class RecordedOutput final : public SpeechOutput {
 public:
  using MakeInner = std::function<std::unique_ptr<SpeechOutput>(HeaderList)>;

  /// `call` wants a download; it and the store must outlive this.
  RecordedOutput(const SpeechCall& call, DownloadStore& store, const MakeInner& make_inner);

  Result<void> expect(double speech_s, double silence_s) override { return inner_->expect(speech_s, silence_s); }
  Result<void> take(const SpeechChunk& chunk) override;
  Result<void> finish(const SpeechSummary& summary) override;
  void give_up(const HttpError& error) override { inner_->give_up(error); }

 private:
  Result<void> open(const SpeechCall& call, DownloadStore& store);
  Result<void> record(const SpeechChunk& chunk);
  Result<void> complete();
  void stop_recording(const Error& why);

  std::unique_ptr<audio::PcmEncoder> encoder_;
  std::unique_ptr<DownloadStore::Draft> audio_;   ///< null: not kept
  std::unique_ptr<DownloadStore::Draft> timing_;  ///< null: not wanted, or not kept
  std::string timing_entries_;
  std::unique_ptr<SpeechOutput> inner_;
};

}  // namespace kokoro::server
