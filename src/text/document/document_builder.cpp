#include "text/document/document_builder.hpp"

#include <algorithm>
#include <utility>

namespace kokoro::text {

double clamp_rate(double rate) { return std::clamp(rate, kMinRate, kMaxRate); }
double clamp_volume(double volume) { return std::clamp(volume, 0.0, kMaxVolume); }

SpokenText& DocumentBuilder::target() {
  if (document_.spans.empty() || pause_s_ > 0 || !(style_ == last_style_)) {
    document_.spans.push_back(
        {{}, style_.voice, style_.language, style_.rate, style_.volume, std::min(pause_s_, kMaxPauseS)});
    last_style_ = style_;
    pause_s_ = 0;
  }
  return document_.spans.back().text;
}

void DocumentBuilder::copy(std::string_view text, std::size_t source_begin) {
  const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (blank && (document_.spans.empty() || pause_s_ > 0 || !(style_ == last_style_))) return;
  said_ += text.size();
  target().append_copy(text, source_begin);
}

void DocumentBuilder::say(std::string_view text, std::size_t source_begin, std::size_t source_end) {
  const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (blank && (document_.spans.empty() || pause_s_ > 0 || !(style_ == last_style_))) return;
  said_ += text.size();
  target().append_rewrite(text, source_begin, source_end);
}

void DocumentBuilder::pause(double seconds) { pause_s_ = std::min(pause_s_ + std::max(seconds, 0.0), kMaxPauseS); }

void DocumentBuilder::paragraph(std::size_t source_byte) {
  if (document_.spans.empty()) return;
  SpokenText& text = document_.spans.back().text;
  if (!text.text.ends_with("\n\n")) text.append_rewrite("\n\n", source_byte, source_byte);
}

void DocumentBuilder::sentence(std::size_t source_byte) {
  if (document_.spans.empty()) return;
  SpokenText& text = document_.spans.back().text;
  const std::size_t last = text.text.find_last_not_of(" \t\n");
  if (last == std::string::npos) return;
  const std::string_view said = std::string_view(text.text).substr(0, last + 1);
  for (const std::string_view end : {".", "!", "?", "…", "。", "！", "？", "।", ":", ";", "\"", "”", "»"}) {
    if (said.ends_with(end)) {
      text.append_rewrite(" ", source_byte, source_byte);
      return;
    }
  }
  text.append_rewrite(". ", source_byte, source_byte);
}

void DocumentBuilder::mark(std::string name, std::size_t source_byte) {
  document_.marks.push_back({std::move(name), source_byte});
}

Document DocumentBuilder::finish() {
  document_.pause_after_s = pause_s_;
  return std::move(document_);
}

}  // namespace kokoro::text
