"""Pocketsphinx with closed grammars over the evaluation sentences: which sentence was it; which of all their words."""
import math
import os
import pathlib
import re
import tempfile

import numpy as np
import pocketsphinx
from scipy.signal import resample_poly

import pronunciations
from edits import edit_distances, nearest


def words(text):
    return re.sub(r"[^a-z' ]", " ", text.lower()).split()


def _uniform_model(vocabulary):
    """A language model in ARPA's form in which any word may follow any other (a grammar's loop would take seconds)."""
    log = -math.log10(len(vocabulary) + 1)
    lines = "".join(f"{log:.4f} {word}\n" for word in ["</s>", *vocabulary])
    return f"\\data\\\nngram 1={len(vocabulary) + 2}\n\n\\1-grams:\n-99 <s>\n{lines}\n\\end\\\n"


def _with_british(entries, vocabulary):
    """The dictionary's lines, and behind them how the vocabulary's words are said in Britain."""
    forms = {word: [] for word in vocabulary}
    for entry in entries:
        name, *phones = entry.split()
        word = re.sub(r"\(\d+\)$", "", name)
        if word in forms:
            forms[word].append(phones)
    more = []
    for word, known in forms.items():
        for phones in [form for entry in known for form in pronunciations.british(entry)]:
            if phones not in known:
                known.append(phones)
                more.append(f"{word}({len(known)}) {' '.join(phones)}")
    return entries + more


class Recogniser:
    """Two decoders over `sentences`. Words that the recogniser's dictionary lacks are left out of both.

    The dictionary and the acoustic model are American; with `british` the dictionary has those words' British forms too.
    """

    def __init__(self, sentences, british=False):
        model = pathlib.Path(pocketsphinx.get_model_path()) / "en-us"
        entries = (model / "cmudict-en-us.dict").read_text(encoding="utf-8").splitlines()
        known = {entry.split(maxsplit=1)[0] for entry in entries}
        self.sentences = [[word for word in words(sentence) if word in known] for sentence in sentences]
        self.vocabulary = sorted({word for sentence in self.sentences for word in sentence})
        if british:
            entries = _with_british(entries, self.vocabulary)
        with tempfile.TemporaryDirectory() as folder:
            files = {"dict": "\n".join(entries) + "\n",
                     "jsgf": f"#JSGF V1.0;\ngrammar closed;\npublic <s> = {' | '.join(map(' '.join, self.sentences))} ;\n",
                     "lm": _uniform_model(self.vocabulary)}
            for name, content in files.items():
                files[name] = os.path.join(folder, name)
                pathlib.Path(files[name]).write_text(content, encoding="utf-8")
            common = dict(hmm=str(model / "en-us"), dict=files["dict"], loglevel="FATAL")
            self._sentence = pocketsphinx.Decoder(jsgf=files["jsgf"], lm=None, beam=1e-80, pbeam=1e-80, wbeam=1e-80, **common)
            self._words = pocketsphinx.Decoder(lm=files["lm"], **common)

    @staticmethod
    def _decode(decoder, samples, rate):
        at16k = resample_poly(samples, 16000, rate)
        padded = np.pad(at16k, 3200) * 32768 + np.random.RandomState(0).normal(0, 3, len(at16k) + 6400)  # no digital silence
        decoder.reinit_feat()  # else the estimate of noise goes on from the sound before, and the order would decide
        decoder.start_utt()
        decoder.process_raw(np.clip(padded, -32768, 32767).astype("<i2").tobytes(), full_utt=True)
        decoder.end_utt()
        hypothesis = decoder.hyp()
        return hypothesis.hypstr.split() if hypothesis else []

    def identify(self, samples, rate=24000):
        """The index of the sentence that was said, or None.

        The grammar knows whole sentences only, but the decoder's best path may end before the last word: so it is the
        sentence that begins like that.
        """
        found = self._decode(self._sentence, samples, rate)
        return nearest(found, self.sentences) if found else None

    def word_errors(self, samples, index, rate=24000):
        """Edits between the words heard in the loop over the vocabulary and those of sentence `index`."""
        return int(edit_distances(self.sentences[index], self._decode(self._words, samples, rate))[-1])
