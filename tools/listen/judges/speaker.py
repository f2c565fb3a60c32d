"""Who speaks: Resemblyzer's embedding, a unit vector; its product with another's is their likeness."""
from .. import sound


class Speaker:
    def __init__(self, _real):
        from resemblyzer import VoiceEncoder
        self._encoder = VoiceEncoder("cpu", verbose=False)

    def judge(self, samples, _text):
        return {"speaker": [round(float(value), 5) for value in self._encoder.embed_utterance(sound.for_judges(samples))]}
