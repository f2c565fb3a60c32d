#pragma once

#include <kokoro/version.hpp>
#include <span>
#include <string>
#include <string_view>

namespace kokoro::engine {

/// A name of OpenAI's speech API and the Kokoro voices that stand in for it.
struct OpenAiVoice {
  std::string_view name;
  std::string_view v1_0;
  std::string_view v0_19;

  std::string_view voice(ModelVersion version) const { return version == ModelVersion::v0_19 ? v0_19 : v1_0; }
};

/// The 13 names of OpenAI's API, sorted.
std::span<const OpenAiVoice> openai_voices();

/// The 54 voices that were published with v1.0, sorted.
std::span<const std::string_view> published_voices();

/// "female", "male" or "unknown": from the second letter of a name such as af_heart, from the end of demo_female.
std::string_view gender_of_voice(std::string_view name);

/// The language tag a voice speaks by its name; "en-us" where the name says nothing.
std::string language_of_voice_name(std::string_view name);

/// A name for people: "Heart" for af_heart, "Nicole (v0)" for af_v0nicole, "Default" for af, "Demo female".
std::string display_name(std::string_view name);

/// The first voice of a mix such as "af_heart(2)+af_sky".
std::string_view first_voice(std::string_view expression);

}  // namespace kokoro::engine
