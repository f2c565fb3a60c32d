// How fast English text becomes phonemes: opening the dictionary, the first sentence, a whole text, and floods of one
// character or pair, which must take time in proportion to their length.
//
//     english_g2p_bench LEXICON TEXT
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "text/g2p/english/english_front_end.hpp"

namespace {

using namespace kokoro;
using namespace kokoro::text;
using namespace kokoro::text::english;

/// Processor time of this thread: others use the machine too.
double now_ms() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// The shortest of a few times.
double ms_for(const FrontEnd& front_end, const std::string& text, int times) {
  double best = 1e9;
  for (int i = 0; i < times; ++i) {
    const double start = now_ms();
    const auto chunks = front_end.chunks(text, {});
    best = std::min(best, chunks ? now_ms() - start : 1e9);
  }
  return best;
}

std::string repeated(const std::string& piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: english_g2p_bench LEXICON TEXT\n");
    return 2;
  }
  const auto library = EspeakLibrary::instance();
  double start = now_ms();
  auto blob = map_file(argv[1]);
  auto table = blob ? PronunciationTable::open(std::move(*blob)) : Result<PronunciationTable>(fail(blob.error()));
  if (!table || !library) {
    std::fprintf(stderr, "%s\n", (table ? library.error() : table.error()).message.c_str());
    return 1;
  }
  std::printf("dictionary of %zu words opened and checked: %.1f ms\n", table->size(), now_ms() - start);
  const EnglishFrontEnd front_end(**library, std::make_shared<const PronunciationTable>(std::move(*table)), false);
  start = now_ms();
  static_cast<void>(front_end.chunks("The first sentence of a request comes when nothing has been read before.", {}));
  std::printf("first sentence, cold: %.2f ms\n", now_ms() - start);

  std::ifstream file(argv[2]);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const double ms = ms_for(front_end, text, 5);
  std::printf("%zu bytes of text: %.1f ms, %.2f MB/s\n", text.size(), ms, static_cast<double>(text.size()) / 1e3 / ms);

  double worst = 0;
  for (const std::string piece :
       {"a", "A",  "1",  ".",  ",",  "'",  "-",  "/",  "(",  "[",  "]",  "@",    "#",  "\"", "é",  "中", "😀",
        "_", "a-", "a.", "a'", "1,", "1.", "aB", "A1", ":)", "'-", "@.", "[a](", "a/", "$1", "x@", "·-"}) {
    const double small = ms_for(front_end, repeated(piece, 25'000), 3);
    const double large = ms_for(front_end, repeated(piece, 100'000), 2);
    worst = std::max(worst, large / 100);
    std::printf("flood of %-5s 25 kB %8.1f ms, 100 kB %8.1f ms, ratio %.1f\n", piece.c_str(), small, large,
                large / small);
  }
  std::printf("slowest flood: %.2f ms per kB\n", worst);
  return 0;
}
