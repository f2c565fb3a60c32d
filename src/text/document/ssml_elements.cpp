#include <array>

#include "text/document/ssml.hpp"

namespace kokoro::text {
namespace {

constexpr std::array kElements{
    SsmlElement{"speak", "The root; xml:lang is obeyed on it and on every other element"},
    SsmlElement{"p", "A paragraph"},
    SsmlElement{"s", "A sentence, which ends even where no mark ends it"},
    SsmlElement{"break", "Silence from time= (500ms, 1.5s) or strength=: [pause:Ns]"},
    SsmlElement{"prosody",
                "rate= and volume=, multiplied where they are nested: [rate:x] [volume:x%]; pitch is ignored"},
    SsmlElement{"voice", "Another voice from name=, up to the closing tag: [voice:name]"},
    SsmlElement{"lang", "Another language from xml:lang=: [lang:tag]"},
    SsmlElement{"phoneme", "Phonemes from ph=, alphabet= ipa or x-sampa: [word](/ipa/)"},
    SsmlElement{"sub", "alias= is spoken in place of the text"},
    SsmlElement{"say-as",
                "interpret-as= cardinal, ordinal, characters, spell-out, verbatim, digits, date (format=), time, "
                "telephone, fraction, unit, currency: put into words"},
    SsmlElement{"emphasis", "level= of a single word: [word](+1) or [word](-1)"},
    SsmlElement{"mark", "A place whose time is reported: [mark:name]"},
    SsmlElement{"audio", "The text inside, else that of its desc; nothing is fetched"},
    SsmlElement{"desc", "Spoken where its audio has no other text"},
    SsmlElement{"w", "Its text"},
    SsmlElement{"token", "Its text"},
    SsmlElement{"meta", ""},
    SsmlElement{"metadata", ""},
    SsmlElement{"lexicon", ""},
};

}  // namespace

std::span<const SsmlElement> ssml_elements() { return kElements; }

}  // namespace kokoro::text
