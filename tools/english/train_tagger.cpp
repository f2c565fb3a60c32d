// Trains the part-of-speech model of the English front end.
//
//     train_tagger MODEL FILE...          trains on the files and writes the model
//     train_tagger --test MODEL FILE...   says how often the model gives the files' tags
//
// A file has one token a line, word TAB tag (Penn Treebank's tags as OntoNotes and the English Universal Dependencies
// treebanks write them, hyphens as tokens of their own), and an empty line after each sentence.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/utf8.hpp"
#include "text/g2p/english/mark_tags.hpp"
#include "text/g2p/english/tagger.hpp"
#include "text/g2p/english/tagger_features.hpp"
#include "text/g2p/english/tagger_format.hpp"

namespace {

using namespace kokoro::text::english;

constexpr int kRounds = 10;
constexpr float kPruned = 0.45F;   ///< smaller weights are dropped
constexpr float kStep = 0.25F;     ///< of the stored weights
constexpr int kCertainCount = 20;  ///< a word seen so often with one tag has it without asking
constexpr double kCertainShare = 0.997;
constexpr std::size_t kMostKinds = 254;

struct Token {
  std::u32string word;
  std::string tag;
};
using Sentence = std::vector<Token>;

/// The tags that the program gives by rule are the ones to learn from.
std::string tag_to_learn(const std::u32string& word, const std::string& tag) {
  if (const auto rule = mark_tag(word); !rule.empty()) return std::string(rule);
  if (word == U"-" && tag == ",") return ":";
  return tag;
}

std::vector<Sentence> read_file(const char* path) {
  std::ifstream file(path);
  std::vector<Sentence> sentences;
  Sentence sentence;
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) {
      if (!sentence.empty()) sentences.push_back(std::move(sentence));
      sentence.clear();
      continue;
    }
    const std::u32string word = kokoro::to_code_points(line.substr(0, tab));
    sentence.push_back({word, tag_to_learn(word, line.substr(tab + 1))});
  }
  if (!sentence.empty()) sentences.push_back(std::move(sentence));
  return sentences;
}

/// Weights of one feature with the sums that their average needs.
struct Weights {
  std::vector<float> now, sum;
  std::vector<std::int32_t> changed;
};

class Trainer {
 public:
  explicit Trainer(std::vector<Sentence> sentences) : sentences_(std::move(sentences)) {}

  void run() {
    list_tags();
    list_words();
    std::mt19937 random(1);
    std::vector<std::size_t> order(sentences_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (int round = 0; round < kRounds; ++round) {
      std::shuffle(order.begin(), order.end(), random);
      right_ = seen_ = 0;
      for (const std::size_t i : order) learn(sentences_[i]);
      std::fprintf(stderr, "round %d: %.2f %% right, %zu features\n", round + 1,
                   100.0 * static_cast<double>(right_) / static_cast<double>(seen_), features_.size());
    }
  }

  void write(const char* path);

 private:
  void list_tags() {
    std::map<std::string, int> counts;
    for (const Sentence& sentence : sentences_) {
      for (const Token& token : sentence) ++counts[token.tag];
    }
    for (const auto& [tag, count] : counts) {
      tag_index_[tag] = static_cast<std::uint8_t>(tags_.size());
      tags_.push_back(tag);
    }
  }

  /// Certain words, and for the others which tags they had: the most frequent three.
  void list_words() {
    std::map<std::uint32_t, std::map<std::uint8_t, int>> counts;
    for (const Sentence& sentence : sentences_) {
      for (const Token& token : sentence) ++counts[word_traits(token.word).norm][tag_index_[token.tag]];
    }
    std::map<std::vector<std::uint8_t>, std::vector<std::uint32_t>> kinds;
    for (const auto& [norm, tags] : counts) {
      int all = 0;
      std::vector<std::pair<int, std::uint8_t>> ranked;
      for (const auto& [tag, count] : tags) {
        all += count;
        ranked.emplace_back(-count, tag);
      }
      std::sort(ranked.begin(), ranked.end());
      if (all >= kCertainCount && -ranked[0].first >= kCertainShare * all) certain_[norm] = ranked[0].second;
      if (all < 2) continue;
      std::vector<std::uint8_t> kind;
      for (const auto& [count, tag] : ranked) {
        if (kind.size() < 3 && -count >= 0.02 * all) kind.push_back(tag);
      }
      kinds[kind].push_back(norm);
    }
    std::vector<std::pair<std::size_t, const std::vector<std::uint32_t>*>> ranked;
    for (const auto& [kind, norms] : kinds) ranked.emplace_back(norms.size(), &norms);
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    if (ranked.size() > kMostKinds) ranked.resize(kMostKinds);
    for (std::size_t kind = 0; kind < ranked.size(); ++kind) {
      for (const std::uint32_t norm : *ranked[kind].second) kind_[norm] = static_cast<std::uint8_t>(kind);
    }
  }

  void learn(const Sentence& sentence) {
    std::vector<WordTraits> traits{edge_traits(-2), edge_traits(-1)};
    for (const Token& token : sentence) {
      WordTraits word = word_traits(token.word);
      if (const auto kind = kind_.find(word.norm); kind != kind_.end()) word.tags_seen = kind->second + 1U;
      traits.push_back(word);
    }
    traits.push_back(edge_traits(1));
    traits.push_back(edge_traits(2));
    std::uint8_t tag1 = kStartTag;
    std::uint8_t tag2 = kStartTag;
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      const std::uint8_t truth = tag_index_[sentence[i].tag];
      std::uint8_t guess = truth;
      const auto certain = certain_.find(traits[i + kTraitPadding].norm);
      if (certain != certain_.end()) {
        guess = certain->second;
      } else if (mark_tag(sentence[i].word).empty()) {
        guess = update(word_features(traits, i + kTraitPadding, tag1, tag2), truth);
      }
      right_ += guess == truth ? 1 : 0;
      ++seen_;
      tag2 = tag1;
      tag1 = guess;
    }
  }

  std::uint8_t update(const FeatureHashes& hashes, std::uint8_t truth) {
    std::vector<float> scores(tags_.size());
    std::vector<Weights*> found;
    for (const std::uint32_t hash : hashes) {
      Weights& weights = features_[hash];
      found.push_back(&weights);
      for (std::size_t t = 0; t < weights.now.size(); ++t) scores[t] += weights.now[t];
    }
    const auto guess = static_cast<std::uint8_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
    ++step_;
    if (guess == truth) return guess;
    for (Weights* weights : found) {
      if (weights->now.empty()) {
        weights->now.resize(tags_.size());
        weights->sum.resize(tags_.size());
        weights->changed.resize(tags_.size());
      }
      change(*weights, truth, 1);
      change(*weights, guess, -1);
    }
    return guess;
  }

  void change(Weights& weights, std::uint8_t tag, float by) const {
    weights.sum[tag] += static_cast<float>(step_ - weights.changed[tag]) * weights.now[tag];
    weights.changed[tag] = step_;
    weights.now[tag] += by;
  }

  std::vector<Sentence> sentences_;
  std::vector<std::string> tags_;
  std::map<std::string, std::uint8_t> tag_index_;
  std::map<std::uint32_t, std::uint8_t> certain_, kind_;
  std::unordered_map<std::uint32_t, Weights> features_;
  std::int32_t step_ = 0;
  std::size_t right_ = 0, seen_ = 0;
};

void append_number(std::string& out, std::size_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 255);
}

void Trainer::write(const char* path) {
  std::map<std::uint32_t, std::string> records;  // by hash
  for (const auto& [hash, weights] : features_) {
    std::string record;
    for (std::size_t t = 0; t < weights.now.size(); ++t) {
      const float sum = weights.sum[t] + static_cast<float>(step_ - weights.changed[t]) * weights.now[t];
      const float average = sum / static_cast<float>(step_);
      if (std::fabs(average) < kPruned) continue;
      record += static_cast<char>(t);
      record += static_cast<char>(std::clamp(std::lround(average / kStep), -127L, 127L));
    }
    if (!record.empty()) records[hash] = std::move(record);
  }
  std::string words;
  for (const auto& [norm, kind] : kind_) {
    const auto certain = certain_.find(norm);
    append_number(words, norm, 4);
    append_number(words, certain == certain_.end() ? 255U : certain->second, 1);
    append_number(words, kind, 1);
  }
  std::string offsets, body;
  auto next = records.begin();
  for (std::size_t bucket = 0; bucket < kTaggerBuckets; ++bucket) {
    append_number(offsets, body.size(), 4);
    for (; next != records.end() && next->first >> 16 == bucket; ++next) {
      append_number(body, next->first & 0xFFFF, 2);
      append_number(body, next->second.size() / 2, 1);
      body += next->second;
    }
  }
  append_number(offsets, body.size(), 4);
  std::string head;
  append_number(head, tags_.size(), 1);
  for (const std::string& tag : tags_) {
    append_number(head, tag.size(), 1);
    head += tag;
  }
  append_number(head, words.size() / kTaggerWordBytes, 4);
  std::string out(kTaggerMagic);
  append_number(out, kTaggerVersion, 4);
  append_number(out, out.size() + 4 + head.size() + words.size() + offsets.size() + body.size(), 4);
  out += head + words + offsets + body;
  std::ofstream(path, std::ios::binary) << out;
  std::fprintf(stderr, "%s: %zu features, %zu words, %zu bytes\n", path, records.size(), kind_.size(), out.size());
}

int test(const char* path, const std::vector<Sentence>& sentences) {
  const auto blob = kokoro::map_file(path);
  const auto tagger = blob ? Tagger::open(*blob) : kokoro::Result<Tagger>(kokoro::fail(blob.error()));
  if (!tagger) {
    std::fprintf(stderr, "%s\n", tagger.error().message.c_str());
    return 1;
  }
  std::size_t right = 0, all = 0;
  std::map<std::string, int> mistakes;
  for (const Sentence& sentence : sentences) {
    std::vector<Piece> pieces(sentence.size());
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      pieces[i].text = sentence[i].word;
      pieces[i].space_after = true;
    }
    tagger->tag(pieces);
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      const bool same = pieces[i].tag == sentence[i].tag;
      right += same ? 1 : 0;
      ++all;
      if (!same) ++mistakes[sentence[i].tag + " as " + pieces[i].tag];
    }
  }
  std::printf("%zu of %zu tags, %.2f %%\n", right, all, 100.0 * static_cast<double>(right) / static_cast<double>(all));
  std::vector<std::pair<int, std::string>> ranked;
  for (const auto& [what, count] : mistakes) ranked.emplace_back(-count, what);
  std::sort(ranked.begin(), ranked.end());
  for (std::size_t i = 0; i < std::min<std::size_t>(ranked.size(), 12); ++i) {
    std::printf("  %4d  %s\n", -ranked[i].first, ranked[i].second.c_str());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const bool testing = argc > 1 && std::string(argv[1]) == "--test";
  const int model = testing ? 2 : 1;
  if (argc <= model + 1) {
    std::fprintf(stderr, "usage: train_tagger [--test] MODEL FILE...\n");
    return 2;
  }
  std::vector<Sentence> sentences;
  for (int i = model + 1; i < argc; ++i) {
    for (Sentence& sentence : read_file(argv[i])) sentences.push_back(std::move(sentence));
  }
  if (testing) return test(argv[model], sentences);
  Trainer trainer(std::move(sentences));
  trainer.run();
  trainer.write(argv[model]);
  return 0;
}
