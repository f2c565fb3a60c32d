#include "text/g2p/english/fiction.hpp"

#include <algorithm>
#include <iterator>

#include "text/g2p/english/unicode.hpp"
#include "text/g2p/english/word_list.hpp"

namespace kokoro::text::english {
namespace {

bool is_hyphen(const Piece& token) { return token.text == U"-" || token.text == U"‑"; }
bool is_break(const Piece& token) {
  return is_hyphen(token) || token.text == U"—" || token.text == U"–" || token.text == U"…" || token.text == U"...";
}

/// The sound with which a stuttered word begins, from its letters.
struct Onset {
  std::u32string_view letters, sound;
};
constexpr Onset kOnsets[] = {{U"wh", U"wə"},  {U"sh", U"ʃə"},  {U"ch", U"ʧə"},  {U"ph", U"fə"},  {U"st", U"stə"},
                             {U"th", U"ðə"},  {U"tr", U"tɹə"}, {U"pl", U"plə"}, {U"pr", U"pɹə"}, {U"gr", U"ɡɹə"},
                             {U"br", U"bɹə"}, {U"sp", U"spə"}, {U"sc", U"skə"}, {U"fr", U"fɹə"}, {U"dr", U"dɹə"},
                             {U"cr", U"kɹə"}, {U"cl", U"klə"}, {U"bl", U"blə"}, {U"qu", U"kwə"}, {U"kn", U"nə"},
                             {U"b", U"bə"},   {U"c", U"kə"},   {U"d", U"də"},   {U"f", U"fə"},   {U"g", U"ɡə"},
                             {U"h", U"hə"},   {U"j", U"ʤə"},   {U"k", U"kə"},   {U"l", U"lə"},   {U"m", U"mə"},
                             {U"n", U"nə"},   {U"p", U"pə"},   {U"q", U"kwə"},  {U"r", U"ɹə"},   {U"s", U"sə"},
                             {U"t", U"tə"},   {U"v", U"və"},   {U"w", U"wə"},   {U"y", U"jə"},   {U"z", U"zə"},
                             {U"a", U"ə"},    {U"e", U"ɛ"},    {U"i", U"ɪ"},    {U"o", U"ə"},    {U"u", U"ə"}};

std::u32string onset_sound(std::u32string_view letters, std::u32string_view word) {
  // What the letters of a stutter begin with is told by its word.
  if (letters == U"c" && word.size() > 1) {
    if (std::u32string_view(U"eiy").find(word[1]) != std::u32string_view::npos) return U"sə";
    if (word[1] == U'h') return U"ʧə";
  }
  if (letters == U"t" && word.size() > 1 && word[1] == U'h') letters = U"th";
  if (letters == U"s" && word.size() > 1 && word[1] == U'h') letters = U"sh";
  if (letters == U"k" && word.starts_with(U"kn")) return U"nə";
  if (letters == U"wh" || letters == U"w") {
    if (word.starts_with(U"who")) return U"hə";
    if (word.starts_with(U"wr")) return U"ɹə";
  }
  if (letters == U"th") {
    constexpr std::u32string_view kVoiced[] = {U"the",   U"this", U"that", U"they",  U"there",  U"then", U"those",
                                               U"these", U"them", U"than", U"their", U"though", U"thus"};
    const bool voiced = std::any_of(std::begin(kVoiced), std::end(kVoiced), [&](std::u32string_view w) {
      return word.starts_with(w) && word.size() <= w.size() + 1;
    });
    return voiced ? U"ðə" : U"θə";
  }
  for (const Onset& onset : kOnsets) {
    if (onset.letters == letters) return std::u32string(onset.sound);
  }
  return {};
}

/// Tokens from `i` that stutter the word behind them: "W", "-", "w", "-". Gives them their sound.
void read_stutter(std::vector<Piece>& tokens, std::size_t i) {
  constexpr std::size_t kMostLetters = 2;
  constexpr std::size_t kMostRepeats = 6;
  const std::u32string letters = lower(tokens[i].text);
  if (letters.size() > kMostLetters || !all_alpha(letters) || tokens[i].space_after) return;
  std::size_t last = i;  // of the repeated letters
  std::size_t repeats = 1;
  while (last + 2 < tokens.size() && is_break(tokens[last + 1]) && lower(tokens[last + 2].text) == letters &&
         repeats < kMostRepeats) {
    last += 2;
    ++repeats;
  }
  if (last + 2 >= tokens.size() || !is_break(tokens[last + 1])) return;
  const Piece& target = tokens[last + 2];
  const std::u32string word = lower(target.text);
  if (word.size() <= letters.size() || !word.starts_with(letters) || !is_alpha(word.front())) return;
  // "T-shirt", "e-edition" and "X-xylene" are no stutters; nor is a letter before a word that only shares it by chance
  // in a name: the break must join or be a dash.
  constexpr std::u32string_view kNoStutters[] = {U"tshirt"};
  if (std::find(std::begin(kNoStutters), std::end(kNoStutters), word) != std::end(kNoStutters)) return;
  const bool pronoun = letters == U"i" && (word.starts_with(U"i'") || word.starts_with(U"i’"));
  const bool article = letters == U"a" || letters == U"i" || letters == U"o";
  if (pronoun || (article && letters == U"i" && tokens[i].text == U"I" && word.size() < 3)) return;
  const std::u32string sound = onset_sound(letters, word);
  if (sound.empty()) return;
  for (std::size_t k = i; k <= last; k += 2) {
    tokens[k].phonemes = sound;
    Piece& mark = tokens[k + 1];
    if (!is_hyphen(mark)) continue;
    mark.phonemes = Phonemes();
    mark.space_after = true;
  }
}

/// Noises by their letters, runs of one letter counted once.
std::u32string_view noise(std::u32string_view squeezed) {
  struct Noise {
    std::u32string_view letters, sound;
  };
  constexpr Noise kNoises[] = {
      {U"sh", U"ʃʃ"},       {U"shush", U"ʃʌʃ"},       {U"br", U"bˈɜɹ"},  {U"gr", U"ɡˈɜɹ"},    {U"ger", U"ɡˈɜɹ"},
      {U"z", U"zz"},        {U"pf", U"pf"},           {U"pft", U"pft"},  {U"pst", U"pst"},    {U"hmph", U"hˈʌmf"},
      {U"humph", U"hˈʌmf"}, {U"harumph", U"həɹˈʌmf"}, {U"ew", U"ˈiu"},   {U"aw", U"ˈɔ"},      {U"ah", U"ˈɑ"},
      {U"oh", U"ˈO"},       {U"argh", U"ˈɑɹɡ"},       {U"arg", U"ˈɑɹɡ"}, {U"ugh", U"ˈʌɡ"},    {U"uh", U"ˈʌ"},
      {U"um", U"ˈʌm"},      {U"hm", U"hmm"},          {U"m", U"mm"},     {U"mhm", U"mhˈm"},   {U"tsk", U"tˈɪsk"},
      {U"s", U"sss"},       {U"r", U"ɹˈɜɹ"},          {U"f", U"fff"},    {U"vrom", U"vɹˈum"}, {U"yay", U"jˈA"},
      {U"wo", U"wˈu"},      {U"oh", U"ˈO"},           {U"bz", U"bz"},    {U"bzt", U"bzt"},    {U"pht", U"fʌt"},
      {U"mwah", U"mwˈɑ"},   {U"nah", U"nˈɑ"},         {U"whe", U"wˈi"},  {U"ye", U"jˈi"},     {U"gah", U"ɡˈɑ"},
      {U"hah", U"hˈɑ"},     {U"ha", U"hˈɑ"},          {U"blah", U"blˈɑ"}};
  for (const Noise& n : kNoises) {
    if (n.letters == squeezed) return n.sound;
  }
  return {};
}

std::u32string without_runs(std::u32string_view word, std::size_t most) {
  std::u32string out;
  std::size_t run = 0;
  for (const char32_t c : word) {
    run = !out.empty() && out.back() == c ? run + 1 : 1;
    if (run <= most) out += c;
  }
  return out;
}

std::size_t longest_run(std::u32string_view word) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    run = i > 0 && word[i] == word[i - 1] ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  return longest;
}

void read_noise(Piece& token, const Dictionary& dictionary) {
  constexpr std::size_t kMostLetters = 40;
  if (token.text.size() < 2 || token.text.size() > kMostLetters || !all_alpha(token.text)) return;
  const std::u32string word = lower(token.text);
  const std::size_t run = longest_run(word);
  if (run < 2) {
    if (word == U"hmph" || word == U"humph" || word == U"tsk" || word == U"argh" || word == U"pft" || word == U"pfft")
      token.phonemes = noise(word);
    return;
  }
  const bool vowels = word.find_first_of(U"aeiouy") != std::u32string::npos;
  // "SS", "MM" and "AAA" in capitals are names.
  if (token.text == upper(token.text) && token.text.size() < (vowels ? 4U : 3U)) return;
  if ((!vowels || run >= 3) && !dictionary.has_gold(word)) {
    if (const std::u32string_view sound = noise(without_runs(word, 1));
        !sound.empty() && !(word == U"mm" || word == U"hmm" || word == U"ff" || word == U"ss" || word == U"rr")) {
      token.phonemes = sound;
      return;
    }
  }
  if (run < 3 || dictionary.has_gold(word)) {
    if (word == U"eww" || word == U"aww" || word == U"ahh" || word == U"ohh" || word == U"uhh" || word == U"umm") {
      if (!dictionary.has_gold(word)) token.phonemes = noise(without_runs(word, 1));
    }
    return;
  }
  // "Noooo", "sooo", "Yesss", "pleeease": the word that is drawn out.
  const bool roman = token.text == upper(token.text) && word.find_first_not_of(U"ivxlcdm") == std::u32string::npos;
  if (roman) return;
  for (const std::size_t most : {std::size_t{2}, std::size_t{1}}) {
    const std::u32string tried = without_runs(word, most);
    if (!dictionary.has_gold(tried) && !dictionary.reads_small(tried)) continue;
    if (most == 2 && !dictionary.has_gold(tried) && dictionary.has_gold(without_runs(word, 1))) continue;
    token.text = is_upper_letter(token.text.front()) ? capitalized(tried) : tried;
    return;
  }
}

}  // namespace

void read_sounds(std::vector<Piece>& tokens, const Dictionary& dictionary) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text.empty() || !is_alpha(tokens[i].text.front())) continue;
    if (tokens[i].phonemes) continue;
    if (i + 2 < tokens.size() && !tokens[i].space_after && is_break(tokens[i + 1])) read_stutter(tokens, i);
    if (!tokens[i].phonemes) read_noise(tokens[i], dictionary);
  }
}

}  // namespace kokoro::text::english
