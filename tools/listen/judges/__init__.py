"""Networks that judge speech. Each has `judge(samples, text)`, with samples at 24 kHz; loaded when first asked."""
from . import mos, phoneme_recogniser, recogniser, speaker

ALL = {"mos": mos.Mos, "words": recogniser.Recogniser, "phonemes": phoneme_recogniser.PhonemeRecogniser,
       "speaker": speaker.Speaker}
