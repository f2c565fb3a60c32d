#pragma once

#include <string>
#include <string_view>

#include "text/document/document.hpp"

namespace kokoro::text {

/// Collects a document: a new span begins where the way of reading changes or a pause stands.
class DocumentBuilder {
 public:
  struct Style {
    std::string voice;
    std::string language;
    double rate = 1;
    double volume = 1;
    bool operator==(const Style&) const = default;
  };

  void copy(std::string_view text, std::size_t source_begin);
  void say(std::string_view text, std::size_t source_begin, std::size_t source_end);
  /// The style of what follows.
  void style(const Style& style) { style_ = style; }
  void pause(double seconds);
  void paragraph(std::size_t source_byte);
  /// Ends a sentence that has no mark of its own.
  void sentence(std::size_t source_byte);
  void mark(std::string name, std::size_t source_byte);
  /// Whether anything was said so far.
  bool empty() const { return document_.spans.empty(); }
  std::size_t size() const { return said_; }  ///< bytes of text so far
  Document finish();

 private:
  SpokenText& target();

  Document document_;
  Style style_;
  Style last_style_;
  double pause_s_ = 0;
  std::size_t said_ = 0;
};

/// `rate` and `volume` within what is allowed.
double clamp_rate(double rate);
double clamp_volume(double volume);

}  // namespace kokoro::text
