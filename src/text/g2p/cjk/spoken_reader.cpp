#include "text/g2p/cjk/spoken_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "text/spoken/markup_span.hpp"

namespace kokoro::text {

SpokenText SpokenReader::run() {
  for (std::size_t i = 0; i < source_.size();) {
    if (const std::size_t end = markup_span_end(source_, i); end > i) {
      i = copy(i, end);
      continue;
    }
    const std::size_t next = special(i);
    i = next > i ? next : character(i);
  }
  return std::move(out_);
}

std::size_t SpokenReader::copy(std::size_t begin, std::size_t end) {
  out_.append_copy(source_.text(begin, end), source_.byte(begin));
  return end;
}

std::size_t SpokenReader::rewrite(std::string_view spoken, std::size_t begin, std::size_t end) {
  out_.append_rewrite(spoken, source_.byte(begin), source_.byte(end));
  return end;
}

std::size_t SpokenReader::amount(const Numeral& numeral, std::size_t begin, std::size_t digits, bool sign,
                                 std::string said) {
  std::size_t end = numeral.end;
  const char32_t next = source_[end];
  if (begin < digits && !sign) {
    if (end < source_.size() && words_.multipliers.find(next) != std::u32string_view::npos) {
      said += to_utf8(source_.chars(end, end + 1));
      ++end;
    }
    said += words_.currency(source_[begin]);
  } else if (options_.normalize && options_.unit_normalization) {
    const std::size_t unit_begin = end + (next == U' ' ? 1 : 0);
    if (const UnitName* unit = find_unit(source_, unit_begin, words_.units)) {
      said += unit->spoken;
      end = unit_begin + unit->written.size();
    }
  }
  return rewrite(said, begin, end);
}

}  // namespace kokoro::text
