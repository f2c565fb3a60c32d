#include "text/g2p/mandarin/polyphones.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace kokoro::text {
namespace {

using View = std::u32string_view;

bool is_in(View set, char32_t c) { return c != 0 && set.find(c) != View::npos; }

constexpr View kNumerals = U"一二三四五六七八九十百千万两几数每这那半";
constexpr View kPronouns = U"我你您他她它们咱谁";

/// A surname that is another word elsewhere, and a character that sounds like it.
struct Surname {
  char32_t written;
  char32_t homophone;
  bool often_in_names;  ///< also as the first character of a word that no dictionary of readings has: 曾国藩
};
constexpr Surname kSurnames[] = {
    {U'曾', U'增', true},  {U'单', U'善', false}, {U'任', U'人', false}, {U'仇', U'球', true},  {U'区', U'欧', false},
    {U'查', U'渣', false}, {U'解', U'谢', false}, {U'华', U'画', false}, {U'朴', U'瓢', false}, {U'乐', U'月', false},
    {U'洗', U'显', false}, {U'缪', U'妙', true},  {U'盛', U'剩', false}, {U'燕', U'烟', false}, {U'纪', U'几', false},
    {U'宁', U'泞', false}, {U'哈', U'哈', false}, {U'折', U'舌', false}, {U'员', U'运', false}, {U'种', U'虫', false}};
constexpr View kTitles[] = {U"先生", U"女士", U"小姐", U"太太", U"老师", U"教授", U"医生", U"博士",
                            U"经理", U"主任", U"同学", U"师傅", U"律师", U"警官", U"局长", U"队长",
                            U"院长", U"校长", U"处长", U"科长", U"总",   U"某",   U"氏",   U"姓"};

class Place {
 public:
  Place(const MandarinDictionary& dictionary, View run, const WordPlace& word, std::size_t at)
      : dictionary_(dictionary), run_(run), word_(word), at_(at) {}

  char32_t before() const { return at_ > 0 ? run_[at_ - 1] : U'\0'; }
  char32_t after() const { return at_ + 1 < run_.size() ? run_[at_ + 1] : U'\0'; }
  View rest() const { return run_.substr(at_ + 1); }
  bool alone() const { return word_.length == 1; }
  bool begins_word() const { return at_ == word_.begin; }
  bool ends_word() const { return at_ + 1 == word_.begin + word_.length; }
  std::size_t length_before() const { return word_.length_before; }
  View word() const { return run_.substr(word_.begin, word_.length); }

  /// Whether a dictionary has a reading of the whole word.
  bool word_is_read() const {
    if (alone()) return false;
    auto node = std::optional(MandarinDictionary::kRoot);
    for (const char32_t c : word()) {
      node = dictionary_.child(*node, c);
      if (!node) return false;
    }
    return dictionary_.phrase(*node).size() == word_.length;
  }

  bool is_surname(const Surname& name) const {
    if (before() == U'姓') return true;
    const View behind = rest();
    if (begins_word() && (alone() || behind.size() + 1 > word_.length)) {
      for (const View title : kTitles) {
        if (behind.starts_with(title) && !word_is_read()) return true;
      }
    }
    return name.often_in_names && begins_word() && !alone() && word_.length <= 3 && !word_is_read() &&
           !is_in(U"经是有在被于与多几想以", after());
  }

 private:
  const MandarinDictionary& dictionary_;
  View run_;
  const WordPlace& word_;
  std::size_t at_;
};

/// de behind a verb or an adjective, děi (must) behind a subject, else dé.
PolyphoneReading read_de(const Place& place) {
  if (place.after() == 0 || place.word_is_read()) return {};
  const bool subject =
      place.before() == 0 || is_in(kPronouns, place.before()) || is_in(U"也还都就又总必非可", place.before());
  if (!subject) return {U'的'};
  if (is_in(U"到了出奖分知以意不", place.after())) return {};
  return {0, "tei↓"};
}

/// de between an adverb and its verb: 慢慢地走, 认真地学习.
bool is_adverbial(const Place& place) {
  constexpr View kNouns = U"上下里面方区位点址铁震球图带形势很是有的和与为在中外内边段";
  if (place.after() == 0 || is_in(kNouns, place.after())) return false;
  if (place.alone()) return place.length_before() >= 2;
  const View word = place.word();
  return place.ends_word() && word.size() == 3 && word[0] == word[1];
}

bool rest_begins(const Place& place, std::initializer_list<View> words) {
  return std::any_of(words.begin(), words.end(), [&](View word) { return place.rest().starts_with(word); });
}

}  // namespace

PolyphoneReading polyphone_reading(const MandarinDictionary& dictionary, View run, const WordPlace& word,
                                   std::size_t at) {
  const Place place(dictionary, run, word, at);
  const char32_t before = place.before();
  const char32_t after = place.after();
  switch (run[at]) {
    case U'得':
      return read_de(place);
    case U'地':
      return is_adverbial(place) ? PolyphoneReading{U'的'} : PolyphoneReading{};
    case U'只': {
      const bool counts = is_in(kNumerals, before) && !is_in(U"有是能要会好剩需见想为不可", after);
      return counts ? PolyphoneReading{U'之'} : PolyphoneReading{};
    }
    case U'教':
      if (place.alone() && (is_in(kPronouns, after) || is_in(U"书课会学大孩过给", after))) return {U'交'};
      return {};
    case U'数':
      if (place.begins_word() &&
          rest_begins(place, {U"一下", U"一数", U"到", U"钱", U"着", U"不清", U"过", U"完", U"了", U"清", U"数"})) {
        return {U'鼠'};
      }
      return {};
    case U'还':
      return place.alone() && is_in(U"钱书款债账贷清给", after) ? PolyphoneReading{U'环'} : PolyphoneReading{};
    case U'长':
      if (place.alone() && is_in(U"大高出成得胖满毛", after) && !is_in(U"很太更最多好", before)) return {U'掌'};
      return {};
    case U'行':
      return place.alone() && is_in(kNumerals, before) ? PolyphoneReading{U'航'} : PolyphoneReading{};
    case U'重':
      return place.alone() && is_in(U"来做写看装建启拍说学", after) ? PolyphoneReading{U'虫'} : PolyphoneReading{};
    case U'背':
      return is_in(U"着包孩起", after) && place.begins_word() ? PolyphoneReading{U'杯'} : PolyphoneReading{};
    case U'炸':
      if (before == U'油' || is_in(U"鸡鱼薯酱油条虾肉土酥春丸糕猪串", after)) return {U'闸'};
      return {};
    case U'都':
      return after == U'市' && !is_in(U"们人者家", before) ? PolyphoneReading{U'督'} : PolyphoneReading{};
    case U'大':
      if (after == U'夫' && before != U'士' && !rest_begins(place, {U"夫人"})) return {U'带'};
      break;
    case U'一':
      if (before == U'第' || (after == U'月' && !is_in(kNumerals, before))) return {U'衣'};
      return {};
    default:
      break;
  }
  for (const Surname& name : kSurnames) {
    if (name.written == run[at] && place.is_surname(name)) return {name.homophone};
  }
  return {};
}

}  // namespace kokoro::text
