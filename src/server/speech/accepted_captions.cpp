#include "server/speech/accepted_captions.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "base/ascii.hpp"

namespace kokoro::server {
namespace {

/// The part before `separator`, which is taken off.
std::string_view take_part(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = trim(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

}  // namespace

std::optional<audio::CaptionFormat> accepted_captions(std::string_view accept) {
  std::optional<audio::CaptionFormat> best;
  double best_quality = 0;
  while (!accept.empty()) {
    std::string_view item = take_part(accept, ',');
    const std::string type = ascii_lower(take_part(item, ';'));
    double quality = 1;
    while (!item.empty()) {
      const std::string parameter = ascii_lower(take_part(item, ';'));
      if (parameter.starts_with("q="))
        std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), quality);
    }
    if (!(quality > best_quality)) continue;
    if (type == "text/vtt") {
      best = audio::CaptionFormat::vtt;
    } else if (type == "application/x-subrip" || type == "application/srt" || type == "text/srt") {
      best = audio::CaptionFormat::srt;
    } else if (type == "application/json" || type == "*/*" || type == "application/*") {
      best = std::nullopt;
    } else {
      continue;
    }
    best_quality = quality;
  }
  return best;
}

}  // namespace kokoro::server
