// Packs the dictionaries of a wheel of misaki that is here already, as `kokoro pull lexicon` does after fetching it.
//
//     pack_lexicon WHEEL FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "dictionary/misaki_wheel.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: pack_lexicon WHEEL FOLDER\n");
    return 2;
  }
  const auto wheel = kokoro::map_file(argv[1]);
  const auto packed =
      wheel ? kokoro::dictionary::pack_misaki_wheel(*wheel)
            : kokoro::Result<std::vector<kokoro::dictionary::PackedDictionary>>(kokoro::fail(wheel.error()));
  if (!packed) {
    std::fprintf(stderr, "%s\n", packed.error().message.c_str());
    return 1;
  }
  for (const auto& lexicon : *packed) {
    const auto path = std::filesystem::path(argv[2]) / lexicon.file_name;
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(lexicon.bytes.data()), static_cast<std::streamsize>(lexicon.bytes.size()));
    std::printf("%s: %zu bytes\n", path.c_str(), lexicon.bytes.size());
  }
  return 0;
}
