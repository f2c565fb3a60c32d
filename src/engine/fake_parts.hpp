#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "engine/core.hpp"
#include "model/backend.hpp"
#include "text/front_ends.hpp"
#include "text/phonemes/vocabulary.hpp"

/// Stand-ins for the network and the front ends, for the tests of this folder.
namespace kokoro::engine::fake {

/// A folder that vanishes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "kokoro_engine_XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  std::filesystem::path write(const std::filesystem::path& name, std::string_view content) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    return file;
  }

 private:
  std::filesystem::path path_;
};

/// What fake backends saw and what they should do; shared by the test and the backends.
struct Journal {
  struct Call {
    std::vector<std::int32_t> ids;
    std::vector<float> style;
    float speed = 0;
    std::uint64_t seed = 0;
  };

  std::atomic<int> loads = 0;
  std::atomic<int> living = 0;
  std::size_t largest_batch = 1;            ///< of backends that are made from now on
  std::vector<std::size_t> batches;         ///< sizes of those that were spoken; guarded by `mutex`
  std::atomic<std::size_t> read_bytes = 0;  ///< of text, by front ends
  std::function<Result<void>()> on_load = [] { return Result<void>{}; };
  std::function<Result<void>(const Call&)> on_prepare = [](const Call&) { return Result<void>{}; };
  std::function<Result<void>(std::size_t call, const CancelToken&)> on_infer = [](std::size_t, const CancelToken&) {
    return Result<void>{};
  };
  std::function<void(std::vector<float>&)> on_audio = [](std::vector<float>&) {};

  std::vector<Call> calls() const {
    const std::lock_guard lock(mutex);
    return calls_made;
  }
  std::size_t add(Call call) {
    const std::lock_guard lock(mutex);
    calls_made.push_back(std::move(call));
    return calls_made.size() - 1;
  }

  mutable std::mutex mutex;
  std::vector<Call> calls_made;
};

inline constexpr std::int32_t kEdgeFrames = 6;
inline constexpr std::int32_t kTokenFrames = 2;
inline constexpr std::size_t kFrameSamples = 600;

/// Each id lasts two frames of a constant, each edge six frames of silence.
class FakeBackend : public model::Backend {
 public:
  explicit FakeBackend(std::shared_ptr<Journal> journal) : journal_(std::move(journal)) {
    config_.style_dim = 128;
    capabilities_.largest_batch = journal_->largest_batch;
    ++journal_->living;
  }
  ~FakeBackend() override { --journal_->living; }

  Result<void> load(const model::ModelFiles&) override {
    ++journal_->loads;
    return journal_->on_load();
  }

  const model::Capabilities& capabilities() const override { return capabilities_; }

  std::vector<Result<std::unique_ptr<model::Prosody>>> prepare(std::span<const model::Utterance> batch,
                                                               model::Share) const override {
    std::vector<Result<std::unique_ptr<model::Prosody>>> out;
    for (const auto& one : batch) out.push_back(prepare_one(one));
    return out;
  }

  std::vector<Result<model::Speech>> vocode(std::span<const model::Prosody* const> batch, model::Share) const override {
    {
      const std::lock_guard lock(journal_->mutex);
      journal_->batches.push_back(batch.size());
    }
    std::vector<Result<model::Speech>> out;
    for (const auto* one : batch) out.push_back(vocode_one(*one));
    return out;
  }

  std::string device() const override { return "fake"; }
  const model::ModelConfig& config() const override { return config_; }
  std::size_t parameters() const override { return 7; }
  void release() override {}

 private:
  struct FakeProsody : model::Prosody {
    using Prosody::Prosody;
    Journal::Call call;
  };

  Result<std::unique_ptr<model::Prosody>> prepare_one(const model::Utterance& one) const {
    auto prosody = std::make_unique<FakeProsody>(one.cancel);
    prosody->call = {{one.ids.begin(), one.ids.end()}, {one.style.begin(), one.style.end()}, one.speed, one.seed};
    if (auto go_on = journal_->on_prepare(prosody->call); !go_on) return fail(std::move(go_on.error()));
    return prosody;
  }

  Result<model::Speech> vocode_one(const model::Prosody& prosody) const {
    const auto& call = dynamic_cast<const FakeProsody&>(prosody).call;
    const auto index = journal_->add(call);
    if (auto go_on = journal_->on_infer(index, prosody.cancel()); !go_on) return fail(std::move(go_on.error()));
    auto speech = speech_for(call.ids.size());
    journal_->on_audio(speech.audio);
    return speech;
  }

  static model::Speech speech_for(std::size_t ids) {
    model::Speech speech;
    speech.durations.assign(ids, kTokenFrames);
    speech.durations.front() = speech.durations.back() = kEdgeFrames;
    const std::size_t edge = kEdgeFrames * kFrameSamples;
    speech.audio.assign(2 * edge + (ids - 2) * kTokenFrames * kFrameSamples, 0.0F);
    std::fill(speech.audio.begin() + static_cast<std::ptrdiff_t>(edge),
              speech.audio.end() - static_cast<std::ptrdiff_t>(edge), 0.5F);
    return speech;
  }

  std::shared_ptr<Journal> journal_;
  model::ModelConfig config_;
  model::Capabilities capabilities_;
};

/// Letters are their own phonemes, '.' ends a sentence and with it a paragraph, so that each is a chunk.
class FakeFrontEnd : public text::FrontEnd {
 public:
  explicit FakeFrontEnd(std::shared_ptr<Journal> journal) : journal_(std::move(journal)) {}

  Result<std::vector<text::Paragraph>> read(std::string_view text, const text::ReadingOptions&,
                                            const CancelToken&) const override {
    journal_->read_bytes += text.size();
    std::vector<text::Paragraph> paragraphs(1);
    for (std::size_t i = 0; i < text.size();) {
      std::size_t end = i + 1;
      const bool blank = text[i] == ' ' || text[i] == '\n';
      if (text[i] != '.' && !blank) end = std::min(text.find_first_of(" .\n", i), text.size());
      if (!blank) paragraphs.back().push_back(token(text, i, end));
      if (text[i] == '.' || end == text.size()) {
        if (!paragraphs.back().empty()) paragraphs.back().back().space_after = false;
        paragraphs.emplace_back();
      }
      i = end;
    }
    return paragraphs;
  }

 private:
  /// The letters of a word as far as the alphabet has them, whose g is another character than the letter.
  static std::string phonemes_of(std::string_view word) {
    std::string phonemes;
    for (const char32_t letter : to_code_points(word)) {
      const char32_t symbol = letter == U'g' ? U'ɡ' : letter;
      if (text::vocabulary(ModelVersion::v1_0).contains(symbol)) append_utf8(phonemes, symbol);
    }
    return phonemes;
  }

  static text::PhonemeToken token(std::string_view text, std::size_t begin, std::size_t end) {
    text::PhonemeToken token;
    token.text = text.substr(begin, end - begin);
    token.phonemes = phonemes_of(token.text);
    token.is_word = text[begin] != '.';
    token.space_after = end < text.size() && text[end] == ' ';
    token.begin_byte = begin;
    token.end_byte = end;
    return token;
  }

  std::shared_ptr<Journal> journal_;
};

/// Core with both stand-ins; `front_ends` counts how many were made.
inline CoreParts parts(std::shared_ptr<Journal> journal, std::shared_ptr<std::atomic<int>> front_ends = nullptr) {
  return {{.devices = {"fake"}, .precisions = {Precision::fp32}, .largest_batch = journal->largest_batch},
          [journal] { return std::make_unique<FakeBackend>(journal); },
          [front_ends, journal](const text::Language&, ModelVersion) -> Result<std::unique_ptr<text::FrontEnd>> {
            if (front_ends) ++*front_ends;
            return std::make_unique<FakeFrontEnd>(journal);
          }};
}

}  // namespace kokoro::engine::fake
