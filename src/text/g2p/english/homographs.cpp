#include "text/g2p/english/homographs.hpp"

#include <array>
#include <string_view>
#include <unordered_map>

#include "text/g2p/english/sentence_view.hpp"
#include "text/g2p/english/unicode.hpp"
#include "text/g2p/english/verb_homographs.hpp"

namespace kokoro::text::english {
namespace {

using View = SentenceView;

constexpr std::string_view kPossessives[] = {"my", "your", "his", "her", "its", "our", "their", "whose", "'s", "’s"};

bool is_possessed(const View& s, int offset) {
  for (const std::string_view word : kPossessives) {
    if (s.word(offset) == word) return true;
  }
  return false;
}
bool is_determined(const View& s, int offset) {
  return is_possessed(s, offset) || s.is(offset, {"the", "a", "an", "this", "that", "these", "those", "some", "any",
                                                  "no", "each", "every", "another"});
}
bool is_noun(const View& s, int offset) { return s.tag(offset).starts_with("NN"); }

/// The metal.
Choice lead(const View& s) {
  if (s.is(
          1,
          {"pipe",     "pipes",    "paint",   "paints",        "poisoning",      "bullet",   "bullets",       "pencil",
           "pencils",  "weight",   "weights", "balloon",       "crystal",        "acid",     "glass",         "ore",
           "mine",     "mines",    "shot",    "solder",        "levels",         "exposure", "contamination", "apron",
           "dust",     "plumbing", "sheet",   "sheets",        "roof",           "roofs",    "oxide",         "azide",
           "acetate",  "chromate", "ions",    "concentration", "concentrations", "smelter",  "smelting",      "content",
           "fishing",  "sinker",   "sinkers", "coffin",        "foil",           "ingot",    "ingots",        "lining",
           "toxicity", "atom",     "atoms",   "isotope",       "isotopes"})) {
    return s.is(-1, {"to"}) ? Choice::none : Choice::second;
  }
  if (s.is(1, {"-"}) && s.is(2, {"free", "based", "lined", "acid", "coated", "glazed", "colored", "coloured", "filled",
                                 "gray", "grey", "footed"}))
    return Choice::second;
  if (s.is(-1, {"molten", "pencil", "soft", "melted", "liquid", "poisonous", "toxic", "white", "red", "black",
                "tetraethyl", "like"}))
    return is_noun(s, 0) || s.is(-1, {"molten", "melted", "pencil"}) ? Choice::second : Choice::none;
  if (s.is(-1, {"as"}) && s.is(-2, {"heavy", "dull", "grey", "gray", "soft", "dense", "poisonous"}))
    return Choice::second;
  if (s.is(-1, {"of"}) &&
      s.is(-2,
           {"made",          "pound",          "pounds",    "ton",      "tons",    "tonnes", "ounce",      "ounces",
            "kilos",         "kilograms",      "piece",     "pieces",   "lump",    "lumps",  "amount",     "amounts",
            "level",         "levels",         "traces",    "trace",    "bar",     "bars",   "sheet",      "sheets",
            "full",          "consists",       "layer",     "layers",   "sheets",  "weight", "density",    "mass",
            "block",         "blocks",         "content",   "melting",  "grams",   "gram",   "micrograms", "milligrams",
            "concentration", "concentrations", "ingots",    "toxicity", "dangers", "coffin", "bullets",    "balls",
            "slug",          "slugs",          "poisoning", "out",      "isotopes"})) {
    return Choice::second;
  }
  constexpr std::string_view kMetals[] = {"zinc",     "copper",  "tin",      "silver",  "arsenic", "mercury",
                                          "cadmium",  "iron",    "gold",     "steel",   "nickel",  "brass",
                                          "asbestos", "bismuth", "antimony", "lithium", "uranium"};
  for (const std::string_view metal : kMetals) {
    if (s.is(1, {"and", "or", ","}) && s.word(2) == metal) return Choice::second;
    if (s.is(-1, {"and", "or", ","}) && s.word(-2) == metal) return Choice::second;
    if (s.is(1, {"into", "to"}) && s.word(2) == metal) return Choice::second;
    if (s.is(-1, {"than"}) && s.has_before({metal})) return Choice::second;
  }
  if (is_noun(s, 0) && s.is(1, {"in", "from"}) &&
      s.has_after({"water", "paint", "pipes", "soil", "gasoline", "petrol", "blood", "toys", "bloodstream", "pencil",
                   "pencils", "glaze", "bones", "ore", "air", "fuel", "dust", "bullet", "batteries"})) {
    return Choice::second;
  }
  if (is_noun(s, 0) && s.is(1, {"is", "was"}) &&
      s.is(2, {"a", "toxic", "poisonous", "heavy", "heavier", "soft", "an", "denser", "melted"}) &&
      s.has_after({"metal", "toxic", "poisonous", "heavy", "heavier", "soft", "element", "denser", "melted"})) {
    return Choice::second;
  }
  if (s.is(-1, {"with", "in", "to", "from", "contain", "contains", "contained", "containing", "melt", "melted", "mined",
                "of", "into"}) &&
      s.has_before({"exposed", "exposure", "lined",   "sealed",   "covered",   "wrapped",  "coated",    "contaminated",
                    "filled",  "poisoned", "contain", "contains", "contained", "weighted", "encased",   "pipes",
                    "roof",    "bullets",  "turned",  "melt",     "melted",    "mined",    "containing"}) &&
      (s.last() == 0 || s.is(1, {",", "and", ";", ".", "or"}))) {
    return Choice::second;
  }
  return Choice::none;
}

Choice bass(const View& s) {
  if (s.is(1, {"guitar",  "guitars", "guitarist", "player", "players", "drum",     "drums",    "line",
               "lines",   "clef",    "voice",     "voices", "singer",  "singers",  "solo",     "solos",
               "note",    "notes",   "amp",       "amps",   "boost",   "speaker",  "speakers", "clarinet",
               "section", "string",  "strings",   "part",   "parts",   "riff",     "riffs",    "track",
               "tracks",  "sound",   "baritone",  "tuba",   "flute",   "trombone", "response", "frequencies",
               "cabinet", "beat",    "beats",     "drop",   "music",   "viol",     "pedal",    "groove"})) {
    return Choice::second;
  }
  if (s.is(-1, {"double", "upright", "electric", "acoustic", "heavy", "deep", "booming", "fretless", "synth",
                "thumping", "walking", "slap", "figured", "pounding", "thundering", "bowed"}))
    return Choice::second;
  if (s.has({"fish", "fishing", "lake", "river",   "fillet",     "fillets", "caught", "boat",   "pond",  "grilled",
             "rod",  "catch",   "sea",  "striped", "largemouth", "bait",    "trout",  "salmon", "perch", "net"}))
    return Choice::first;
  if (s.has({"guitar", "drums",  "band",     "treble",    "sings", "sang",     "singing", "song",    "music",
             "tenor",  "volume", "speakers", "amplifier", "jazz",  "keyboard", "piano",   "playing", "plays",
             "played", "play",   "loud",     "soprano",   "alto",  "choir",    "concert"})) {
    return Choice::second;
  }
  return s.is(-1, {"on"}) ? Choice::second : Choice::none;
}

Choice minute(const View& s) {
  if (s.is(1, {"detail",     "details",    "amount",      "amounts",    "particle", "particles", "quantity",
               "quantities", "difference", "differences", "change",     "changes",  "trace",     "traces",
               "fraction",   "organisms",  "crack",       "cracks",     "creature", "creatures", "droplets",
               "scale",      "attention",  "examination", "inspection", "hole",     "holes",     "fragments",
               "variations", "crystals",   "grains",      "insects",    "doses",    "dose",      "size",
               "scratches",  "quantity",   "portion",     "portions",   "specks",   "bubbles"})) {
    return Choice::second;
  }
  if (s.is(-1, {"very", "so", "too", "extremely", "almost", "quite", "incredibly", "is", "are", "were", "was",
                "infinitely", "rather"}) &&
      (s.last() == 0 || s.is(1, {"and", ",", "but", "compared", ";", "in"})) && !s.is(-1, {"almost"})) {
    return s.is(-1, {"was", "is"}) && is_noun(s, 0) && s.first() == -1 ? Choice::none : Choice::second;
  }
  return Choice::none;
}

Choice bases(const View& s) {
  const bool of_basis =
      (s.is(1, {"of", "for"}) && s.has_before({"legal", "theoretical", "moral", "philosophical", "empirical", "neural",
                                               "biological", "physiological", "scientific", "genetic", "conceptual",
                                               "on", "cognitive", "mathematical", "rational", "ideological"})) ||
      s.is(-1, {"theoretical", "philosophical", "neural", "scientific", "different", "case"});
  return of_basis && !s.is(-1, {"military", "air", "the"})  ? Choice::none
         : of_basis && s.is(-1, {"the"}) && s.is(1, {"of"}) ? Choice::none
                                                            : Choice::second;
}

Choice learned(const View& s) {
  if (!s.tagged(1, {"NN", "NNS", "NNP", "JJ"}) && !s.is(1, {"and"})) return Choice::none;
  if (s.tag(0) == "VBD" && !is_determined(s, -1)) return Choice::none;
  if (s.is(1, {"behavior", "behaviour", "behaviors",  "behaviours", "helplessness",    "skill",
               "skills",   "response",  "responses",  "reaction",   "reactions",       "habit",
               "habits",   "trait",     "traits",     "lesson",     "lessons",         "ability",
               "model",    "features",  "parameters", "weights",    "representations", "vocabulary"})) {
    return Choice::first;
  }
  if (s.is(1, {"man",        "men",       "woman",      "women",   "scholar",  "scholars",   "professor",
               "professors", "friend",    "friends",    "judge",   "judges",   "society",    "societies",
               "opinion",    "colleague", "colleagues", "counsel", "doctor",   "doctors",    "gentleman",
               "gentlemen",  "discourse", "treatise",   "journal", "journals", "profession", "professions",
               "monk",       "monks",     "rabbi",      "author",  "authors",  "person",     "people",
               "men",        "lady",      "clergy",     "debate",  "paper",    "academy",    "works",
               "work",       "elite",     "essay",      "books",   "class",    "language",   "languages"})) {
    return is_determined(s, -1) ||
                   s.is(-1, {"very", "most", "more", "less", "honorable", "and", "of", "many", "was", "few", ","}) ||
                   s.tagged(-1, {"JJ", "RB"}) || s.first() == 0
               ? Choice::second
               : Choice::none;
  }
  if (s.is(-1, {"a", "very", "most"}) && s.tag(1) != "TO" && s.tagged(1, {"NN", "NNS"})) return Choice::second;
  return Choice::none;
}

Choice blessed(const View& s) {
  if (s.is(1, {"with", "by", "that", "to", "us", "me", "him", "her", "them", "you", "the", "our", "my", "his", "their",
               "it"}) &&
      !is_determined(s, -1))
    return Choice::none;
  if (s.is(1, {"are"}) && s.first() == 0) return Choice::second;
  if (s.is(1, {"virgin", "sacrament", "mother", "trinity", "mary",  "event",     "relief",  "day",
               "thing",  "memory",    "lord",   "be",      "saint", "assurance", "silence", "peace",
               "sleep",  "hope",      "union",  "moment",  "rain",  "nuisance",  "bread",   "isle"}))
    return Choice::second;
  if (is_determined(s, -1) && s.tagged(1, {"NN", "NNS", "NNP", "JJ"})) return Choice::second;
  return Choice::none;
}

Choice aged(const View& s) {
  if (s.is(-1, {"-"}) || s.tagged(1, {"CD"}) ||
      s.is(1, {"between", "over", "under", "to", "from", "around", "about", "just", "by", "well", "like"}))
    return Choice::none;
  if (s.is(1,
           {"cheese",  "cheddar", "gouda", "beef",    "wine", "wines",    "whiskey", "whisky",  "steak", "rum",  "meat",
            "vinegar", "brandy",  "oak",   "bourbon", "tea",  "balsamic", "ham",     "leather", "wood",  "paper"}))
    return Choice::none;
  if (s.is(-1, {"the"}) && !s.tagged(1, {"CD"}) && !is_noun(s, 1)) return Choice::second;
  if (s.is(1, {"man",       "men",     "woman",  "women",      "mother",    "father",      "parents",
               "parent",    "aunt",    "uncle",  "relative",   "relatives", "grandmother", "grandfather",
               "king",      "queen",   "couple", "poor",       "person",    "people",      "lady",
               "gentleman", "servant", "widow",  "face",       "monk",      "priest",      "professor",
               "hands",     "care",    "dog",    "population", "population"})) {
    return Choice::second;
  }
  return Choice::none;
}

Choice resume(const View& s) {
  if (s.is(-1, {"to", "will", "would", "can", "could", "should", "must", "may", "might", "not", "n't", "n’t", "shall",
                "'ll", "’ll", "they", "we", "i", "you"}))
    return Choice::first;
  if (is_determined(s, -1) ||
      s.is(-1, {"of", "updated", "impressive", "strong", "online", "new", "current", "polished", "one-page"}))
    return Choice::second;
  if (s.is(1, {"and"}) && s.is(2, {"cover", "references", "portfolio"})) return Choice::second;
  if (s.is(1, {"writing", "builder", "template", "writer", "tips", "gap", "review"})) return Choice::second;
  return s.tagged(-1, {"JJ"}) && is_noun(s, 0) ? Choice::second : Choice::none;
}

Choice row(const View& s) {
  const bool quarrel =
      s.is(-1, {"huge", "blazing", "big", "terrible", "bitter", "furious", "public", "heated", "diplomatic",
                "political", "stand-up", "angry", "violent", "flaming", "massive", "almighty", "domestic"}) ||
      (s.is(-1, {"a", "the"}) && s.has_before({"had", "have", "having", "started", "caused", "sparked", "heard"}));
  if (!quarrel) return Choice::none;
  return s.is(1, {"with", "over", "about", "between", "broke", "erupted", "last", "yesterday", "this", "and", "that",
                  ","}) ||
                 s.last() == 0
             ? Choice::second
             : Choice::none;
}

Choice sake(const View& s) {
  if (s.is(-1, {"'s", "’s", "'", "’", "for", "my", "your", "his", "her", "their", "our", "its", "old"}))
    return Choice::none;
  if (s.has({"drink", "drank",  "drinking", "cup",    "cups",    "bottle", "bottles", "glass", "japanese",
             "warm",  "hot",    "cold",     "rice",   "brewery", "sip",    "sipped",  "sushi", "beer",
             "wine",  "served", "poured",   "brewed", "bar",     "tokyo",  "ordered"}) &&
      !s.has_before({"for"})) {
    return Choice::second;
  }
  return s.is(-1, {"of", "some", "warm", "hot", "cold", "drank", "drink", "japanese", "drinking", "more"})
             ? Choice::second
             : Choice::none;
}

Choice nice(const View& s) {
  if (s.is(1, {","}) && s.is(2, {"france", "cannes", "paris", "monaco", "lyon", "marseille", "italy"}))
    return Choice::second;
  return s.is(-1, {"in", "to", "from", "near", "of", "around", "outside", "via", "between"}) && !is_noun(s, 1) &&
                 !s.tagged(1, {"JJ", "CC"})
             ? Choice::second
             : Choice::none;
}

Choice reading(const View& s) {
  if (s.is(1, {","}) && s.is(2, {"england", "berkshire", "pennsylvania", "massachusetts", "ohio", "uk", "london"}))
    return Choice::second;
  if (s.is(1, {"station", "fc", "festival", "gaol", "university", "football"})) return Choice::second;
  return s.is(-1, {"near", "to", "from"}) &&
                 s.has_before({"train", "trains", "moved", "drove", "lives", "lived", "london", "paddington", "bus",
                               "travelled", "m4", "went", "oxford", "got", "commutes"})
             ? Choice::second
         : s.is(-1, {"in"}) && s.is(-2, {"lives", "lived", "live", "born", "office", "house", "home", "based", "living",
                                         "studied", "job", "changed"})
             ? Choice::second
             : Choice::none;
}

Choice axes(const View& s) {
  if (s.is(1, {"of", "are", "intersect", "meet", "show", "represent"}) ||
      s.is(-1, {"x", "y", "z", "coordinate", "vertical", "horizontal", "major", "minor", "perpendicular", "principal",
                "optical", "parallel", "both", "the"})) {
    return s.has({"swords", "hammers", "saws", "wood", "trees", "spears", "shovels", "picks", "knives", "firemen",
                  "chopped", "battle", "tools"})
               ? Choice::second
               : Choice::first;
  }
  return s.has({"swords", "hammers", "saws", "wood", "trees", "spears", "shovels", "picks", "knives", "chopped",
                "battle", "stone", "throwing", "sharp", "job"})
             ? Choice::second
             : Choice::none;
}

Choice does(const View& s) {
  const bool deer = s.has({"deer", "bucks", "buck", "fawn", "fawns", "stag", "stags", "rabbits", "herd"});
  return deer && (s.tagged(-1, {"CD", "JJ"}) || s.is(-1, {"the", "several", "many", "and"})) &&
                 !s.is(1, {"not", "n't", "it", "he", "she", "n’t"}) && s.tag(-1) != "PRP"
             ? Choice::second
             : Choice::none;
}

}  // namespace

void read_homographs(std::span<Piece> tokens, bool british) {
  struct Word {
    Choice (*rule)(const View&);
    std::array<std::u32string_view, 2> american;  ///< of Choice::first and Choice::second
    std::array<std::u32string_view, 2> british;
    bool capital = false;  ///< a name: only with a capital
  };
  static const std::unordered_map<std::u32string_view, Word> kWords = {
      {U"read", {read, {U"ɹˈid", U"ɹˈɛd"}, {U"ɹˈiːd", U"ɹˈɛd"}}},
      {U"lead", {lead, {U"lˈid", U"lˈɛd"}, {U"lˈiːd", U"lˈɛd"}}},
      {U"lives", {lives, {U"lˈIvz", U"lˈɪvz"}, {U"lˈIvz", U"lˈɪvz"}}},
      {U"dove", {dove, {U"dˈʌv", U"dˈOv"}, {U"dˈʌv", U"dˈQv"}}},
      {U"used", {used, {U"jˈust", U"jˈuzd"}, {U"jˈuːst", U"jˈuːzd"}}},
      {U"bow", {bow, {U"bˈO", U"bˈW"}, {U"bˈQ", U"bˈW"}}},
      {U"bows", {bow, {U"bˈOz", U"bˈWz"}, {U"bˈQz", U"bˈWz"}}},
      {U"bowed", {bowed, {U"bˈOd", U"bˈWd"}, {U"bˈQd", U"bˈWd"}}},
      {U"bowing", {bowed, {U"bˈOɪŋ", U"bˈWɪŋ"}, {U"bˈQɪŋ", U"bˈWɪŋ"}}},
      {U"tear", {tear, {U"tˈɪɹ", U"tˈɛɹ"}, {U"tˈɪə", U"tˈɛː"}}},
      {U"tears", {tear, {U"tˈɪɹz", U"tˈɛɹz"}, {U"tˈɪəz", U"tˈɛːz"}}},
      {U"wound", {wound, {U"wˈund", U"wˈWnd"}, {U"wˈuːnd", U"wˈWnd"}}},
      {U"wind", {wind, {U"wˈɪnd", U"wˈInd"}, {U"wˈɪnd", U"wˈInd"}}},
      {U"bases", {bases, {U"bˈAsiz", U"bˈAsᵻz"}, {U"bˈAsiːz", U"bˈAsɪz"}}},
      {U"graduate", {graduate, {U"ɡɹˈæʤəwət", U"ɡɹˈæʤʊˌAt"}, {U"ɡɹˈaʤʊət", U"ɡɹˈaʤʊAt"}}},
      {U"bass", {bass, {U"bˈæs", U"bˈAs"}, {U"bˈas", U"bˈAs"}}},
      {U"resume", {resume, {U"ɹəzˈum", U"ɹˈɛzəmˌA"}, {U"ɹɪzjˈuːm", U"ɹˈɛzjʊmA"}}},
      {U"minute", {minute, {U"mˈɪnət", U"mInˈut"}, {U"mˈɪnɪt", U"mInjˈuːt"}}},
      {U"learned", {learned, {U"lˈɜɹnd", U"lˈɜɹnɪd"}, {U"lˈɜːnd", U"lˈɜːnɪd"}}},
      {U"blessed", {blessed, {U"blˈɛst", U"blˈɛsᵻd"}, {U"blˈɛst", U"blˈɛsɪd"}}},
      {U"aged", {aged, {U"ˈAʤd", U"ˈAʤᵻd"}, {U"ˈAʤd", U"ˈAʤɪd"}}},
      {U"cursed", {cursed, {U"kˈɜɹst", U"kˈɜɹsᵻd"}, {U"kˈɜːst", U"kˈɜːsɪd"}}},
      {U"row", {row, {U"ɹˈO", U"ɹˈW"}, {U"ɹˈQ", U"ɹˈW"}}},
      {U"sake", {sake, {U"sˈAk", U"sˈɑki"}, {U"sˈAk", U"sˈɑːki"}}},
      {U"nice", {nice, {U"nˈIs", U"nˈis"}, {U"nˈIs", U"nˈiːs"}, true}},
      {U"reading", {reading, {U"ɹˈidɪŋ", U"ɹˈɛdɪŋ"}, {U"ɹˈiːdɪŋ", U"ɹˈɛdɪŋ"}, true}},
      {U"axes", {axes, {U"ˈæksˌiz", U"ˈæksᵻz"}, {U"ˈaksiːz", U"ˈaksɪz"}}},
      {U"does", {does, {U"dˈʌz", U"dˈOz"}, {U"dˈʌz", U"dˈQz"}}},
      {U"live", {live, {U"lˈɪv", U"lˈIv"}, {U"lˈɪv", U"lˈIv"}}},
      {U"close", {close, {U"klˈOz", U"klˈOs"}, {U"klˈQz", U"klˈQs"}}},
      {U"use", {use, {U"jˈuz", U"jˈus"}, {U"jˈuːz", U"jˈuːs"}}},
  };
  constexpr std::size_t kShortest = 3;
  constexpr std::size_t kLongest = 8;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    Piece& token = tokens[i];
    if (token.phonemes || token.text.size() < kShortest || token.text.size() > kLongest ||
        !is_alpha(token.text.front()))
      continue;
    const std::u32string lowered = lower(token.text);
    const auto found = kWords.find(lowered);
    if (found == kWords.end()) continue;
    const Word& word = found->second;
    if (word.capital && (token.text == lowered || token.text == upper(token.text))) continue;
    const Choice choice = word.rule(View(tokens, i));
    if (choice == Choice::none) continue;
    token.phonemes = std::u32string((british ? word.british : word.american)[choice == Choice::second ? 1 : 0]);
  }
}

}  // namespace kokoro::text::english
