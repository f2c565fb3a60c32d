#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "text/g2p/front_end.hpp"
#include "text/g2p/mixed/foreign_runs.hpp"

namespace kokoro::text {

/// A language's front end, with words of other languages inside its text read by theirs. The native front end reads the
/// text with those words blanked out, so that places stay what they are; then the tokens are merged by place. Japanese
/// and Mandarin text is normalised before it is divided, since Markdown and addresses are made of foreign letters;
/// other native front ends normalise their own. Thread-safe: the other front ends are made when they are first needed.
class MixedFrontEnd final : public FrontEnd {
 public:
  /// Makes the front end of a language by its tag.
  using Maker = std::function<Result<std::unique_ptr<FrontEnd>>(std::string_view tag)>;

  /// `tag`: of the native language.
  MixedFrontEnd(std::unique_ptr<FrontEnd> native, std::string_view tag, ForeignRules rules, Maker make)
      : native_(std::move(native)), tag_(tag), rules_(std::move(rules)), make_(std::move(make)) {}

  /// Errors: as FrontEnd::read(), also those of making the front end of a language that the text needs.
  Result<std::vector<Paragraph>> read(std::string_view text, const ReadingOptions& options,
                                      const CancelToken& cancel) const override;
  Result<void> prepare(std::string_view text, ReadingOptions& options) const override;

 private:
  Result<const FrontEnd*> reader(std::string_view tag) const;
  bool is_native(std::string_view text) const;
  Result<std::vector<Paragraph>> read_mixed(std::string_view text, const ReadingOptions& options,
                                            const ReadingOptions& native_options, const CancelToken& cancel) const;
  Result<std::vector<PhonemeToken>> read_runs(const Source& source, const std::vector<ForeignRun>& runs,
                                              std::string_view text, const ReadingOptions& options,
                                              const CancelToken& cancel) const;

  std::unique_ptr<FrontEnd> native_;
  std::string tag_;
  ForeignRules rules_;
  Maker make_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<FrontEnd>, std::less<>> others_;
};

}  // namespace kokoro::text
