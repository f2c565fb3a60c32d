#include "text/g2p/english/pieces.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "text/g2p/english/dictionary.hpp"
#include "text/g2p/english/subtokens.hpp"
#include "text/g2p/english/unicode.hpp"

namespace kokoro::text::english {
namespace {

constexpr std::array<std::string_view, 10> kMarkTags{".", ",", "-LRB-", "-RRB-", "``", "\"\"", "''", ":", "$", "#"};
constexpr std::u32string_view kMarks = U";:,.!?—…\"“”";

bool is_mark_tag(std::string_view tag) {
  return tag == "NFP" || std::find(kMarkTags.begin(), kMarkTags.end(), tag) != kMarkTags.end();
}

bool all_ascii_letters(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) { return to_lower(c) >= U'a' && to_lower(c) <= U'z'; });
}

Phonemes mark_phonemes(const Piece& piece) {
  if (piece.tag == "-LRB-") return U"(";
  if (piece.tag == "-RRB-") return U")";
  if (piece.tag == "``") return U"“";
  if (piece.tag == "\"\"" || piece.tag == "''") return U"”";
  Phonemes out;
  for (const char32_t c : piece.text) {
    if (kMarks.find(c) != std::u32string_view::npos) out += c;
  }
  return out;
}

std::vector<Piece> cut(const Piece& token) {
  std::vector<Piece> parts;
  for (const auto& [begin, end] : subtokens(token.text)) {
    Piece part;
    part.text = token.text.substr(begin, end - begin);
    part.tag = token.tag;
    part.stress = token.stress;
    part.number_flags = token.number_flags;
    part.begin = token.begin + begin;
    part.end = token.begin + end;
    parts.push_back(std::move(part));
  }
  if (parts.empty()) parts.push_back(token);
  // What no part has, such as an apostrophe after a digit, belongs to the part before it.
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) parts[i].end = parts[i + 1].begin;
  parts.front().begin = token.begin;
  parts.back().end = token.end;
  parts.back().space_after = token.space_after;
  return parts;
}

class Grouper {
 public:
  std::vector<std::vector<Piece>> run(std::vector<Piece> tokens) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const bool number_follows = i + 1 < tokens.size() && tokens[i + 1].tag == "CD";
      if (tokens[i].phonemes) {
        add_alone(std::move(tokens[i]));
      } else {
        add_parts(cut(tokens[i]), number_follows);
      }
    }
    return std::move(groups_);
  }

 private:
  void add_parts(std::vector<Piece> parts, bool number_follows) {
    const std::size_t size = parts.size();
    for (std::size_t j = 0; j < size; ++j) {
      const bool between =
          j > 0 && j + 1 < size && is_alpha(parts[j - 1].text.back()) && is_alpha(parts[j + 1].text.front());
      Piece& part = parts[j];
      settle(part, j + 1 == size && !number_follows, between);
      if (part.phonemes || !part.alias.empty()) {
        // The text of the next part is still needed for "B2B".
        add_alone(part);
      } else {
        add(part);
      }
    }
  }

  /// Phonemes of marks; the currency of numbers; the "2" of "B2B".
  void settle(Piece& part, bool last_number, bool between_letters) {
    if (part.tag == "$" && part.text.size() == 1 && !currency_names(part.text.front()).unit.empty()) {
      currency_ = part.text.front();
      part.phonemes = Phonemes();
    } else if (part.tag == ":" && (part.text == U"-" || part.text == U"–")) {
      part.phonemes = U"—";
    } else if (is_mark_tag(part.tag) && !all_ascii_letters(part.text)) {
      part.phonemes = mark_phonemes(part);
    } else if (currency_ != 0) {
      if (part.tag != "CD") {
        currency_ = 0;
      } else if (last_number) {
        part.currency = currency_;
      }
    } else if (between_letters && part.text == U"2") {
      part.alias = U"to";
    }
  }

  void add_alone(Piece piece) {
    groups_.push_back({std::move(piece)});
    open_ = false;
  }

  void add(Piece piece) {
    const bool ends = piece.space_after;
    if (open_) {
      piece.is_head = false;
      groups_.back().push_back(std::move(piece));
    } else {
      groups_.push_back({std::move(piece)});
    }
    open_ = !ends;
  }

  std::vector<std::vector<Piece>> groups_;
  bool open_ = false;  ///< the last group goes on with the next piece
  char32_t currency_ = 0;
};

}  // namespace

std::vector<Piece> with_requests(std::vector<Piece> tokens, std::span<const Request> requests) {
  std::vector<Piece> out;
  std::vector<Piece> spoken;  // share the phonemes of one request
  const auto flush = [&] {
    if (!spoken.empty()) out.push_back(merged(spoken, true));
    spoken.clear();
  };
  auto request = requests.begin();
  for (Piece& token : tokens) {
    while (request != requests.end() && request->end <= token.begin) {
      flush();
      ++request;
    }
    if (request == requests.end() || request->begin >= token.end) {
      out.push_back(std::move(token));
      continue;
    }
    token.stress = request->stress;
    token.number_flags = request->number_flags;
    if (request->phonemes) {
      token.phonemes = spoken.empty() ? *request->phonemes : Phonemes();
      spoken.push_back(std::move(token));
    } else {
      out.push_back(std::move(token));
    }
  }
  flush();
  return out;
}

std::vector<std::vector<Piece>> grouped(std::vector<Piece> tokens) { return Grouper().run(std::move(tokens)); }

}  // namespace kokoro::text::english
