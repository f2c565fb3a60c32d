// Any bytes, sanitised for any voice, must leave espeak-ng alive: the first byte chooses the language.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/characters/source.hpp"
#include "text/espeak/library.hpp"
#include "text/g2p/espeak/sanitiser.hpp"
#include "text/language/languages.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kokoro::text;
  auto library = kokoro::text::EspeakLibrary::instance();
  if (!library || size < 2 || size > 1000) return 0;
  const Language& language = languages()[data[0] % languages().size()];
  const Source source(std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1));
  const std::string clean = sanitise(source.chars(0, source.size()), scripts_of_language(language.tag));
  if (clean.find_first_of("[](){}<>\"\n") != std::string::npos || clean.find('\0') != std::string::npos) std::abort();
  if (!(*library)->phonemes(language.espeak_voice, clean)) std::abort();
  return 0;
}
