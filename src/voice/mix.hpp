#pragma once

#include <filesystem>
#include <functional>
#include <kokoro/error.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "voice/voice_pack.hpp"

namespace kokoro::voice {

/// One voice of a mix and its share, which is negative for a voice that is taken away.
struct MixTerm {
  std::string name;  ///< of a voice; of one in `file`, or empty, where that is set
  double weight = 1;
  std::filesystem::path file = {};
};

/// How many of the first characters of a text are the name of a file, 0 for none.
using FilePrefix = std::function<std::size_t(std::string_view text)>;

/// True for 1 to 128 characters of A-Z a-z 0-9 _ . - that do not begin with a dot or a hyphen.
bool is_voice_name(std::string_view text);

/// Parses "a(2)+b-c(.5)": voices with positive weights, 1 where none is given; "a,b" is the mean. Spaces do not
/// count. A hyphen is a minus here. "a:60,b:40" is the same as "a(60)+b(40)". With `files`, what they are known by may
/// stand for a voice, "FILE" or "FILE:voice" for one of several in it. The weights are divided by their signed sum, so
/// that they add up to 1. Errors: invalid_input with param "voice", naming what was expected and where; a weight
/// outside 0.000001 to 1000000; a sum that is not positive, or below 1/32 of the sum of the magnitudes; over 32 voices.
Result<std::vector<MixTerm>> parse_mix(std::string_view expression, const FilePrefix& files = {});

/// The weighted sum of packs of one shape, one pack for each term. Errors: invalid_input (different numbers of rows,
/// numbers that no style has: see style_limits.hpp).
Result<VoicePack> blend(std::span<const std::shared_ptr<const VoicePack>> packs, std::span<const MixTerm> terms,
                        std::string name);

}  // namespace kokoro::voice
