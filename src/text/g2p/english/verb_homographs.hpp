#pragma once

#include "text/g2p/english/sentence_view.hpp"

namespace kokoro::text::english {

/// What a rule says of a word with two readings; none: the part of speech decides.
enum class Choice { none, first, second };

/// Words of which at least one reading is a verb. The first reading of each: read (present), lives (noun), dove
/// (bird), used to (habit), bow (weapon), bowed (curved), tear (of the eye), wound (injury), wind (air), graduate
/// (person), cursed (participle), live (verb), close (verb), use (verb).
Choice read(const SentenceView& s);
Choice lives(const SentenceView& s);
Choice dove(const SentenceView& s);
Choice used(const SentenceView& s);
Choice bow(const SentenceView& s);
Choice bowed(const SentenceView& s);
Choice tear(const SentenceView& s);
Choice wound(const SentenceView& s);
Choice wind(const SentenceView& s);
Choice graduate(const SentenceView& s);
Choice cursed(const SentenceView& s);
Choice live(const SentenceView& s);
Choice close(const SentenceView& s);
Choice use(const SentenceView& s);

}  // namespace kokoro::text::english
