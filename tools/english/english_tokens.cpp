// Prints how the English front end reads texts, token by token; tools/g2p_compare.py compares it with misaki.
//
//     english_tokens [--gb] [--full] [--tagger] LEXICON < TEXTS
//
// A line of the input: a text, and after a TAB the tags of its tokens, separated by spaces. Without tags, or with
// --tagger, the program's own are taken. For each text: its tokens as "token TAB text TAB tag", then its words as
// "word TAB text TAB phonemes TAB 1 or 0 for a space after it", then an empty line. --full: without misaki's mistakes.
#include <cstdio>
#include <iostream>
#include <string>

#include "base/utf8.hpp"
#include "text/g2p/english/analysis.hpp"

namespace {

using namespace kokoro;
using namespace kokoro::text;
using namespace kokoro::text::english;

std::vector<std::string> split(const std::string& line, char at) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(at, begin), line.size());
    parts.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// False when the tags are not one for each token.
bool set_tags(std::vector<Piece>& tokens, const std::string& given) {
  const auto tags = split(given, ' ');
  if (tags.size() != tokens.size()) return false;
  for (std::size_t i = 0; i < tags.size(); ++i) tokens[i].tag = tags[i];
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  bool british = false;
  bool parity = true;
  bool own_tags = false;
  const char* path = nullptr;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--gb") {
      british = true;
    } else if (argument == "--full") {
      parity = false;
    } else if (argument == "--tagger") {
      own_tags = true;
    } else {
      path = argv[i];
    }
  }
  if (path == nullptr) {
    std::fprintf(stderr, "usage: english_tokens [--gb] [--full] [--tagger] LEXICON < TEXTS\n");
    return 2;
  }
  const auto blob = map_file(path);
  const auto table = blob ? PronunciationTable::open(*blob) : Result<PronunciationTable>(fail(blob.error()));
  const auto library = EspeakLibrary::instance();
  if (!table || !library) {
    std::fprintf(stderr, "%s\n", (table ? library.error() : table.error()).message.c_str());
    return 1;
  }
  const Lexicon lexicon(std::make_shared<PronunciationTable>(*table), british, parity);
  ForeignReader foreign(**library, british);
  for (std::string line; std::getline(std::cin, line);) {
    const auto fields = split(line, '\t');
    const PlainText plain = read_markup(to_code_points(fields[0]));
    std::vector<Piece> tokens = text_tokens(plain.text, parity);
    if (own_tags || fields.size() < 2) {
      Tagger::builtin().tag(tokens);
    } else if (!set_tags(tokens, fields[1])) {
      std::printf("error\tother tokens\n");
      for (const Piece& token : tokens) std::printf("token\t%s\t\n", to_utf8(token.text).c_str());
      std::printf("\n");
      continue;
    }
    for (const Piece& token : tokens) std::printf("token\t%s\t%s\n", to_utf8(token.text).c_str(), token.tag.c_str());
    const auto words = read_tokens(std::move(tokens), plain.requests, lexicon, foreign);
    if (!words) {
      std::fprintf(stderr, "%s\n", words.error().message.c_str());
      return 1;
    }
    for (const Piece& word : *words) {
      std::printf("word\t%s\t%s\t%d\n", to_utf8(word.text).c_str(), to_utf8(*word.phonemes).c_str(),
                  word.space_after ? 1 : 0);
    }
    std::printf("\n");
  }
  return 0;
}
