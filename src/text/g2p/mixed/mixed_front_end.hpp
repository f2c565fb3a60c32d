#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "text/front_end.hpp"
#include "text/g2p/mixed/foreign_runs.hpp"

namespace kokoro::text {

/// A language's front end, with words of other languages inside its text read by theirs. The native front end reads the
/// text with those words blanked out, so that places stay what they are; then the tokens are merged by place and
/// grouped into chunks again. Thread-safe: the other front ends are made when they are first needed.
class MixedFrontEnd final : public FrontEnd {
 public:
  /// Makes the front end of a language by its tag.
  using Maker = std::function<Result<std::unique_ptr<FrontEnd>>(std::string_view tag)>;

  MixedFrontEnd(std::unique_ptr<FrontEnd> native, ForeignRules rules, Maker make)
      : native_(std::move(native)), rules_(std::move(rules)), make_(std::move(make)) {}

  /// Errors: as FrontEnd::chunks(), also those of making the front end of a language that the text needs.
  Result<std::vector<TextChunk>> chunks(std::string_view text, const CancelToken& cancel) const override;
  Result<std::vector<TextChunk>> read(std::string_view text, const ReadingOptions& options,
                                      const CancelToken& cancel) const override;

 private:
  Result<const FrontEnd*> reader(std::string_view tag) const;
  Result<std::vector<PhonemeToken>> read_runs(const Source& source, const std::vector<ForeignRun>& runs,
                                              std::string_view text, const ReadingOptions& options,
                                              const CancelToken& cancel) const;

  std::unique_ptr<FrontEnd> native_;
  ForeignRules rules_;
  Maker make_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<FrontEnd>, std::less<>> others_;
};

}  // namespace kokoro::text
