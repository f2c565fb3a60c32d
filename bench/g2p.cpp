// How fast text becomes phonemes, for each language: making the front end, the first sentence, the first block of a
// long text and running text, in processor time.
//
//     g2p_bench LEXICONS [LANGUAGE ...]
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "text/front_ends.hpp"
#include "text/segment/blocks.hpp"

namespace {

using namespace kokoro;
using namespace kokoro::text;

struct Sample {
  const char* tag;
  const char* text;  ///< running text of the language
};
constexpr Sample kSamples[] = {
    {"en-us",
     "The old harbour lay quiet that evening, and nobody expected the boats to return before the storm. "
     "\"We should wait,\" said Margaret, who had read the record of every winter since she was a girl. "
     "Her brother laughed; he didn't believe in records, or in storms. Then the wind came up the valley, and all of "
     "the windows began to sing. They closed the shutters, lit two lamps, and moved the animals to the upper barn. "
     "By midnight the water stood at the third step. "},
    {"en-gb",
     "The committee met on Tuesday to discuss the colour of the new programme, which nobody liked. After an hour the "
     "chairman rose and said that he would rather paint the theatre himself. There was a long silence. "},
    {"es",
     "El puerto estaba tranquilo aquella tarde y nadie esperaba que los barcos volvieran antes de la tormenta. "
     "«Debemos esperar», dijo Margarita, que conocía todos los inviernos desde niña. Su hermano se rió. "},
    {"fr-fr",
     "Le vieux port était calme ce soir-là, et personne n'attendait le retour des bateaux avant l'orage. « Il faut "
     "attendre », dit Marguerite, qui connaissait tous les hivers depuis son enfance. Son frère éclata de rire. "},
    {"hi",
     "उस शाम पुराना बंदरगाह शांत था और किसी को तूफ़ान से पहले नावों के लौटने की उम्मीद नहीं थी। मार्गरेट ने कहा कि हमें रुकना चाहिए। "
     "उसका भाई हँसा और खिड़की के पास चला गया। "},
    {"it",
     "Il vecchio porto era tranquillo quella sera, e nessuno aspettava il ritorno delle barche prima della tempesta. "
     "«Dobbiamo aspettare», disse Margherita, che conosceva tutti gli inverni. Suo fratello rise. "},
    {"ja",
     "その夜、古い港は静かで、嵐の前に船が戻ってくるとは誰も思っていなかった。「待ったほうがいい」とマーガレットは言っ"
     "た。"
     "彼女は子供のころからすべての冬を知っていた。弟は笑って、窓のそばへ歩いていった。"},
    {"pt-br",
     "O velho porto estava tranquilo naquela noite, e ninguém esperava que os barcos voltassem antes da tempestade. "
     "Devemos esperar, disse Margarida, que conhecia todos os invernos desde menina. O irmão dela riu. "},
    {"zh",
     "那天晚上，古老的港口很安静，没有人想到船会在暴风雨之前回来。玛格丽特说我们应该等一等。她从小就知道每一个冬天。"
     "她的弟弟笑了，走到窗边看着远处的灯光。"},
};

/// Processor time of this thread: others use the machine too.
double now_ms() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// The shortest of a few times.
double ms_for(const std::function<void()>& work, int times) {
  double best = 1e9;
  for (int i = 0; i < times; ++i) {
    const double start = now_ms();
    work();
    best = std::min(best, now_ms() - start);
  }
  return best;
}

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

void measure(const Sample& sample, const TextData& data, ModelVersion version) {
  const double made_at = now_ms();
  const auto front_end = make_front_end(*find_language(sample.tag), version, data);
  const double made_ms = now_ms() - made_at;
  if (!front_end) {
    std::printf("%s: %s\n", sample.tag, front_end.error().message.c_str());
    return;
  }
  const auto read = [&](std::string_view text) { static_cast<void>((*front_end)->read(text, {}, {})); };
  const std::string_view text(sample.text);
  const std::size_t sentence_end = std::min({text.find(". "), text.find("。"), text.find("।"), text.size() - 1}) + 1;
  const double cold_at = now_ms();
  read(text.substr(0, sentence_end));
  const double cold_ms = now_ms() - cold_at;
  const std::string running = repeated(text, 200'000);
  Blocks blocks(running);
  const std::string_view first = std::string_view(running).substr(0, blocks.next().end);
  const double block_ms = ms_for([&] { read(first); }, 5);
  const double whole_ms = ms_for([&] { read(running); }, 3);
  std::printf("%s %s: made in %.1f ms; first sentence, cold, %.2f ms; first block (%zu bytes) %.2f ms; %.2f MB/s\n",
              sample.tag, version == ModelVersion::v1_0 ? "v1.0" : "v0.19", made_ms, cold_ms, first.size(), block_ms,
              static_cast<double>(running.size()) / 1e3 / whole_ms);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: g2p_bench LEXICONS [LANGUAGE ...]\n");
    return 2;
  }
  const TextData data{.lexicons = argv[1], .mecab_dictionary = {}};
  const auto wanted = [&](const char* tag) {
    return argc == 2 ||
           std::any_of(argv + 2, argv + argc, [tag](const char* one) { return std::strcmp(one, tag) == 0; });
  };
  for (const Sample& sample : kSamples) {
    if (!wanted(sample.tag)) continue;
    measure(sample, data, ModelVersion::v1_0);
    if (std::strncmp(sample.tag, "en", 2) == 0) measure(sample, data, ModelVersion::v0_19);
  }
  return 0;
}
