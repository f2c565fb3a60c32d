"""Pocketsphinx with closed grammars over the evaluation sentences: which sentence was it; which of all their words."""
import math
import os
import pathlib
import re
import tempfile

import numpy as np
import pocketsphinx
from scipy.signal import resample_poly


def words(text):
    return re.sub(r"[^a-z' ]", " ", text.lower()).split()


def edit_distance(a, b):
    row = np.arange(len(b) + 1)
    for i, left in enumerate(a, 1):
        before, row[0] = row.copy(), i
        for j, right in enumerate(b, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
    return int(row[-1])


def _uniform_model(vocabulary):
    """A language model in ARPA's form in which any word may follow any other (a grammar's loop would take seconds)."""
    log = -math.log10(len(vocabulary) + 1)
    lines = "".join(f"{log:.4f} {word}\n" for word in ["</s>", *vocabulary])
    return f"\\data\\\nngram 1={len(vocabulary) + 2}\n\n\\1-grams:\n-99 <s>\n{lines}\n\\end\\\n"


class Recogniser:
    """Two decoders over `sentences`. Words that the recogniser's dictionary lacks are left out of both."""

    def __init__(self, sentences):
        model = pathlib.Path(pocketsphinx.get_model_path()) / "en-us"
        entries = (model / "cmudict-en-us.dict").read_text(encoding="utf-8").splitlines()
        known = {entry.split(maxsplit=1)[0] for entry in entries}
        self.sentences = [[word for word in words(sentence) if word in known] for sentence in sentences]
        self.vocabulary = sorted({word for sentence in self.sentences for word in sentence})
        with tempfile.TemporaryDirectory() as folder:
            files = {"dict": "\n".join(entries) + "\n",
                     "jsgf": f"#JSGF V1.0;\ngrammar closed;\npublic <s> = {' | '.join(map(' '.join, self.sentences))} ;\n",
                     "lm": _uniform_model(self.vocabulary)}
            for name, content in files.items():
                files[name] = os.path.join(folder, name)
                pathlib.Path(files[name]).write_text(content, encoding="utf-8")
            common = dict(hmm=str(model / "en-us"), dict=files["dict"], loglevel="FATAL")
            self._sentence = pocketsphinx.Decoder(jsgf=files["jsgf"], lm=None, beam=1e-64, pbeam=1e-64, wbeam=1e-48, **common)
            self._words = pocketsphinx.Decoder(lm=files["lm"], **common)

    @staticmethod
    def _decode(decoder, samples, rate):
        at16k = resample_poly(samples, 16000, rate)
        padded = np.pad(at16k, 3200) * 32768 + np.random.RandomState(0).normal(0, 3, len(at16k) + 6400)  # no digital silence
        decoder.start_utt()
        decoder.process_raw(np.clip(padded, -32768, 32767).astype("<i2").tobytes(), full_utt=True)
        decoder.end_utt()
        hypothesis = decoder.hyp()
        return hypothesis.hypstr.split() if hypothesis else []

    def identify(self, samples, rate=24000):
        """The index of the sentence that was said, or None.

        The grammar knows whole sentences only, but the decoder's best path may end before the last word: then it is the
        sentence that is the fewest edits away.
        """
        found = self._decode(self._sentence, samples, rate)
        if not found:
            return None
        return min(range(len(self.sentences)), key=lambda i: edit_distance(self.sentences[i], found))

    def word_errors(self, samples, index, rate=24000):
        """Edits between the words heard in the loop over the vocabulary and those of sentence `index`."""
        return edit_distance(self.sentences[index], self._decode(self._words, samples, rate))
