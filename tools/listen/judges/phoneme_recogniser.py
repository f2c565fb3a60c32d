"""The phonemes that hama's recogniser hears; English only."""
from .. import sound
from ..measures import words


class PhonemeRecogniser:
    def __init__(self, _real):
        from hama.asr import ASRModel
        self._model = ASRModel()

    def judge(self, samples, text):
        if text.code != "en":
            return {}
        heard = "".join(self._model.transcribe_waveform(sound.for_judges(samples), 16000).phonemes)
        errors, total = words.phoneme_errors(text.phonemes, heard)
        return {"phoneme_errors": errors, "phonemes": total}
