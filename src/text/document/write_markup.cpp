#include <fmt/format.h>

#include <algorithm>

#include "text/document/markup.hpp"

namespace kokoro::text {
namespace {

/// "1.5s"; parse_seconds() knows no exponents.
std::string seconds_text(double seconds) {
  std::string out = fmt::format("{:.6f}", seconds);
  out.resize(out.find_last_not_of('0') + 1);
  if (out.ends_with('.')) out.pop_back();
  return out + "s";
}

class MarkupWriter {
 public:
  MarkupWriter(const Document& document, std::string_view voice) : document_(document), voice_(voice) {}

  Result<std::string> run() {
    for (const auto& span : document_.spans) {
      tag_pause(span.pause_before_s);
      style(span);
      copy(span.text);
    }
    marks_up_to(SIZE_MAX);
    tag_pause(document_.pause_after_s);
    if (unwritable_.empty()) return std::move(out_);
    return fail(ErrorCode::invalid_input,
                fmt::format("\"{}\" cannot be written in brackets", unwritable_.substr(0, kLongestMarkup)), {}, "text");
  }

 private:
  void tag(std::string_view name, std::string_view value) {
    if (value.find_first_of("[]\n") != std::string_view::npos || name.size() + 1 + value.size() >= kLongestMarkup) {
      unwritable_ = value;
    }
    out_.append("[").append(name).append(":").append(value).append("]");
    open_ = 0;
  }

  void tag_pause(double seconds) {
    if (seconds > 0) tag("pause", seconds_text(seconds));
  }

  void style(const DocumentSpan& span) {
    if (span.voice != now_.voice) tag("voice", span.voice.empty() ? voice_ : std::string_view(span.voice));
    if (span.language != now_.language) tag("lang", span.language);
    if (span.rate != now_.rate) tag("rate", fmt::format("{}", span.rate));
    if (span.volume != now_.volume) tag("volume", fmt::format("{}%", span.volume * 100));
    now_.voice = span.voice;
    now_.language = span.language;
    now_.rate = span.rate;
    now_.volume = span.volume;
  }

  void marks_up_to(std::size_t source_byte) {
    for (; mark_ < document_.marks.size() && document_.marks[mark_].source_byte <= source_byte; ++mark_) {
      tag("mark", document_.marks[mark_].name);
    }
  }

  void copy(const SpokenText& spoken) {
    for (std::size_t i = 0; i < spoken.segments.size(); ++i) {
      const auto& piece = spoken.segments[i];
      const std::size_t end = i + 1 < spoken.segments.size() ? spoken.segments[i + 1].begin : spoken.text.size();
      std::string_view rest = std::string_view(spoken.text).substr(piece.begin, end - piece.begin);
      std::size_t source = piece.source_begin;
      // Marks inside what was copied; a rewritten piece is one.
      while (piece.copied && mark_ < document_.marks.size() && document_.marks[mark_].source_byte < piece.source_end) {
        const std::size_t place = std::max(document_.marks[mark_].source_byte, source);
        text(rest.substr(0, place - source));
        rest.remove_prefix(std::min(place - source, rest.size()));
        marks_up_to(place);
        source = place;
      }
      marks_up_to(piece.source_begin);
      text(rest);
    }
  }

  /// Text as it is; a rate that is in force anyway breaks up what would be read as markup.
  void text(std::string_view plain) {
    for (const char c : plain) {
      out_ += c;
      if (c == '[') open_ = out_.size();
      if (c == ']' && open_ > 0) {
        const std::string inside = out_.substr(open_, out_.size() - 1 - open_);
        if (is_markup(inside)) out_.insert(open_, fmt::format("[rate:{}]", now_.rate));
        open_ = 0;
      }
      if (c == '\n') open_ = 0;
    }
  }

  static bool is_markup(std::string_view inside) {
    if (inside.find(':') == std::string_view::npos) return false;
    const auto probe = parse_markup(fmt::format("[{}]", inside));
    return probe.spans.empty();
  }

  const Document& document_;
  std::string_view voice_;
  std::string out_;
  DocumentSpan now_;
  std::size_t mark_ = 0;
  std::size_t open_ = 0;  ///< behind the last '[' of the text; 0: none is open
  std::string unwritable_;
};

}  // namespace

Result<std::string> write_markup(const Document& document, std::string_view voice) {
  return MarkupWriter(document, voice).run();
}

}  // namespace kokoro::text
