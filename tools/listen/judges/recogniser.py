"""The words that Whisper base hears, with their times."""
from .. import sound
from ..measures import words


class Recogniser:
    def __init__(self, real):
        from faster_whisper import WhisperModel
        self._model = WhisperModel(str(real / "whisper"), device="cpu", compute_type="int8", cpu_threads=2)

    def judge(self, samples, text):
        """word_errors, words, heard, times [(word, start_s, end_s)] in the sound as it is."""
        front = sound.heard_range(samples)[0] / sound.RATE
        segments, _ = self._model.transcribe(sound.for_judges(samples), language=text.code, beam_size=5,
                                             condition_on_previous_text=False, word_timestamps=True)
        times = [(word.word.strip(), word.start + front, word.end + front) for part in segments for word in part.words or []]
        heard = (" " if text.code not in ("ja", "zh") else "").join(word for word, _, _ in times)
        errors, total = words.word_errors(text.text, heard, text.code)
        return {"word_errors": errors, "words": total, "heard": heard, "times": times}
