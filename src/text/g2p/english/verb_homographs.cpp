#include "text/g2p/english/verb_homographs.hpp"

namespace kokoro::text::english {
namespace {

using View = SentenceView;

bool is_adverb(const View& s, int offset) {
  return s.tagged(offset, {"RB", "RBR", "RBS"}) ||
         s.is(offset, {"not", "n't", "n’t", "never", "ever", "just", "always", "also", "already", "only", "often"});
}
/// The offset of the word before `offset`, adverbs passed over.
int before_adverbs(const View& s, int offset) {
  int i = offset;
  while (i > s.first() && is_adverb(s, i)) --i;
  return i;
}
bool is_be(const View& s, int offset) {
  return s.is(offset, {"is", "are", "was", "were", "be", "been", "being", "am", "'s", "’s", "'re", "’re", "'m", "’m"});
}
bool is_have(const View& s, int offset) {
  return s.is(offset, {"have", "has", "had", "having", "'ve", "’ve", "'d", "’d"});
}
bool is_modal(const View& s, int offset) {
  return s.is(offset, {"to",     "will",   "would", "can",  "could", "should", "must", "may", "might",
                       "shall",  "'ll",    "’ll",   "do",   "does",  "did",    "let",  "ca",  "wo",
                       "please", "cannot", "help",  "make", "makes", "made",   "lets"});
}
bool is_plural_subject(const View& s, int offset) {
  return s.is(offset, {"i", "you", "we", "they"}) || s.tagged(offset, {"NNS", "NNPS"});
}
bool is_singular_subject(const View& s, int offset) {
  return s.is(offset, {"he", "she", "it", "who", "everyone", "everybody", "nobody", "someone", "somebody", "one"}) ||
         s.tagged(offset, {"NN", "NNP"});
}
bool is_article(const View& s, int offset) {
  return s.tagged(offset, {"DT", "PRP$", "POS"}) || s.is(offset, {"the", "a", "an", "my", "your", "his", "her", "its",
                                                                  "our", "their", "this", "that", "'s", "’s"});
}

/// What in the sentence tells its tense.
Choice told_tense(const View& s) {
  if (s.has({"yesterday", "ago", "earlier", "previously", "last", "once", "then", "tonight"}) &&
      !s.has({"tomorrow", "every", "usually"})) {
    return s.has({"yesterday", "ago", "earlier", "previously", "last"}) ? Choice::second : Choice::none;
  }
  return Choice::none;
}

/// The clause around the word: up to a comma or a conjunction that joins clauses.
Choice clause_tense(const View& s) {
  for (int i = 1; i <= s.last() && i < 12; ++i) {
    if (s.is(i, {";"}) || (s.is(i, {","}) && s.is(i + 1, {"and", "but"}) && is_plural_subject(s, i + 2))) break;
    if (s.is(i, {"yesterday", "ago", "earlier", "previously"}) ||
        (s.is(i, {"last"}) &&
         s.is(i + 1, {"night", "week", "year", "month", "summer", "winter", "weekend", "friday", "monday", "spring"})))
      return Choice::second;
    if (s.is(i, {"daily", "now", "nowadays", "weekly", "tomorrow"}) ||
        (s.is(i, {"every", "each"}) &&
         s.is(i + 1, {"day", "night", "morning", "week", "evening", "month", "year", "time", "sunday"}))) {
      return s.has({"yesterday", "was", "were"}) && !s.is(i, {"now", "daily", "every", "each"}) ? Choice::none
                                                                                                : Choice::first;
    }
  }
  for (int i = -1; i >= s.first() && i > -12; --i) {
    if (s.is(i, {";"})) break;
    if (s.is(i, {"usually", "always", "often", "sometimes", "rarely", "seldom"})) return Choice::first;
    if (s.is(i, {"yesterday", "ago"}) || (s.is(i, {"last"}) && s.is(i + 1, {"night", "week", "year", "month", "summer",
                                                                            "winter", "weekend", "spring"}))) {
      return s.is(i + 1, {",", "and"}) && i + 1 < -2 && s.is(i + 2, {"and"}) ? Choice::none : Choice::second;
    }
  }
  return Choice::none;
}

}  // namespace

Choice read(const View& s) {
  if (s.is(-1, {"-"}) && s.is(-2, {"well", "widely", "best", "most", "much", "un", "little"})) return Choice::second;
  if (s.is(-1, {"well", "widely"}) && is_be(s, -2)) return Choice::second;
  if (s.is(1, {"-"}) || s.is(-1, {"a", "quick", "good", "great", "easy", "long", "interesting"})) return Choice::none;
  const int i = before_adverbs(s, -1);
  if (is_have(s, i)) {
    // "I'd read it if I had time" is rarer than "he'd read it before".
    return s.is(i, {"'d", "’d"}) && s.has({"if", "rather", "love"}) ? Choice::first : Choice::second;
  }
  if (is_be(s, i) || s.is(i, {"get", "got", "gets", "getting"})) {
    return s.is(i, {"'s", "’s"}) && !s.is(i - 1, {"it", "he", "she", "that", "what"}) ? Choice::none : Choice::second;
  }
  if (is_modal(s, i)) return Choice::first;
  // "Did you read it?", "Have you read it?"
  if (s.tagged(i, {"PRP", "NNP", "NN", "NNS"}) ||
      s.is(i, {"you", "he", "she", "they", "we", "i", "it", "anyone", "everyone", "anybody"})) {
    int verb = i - 1;
    while (verb > s.first() && verb > i - 4 && (is_article(s, verb) || s.tagged(verb, {"JJ", "NN", "NNS"}))) --verb;
    const bool question =
        verb == s.first() ||
        s.is(verb - 1, {"what", "why", "how", "when", "where", "which", "who", ",", "and", "\"", "“"}) ||
        s.tagged(verb - 1, {"NN", "NNS", "WP", "WRB", "WDT", "NNP"});
    if (question && s.is(verb, {"have", "has", "had"})) return Choice::second;
    if (question &&
        s.is(verb, {"do", "does", "did", "can", "could", "will", "would", "should", "may", "must", "shall", "let"}))
      return Choice::first;
    if (s.is(verb, {"let", "make", "made", "help", "helped", "saw", "see", "watch", "watched", "heard", "hear"}) &&
        s.tagged(i, {"PRP"}))
      return Choice::first;
  }
  if (s.tagged(0, {"VBG", "NN", "NNS"}) && !is_singular_subject(s, i) && !is_plural_subject(s, i)) return Choice::none;
  const Choice told = clause_tense(s);
  if (s.is(i, {"he", "she", "it"}) || (s.tagged(i, {"NNP"}) && !s.is(i - 1, {"and"}))) return Choice::second;
  if (s.tagged(i, {"NN"}) && is_article(s, i - 1) && !s.tagged(0, {"NN"})) return Choice::second;
  if (is_plural_subject(s, i)) {
    if (told != Choice::none) return told;
    if (s.tag(0) == "VBD") return Choice::second;
    return Choice::none;
  }
  // "He opened the letter and read it."
  if (s.is(i, {"and", "then", "but", ",", "or"})) {
    for (int k = i - 1; k >= s.first(); --k) {
      if (is_modal(s, k) || s.is(k, {"to"})) return Choice::first;
      if (s.tag(k) == "VBD" || is_have(s, k)) return Choice::second;
      if (s.tagged(k, {"VB", "VBP", "VBZ"})) return s.tag(0) == "VBD" ? Choice::second : Choice::first;
    }
  }
  if (s.first() == 0 && !s.tagged(1, {"IN"})) return Choice::first;
  return told == Choice::second && told_tense(s) == Choice::second ? Choice::second : Choice::none;
}

Choice lives(const View& s) {
  if (s.is(-1, {"he", "she", "it", "who", "nobody", "everybody", "everyone", "someone", "somebody", "anyone", "anybody",
                "one", "which"}))
    return Choice::second;
  const bool place = s.is(
      1, {"in",         "here",   "there",  "with",  "alone", "near", "next",  "at",      "on",     "by",  "upstairs",
          "downstairs", "abroad", "across", "among", "up",    "off",  "under", "forever", "nearby", "far", "outside"});
  if (place && s.tagged(-1, {"NN", "NNP", "RB"}) && !s.is(-1, {"their", "our", "human", "many", "family"}))
    return Choice::second;
  return Choice::none;
}

Choice dove(const View& s) {
  if (is_article(s, -1) || s.tagged(-1, {"JJ", "CD"})) return Choice::none;
  const bool moves = s.is(
      1, {"in",   "into",     "off",      "down",      "under",      "for",    "through", "headfirst", "to",     "from",
          "deep", "right",    "straight", "behind",    "beneath",    "toward", "towards", "below",     "over",   "out",
          "onto", "headlong", "after",    "overboard", "underwater", "back",   "and",     "deeper",    "across", "at"});
  const bool subject = s.tagged(-1, {"PRP", "NN", "NNS", "NNP", "WP", "RB", "CC", "WDT", "NNPS"}) || s.is(-1, {"dove"});
  return moves && subject && !s.is(1, {"and", "at"}) ? Choice::second : Choice::none;
}

Choice used(const View& s) {
  if (!s.is(1, {"to"})) return Choice::none;
  // Accustomed: "used to it", "used to the noise", "used to working".
  const std::string next = s.word(2);
  const bool gerund = s.tag(2) == "VBG" || (next.size() > 4 && next.ends_with("ing") && s.tag(2) != "VB");
  const int i = before_adverbs(s, -1);
  const bool passive = is_be(s, i) || s.is(i, {"being"});
  // The tagger takes some verbs for nouns: "used to store grain".
  const bool verb =
      s.tagged(2, {"VB", "VBP"}) || (s.tagged(2, {"NN"}) && s.tagged(3, {"DT", "NN", "NNS", "PRP", "PRP$", "JJ"}));
  if (passive && !gerund && verb && !s.is(i, {"'m", "’m", "am"})) return Choice::second;
  if (s.tagged(i, {"NN", "NNS"}) && s.tag(0) == "VBN" && s.tagged(2, {"VB"})) return Choice::second;
  return Choice::none;
}

Choice bow(const View& s) {
  if (s.is(1, {"tie", "ties", "and", "string", "strings", "hunting", "window", "saw"}) &&
      (s.is(1, {"and"}) ? s.is(2, {"arrow", "arrows", "quiver"}) : true))
    return Choice::first;
  if (s.is(1, {"of", "wave", "thruster", "and", "to"}) &&
      s.has({"ship", "boat", "stern", "vessel", "waves", "sea", "deck", "sail", "captain", "yacht", "canoe",
             "destroyer", "ferry", "submarine", "harbor", "harbour"}))
    return Choice::second;
  if (s.is(-1, {"port", "starboard"}) || (s.is(-2, {"port", "starboard"}) && s.is(-1, {"the"}))) return Choice::second;
  if (is_article(s, -1) &&
      s.has({"ship", "boat", "stern", "vessel", "deck", "anchor", "waves", "yacht", "canoe", "submarine"}) &&
      !s.has({"arrow", "arrows"}))
    return Choice::second;
  if (s.is(-1, {"a", "low", "deep", "final", "polite", "slight", "last", "little", "his", "her", "their", "formal",
                "quick", "small", "stiff", "courtly", "graceful"}) &&
      (s.has_before({"took", "take", "takes", "taking", "made", "make", "gave", "give", "with", "gives"})) &&
      !s.has({"arrow", "arrows", "ribbon", "hair", "violin", "string", "gift", "archer", "present", "tied"})) {
    return s.is(-1, {"his", "her", "their"}) && !s.has_before({"took", "takes", "take"}) ? Choice::none
                                                                                         : Choice::second;
  }
  if (s.is(1, {"down", "before", "out"}) && !is_article(s, -1)) return Choice::second;
  if (s.is(1, {"to"}) && s.is(-1, {"i", "we", "they", "you", "to", "must", "will", "not", "n't", "n’t", "and", "should",
                                   "never", "would"}))
    return Choice::second;
  if (s.is(1, {"his", "her", "their", "your", "our", "my"}) && s.is(2, {"head", "heads"})) return Choice::second;
  return Choice::none;
}

Choice bowed(const View& s) {
  if (s.is(1, {"legs", "string", "strings", "instrument", "instruments", "psaltery", "wall", "walls", "shelf",
               "shelves", "board", "boards"}))
    return Choice::first;
  return Choice::second;
}

Choice tear(const View& s) {
  const bool eye = s.has({"eye", "eyes", "cheek", "cheeks", "cried", "cry", "crying", "wept", "weeping", "sad", "shed",
                          "grief", "sorrow", "face", "streaming", "wiped", "joy"});
  if (s.is(1, {"gas", "duct", "ducts", "drop", "drops", "stained", "-", "jerker", "glands", "filled", "film"}))
    return Choice::first;
  if (s.is(-1, {"ligament", "muscle", "acl", "meniscus", "tendon", "cuff", "cartilage", "hamstring", "achilles",
                "labral", "calf", "aortic", "retinal", "vaginal"}))
    return Choice::second;
  if (s.is(-1, {"and"}) && s.is(-2, {"wear"})) return Choice::second;
  if (is_article(s, -1) || s.tagged(-1, {"JJ"})) {
    if (!eye && s.is(1, {"in", "along", "across"}) &&
        (is_article(s, 2) || s.is(2, {"my", "his", "her", "your", "one"})))
      return Choice::second;
    if (!eye && s.has({"fabric", "jeans", "shirt",    "dress",      "curtain", "paper",    "canvas", "sail",
                       "jacket", "seam",  "sleeve",   "net",        "bag",     "trousers", "pants",  "repair",
                       "mend",   "sewed", "stitched", "upholstery", "tent",    "screen"}) &&
        s.word(0) == "tear")
      return Choice::second;
    return Choice::none;
  }
  if (s.is(1, {"down", "apart", "up", "off", "open", "into", "through", "away", "out"}) && !s.tagged(-1, {"JJ"}))
    return eye && s.word(0) == "tears" ? Choice::none : Choice::second;
  if (s.is(-1, {"to", "will", "n't", "n’t", "not", "would", "can", "could", "might", "may", "should", "must"}))
    return s.word(0) == "tear" ? Choice::second : Choice::none;
  return Choice::none;
}

Choice wound(const View& s) {
  const bool coils =
      s.is(1, {"around", "up", "round", "tightly", "tight", "onto", "back", "through", "its", "down", "into", "on"}) ||
      (s.is(1, {"the", "his", "her", "my", "a"}) &&
       s.is(2, {"clock", "watch", "wool", "yarn", "bandage", "rope", "thread", "scarf", "string", "handle", "spring",
                "toy", "wire", "film", "tape"}));
  if (!coils) return Choice::none;
  if (is_article(s, -1) || s.tagged(-1, {"JJ", "CD"})) return Choice::none;
  if (s.is(1, {"up", "around", "round", "tightly", "tight", "its", "back", "through"}))
    return s.is(1, {"through"}) && !s.has({"road", "path", "river", "trail", "street", "procession", "route", "valley"})
               ? Choice::none
               : Choice::second;
  if (s.is(1, {"the", "his", "her", "my", "a"}))
    return s.tagged(-1, {"PRP", "NN", "NNP", "NNS", "CC", "RB", "WP"}) && !is_modal(s, -1) ? Choice::second
                                                                                           : Choice::none;
  return is_be(s, before_adverbs(s, -1)) || s.tagged(-1, {"PRP", "NN", "NNP"}) ? Choice::second : Choice::none;
}

Choice wind(const View& s) {
  if (is_article(s, -1) || s.tagged(-1, {"JJ"})) return Choice::none;
  const bool turns = s.is(1, {"up", "down", "its", "around"}) ||
                     (s.is(1, {"the", "my", "your", "his", "her", "this", "that"}) &&
                      s.is(2, {"clock", "watch", "clocks", "wool", "yarn", "bandage", "rope", "string", "window", "toy",
                               "handle", "thread", "film", "tape"}));
  const bool verb = s.is(-1, {"to", "will", "would", "can", "could", "should", "must", "may", "might", "i", "we", "you",
                              "they", "n't", "n’t", "please", "not", "and"}) ||
                    s.first() == 0 || s.tagged(-1, {"NNS"});
  return turns && verb ? Choice::second : Choice::none;
}

Choice graduate(const View& s) {
  if (is_article(s, -1) || s.tagged(-1, {"JJ", "IN", "CD"})) return Choice::none;
  if (s.is(-1, {"to", "will", "would", "can", "could", "should", "must", "may", "might", "i", "we", "you", "they",
                "n't", "n’t", "who", "did", "'ll", "’ll"})) {
    return s.is(1, {"student", "students", "school", "degree", "program", "level", "studies"}) ? Choice::none
                                                                                               : Choice::second;
  }
  if (s.tagged(-1, {"NNS", "NNPS"}) &&
      s.is(1, {"in", "from", "with", "next", "this", "early", "at", "on", "every", "each", "without", "late", "today",
               "tomorrow", "after", "before", "soon", "to"}))
    return Choice::second;
  return Choice::none;
}

Choice cursed(const View& s) {
  return is_article(s, -1) && s.tagged(1, {"NN", "NNS"}) && !s.tagged(0, {"VBD"}) &&
                 s.is(-1, {"this", "that", "these", "those"})
             ? Choice::second
             : Choice::first;
}

Choice live(const View& s) {
  if (s.is(-1, {"to",     "i",   "we",  "they", "will", "would", "can", "could", "must", "should", "who",
                "people", "n't", "n’t", "not",  "you",  "still", "'ll", "’ll",   "both", "all"}) &&
      s.is(1, {"in", "with", "on", "at", "here", "there", "by", "alone", "together", "near", "without", "for", "like",
               "longer", "forever"})) {
    return Choice::first;
  }
  if (s.is(1, {"music",       "show",         "shows",    "broadcast", "concert",       "concerts",   "stream",
               "streams",     "streaming",    "coverage", "wire",      "wires",         "ammunition", "audience",
               "performance", "performances", "bait",     "tv",        "television",    "album",      "band",
               "animals",     "chat",         "demo",     "version",   "recording",     "updates",    "blog",
               "fire",        "rounds",       "feed",     "action",    "entertainment", "event",      "events"}) &&
      !s.is(-1, {"to", "i", "we", "they", "you"})) {
    return Choice::second;
  }
  return Choice::none;
}

Choice close(const View& s) {
  if (s.is(1, {"to", "by", "friend", "friends", "enough", "call", "relationship", "range", "together", "attention",
               "proximity", "contact", "quarters", "up", "ties", "examination", "relatives", "-"}) &&
      (is_be(s, -1) ||
       s.is(-1, {"very",   "so",  "too", "a",  "how", "quite", "pretty", "as",  "get", "got", "come",   "came", "stay",
                 "stayed", "her", "his", "my", "our", "their", "stood",  "sat", "at",  "in",  "really", "no"}))) {
    return s.is(1, {"up", "-"}) && !s.is(-1, {"get", "got", "very", "too", "so", "up"}) ? Choice::none : Choice::second;
  }
  return Choice::none;
}

Choice use(const View& s) {
  if (s.is(1, {"to"}) &&
      s.is(2, {"be", "live", "go", "have", "think", "like", "do", "work", "play", "say", "love", "know"}) &&
      s.has_before({"did", "didn't", "didn’t"}))
    return Choice::second;
  if (s.is(-1, {"no", "the", "of", "in", "for", "any"}) &&
      s.is(1, {"of", "in", ".", ",", "to", "crying", "by", "for"}) && !s.tagged(-1, {"VB"}))
    return Choice::second;
  return Choice::none;
}

}  // namespace kokoro::text::english
