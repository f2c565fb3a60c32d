#include "voice/voice_archive.hpp"

/// Any bytes as a file of several voices with rows of one number: each voice that is named is found or refused, under
/// its name and, in a file without names, under its number.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const kokoro::Blob blob{std::as_bytes(std::span(data, size)), nullptr, "fuzz"};
  const auto archive = kokoro::voice::VoiceArchive::open(blob, 1);
  if (!archive || !*archive) return 0;
  for (const std::string& name : (*archive)->names()) {
    const auto voice = (*archive)->find(name);
    if (voice) static_cast<void>(voice->to_floats());
  }
  for (const char* name : {"0", "511", "", "-1", "99999999999999999999"}) static_cast<void>((*archive)->find(name));
  return 0;
}
