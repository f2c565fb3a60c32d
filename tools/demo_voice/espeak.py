"""libespeak-ng through ctypes: speech with the sample position of every phoneme, and phonemes of a text by clause.

Needs Debian's libespeak-ng1 and espeak-ng-data. The voice variants of `variants/` are used beside espeak-ng's own:
a folder of links to the installed data plus these files stands in for the installation.
"""
import ctypes
import os
import pathlib
import re

import numpy as np

SAMPLE_RATE = 22050
PUNCTUATION = ",.;:!?"
_VARIANTS = pathlib.Path(__file__).parent / "variants"
_DATA_FOLDERS = ("/usr/lib/x86_64-linux-gnu/espeak-ng-data", "/usr/lib/aarch64-linux-gnu/espeak-ng-data",
                 "/usr/share/espeak-ng-data")
_AUDIO_OUTPUT_SYNCHRONOUS, _PHONEME_EVENTS_IPA, _UTF8 = 2, 3, 1
_EVENT_PHONEME, _PARAMETER_RATE = 7, 1


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint), ("text_position", ctypes.c_int),
                ("length", ctypes.c_int), ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
                ("user_data", ctypes.c_void_p), ("id", _Id)]


def data_with_variants(folder):
    """Makes `folder`/espeak-ng-data out of links to the installed data and this project's variants; returns `folder`."""
    installed = next(pathlib.Path(p) for p in _DATA_FOLDERS if pathlib.Path(p).is_dir())
    own = pathlib.Path(folder) / "espeak-ng-data"
    variants = own / "voices" / "!v"
    variants.mkdir(parents=True, exist_ok=True)
    links = [(entry, own / entry.name) for entry in installed.iterdir() if entry.name != "voices"]
    links += [(entry, own / "voices" / entry.name) for entry in (installed / "voices").iterdir() if entry.name != "!v"]
    links += [(entry, variants / entry.name) for entry in (installed / "voices" / "!v").iterdir()]
    links += [(entry.resolve(), variants / entry.name) for entry in _VARIANTS.iterdir()]
    for target, link in links:
        if not link.is_symlink():
            try:
                os.symlink(target, link)
            except FileExistsError:  # another worker was quicker
                pass
    return str(folder)


class Espeak:
    """One espeak-ng; the library has global state, so one for each process."""

    def __init__(self, data_folder, words_per_minute=150):
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        rate = self._library.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, 0, data_folder.encode(), _PHONEME_EVENTS_IPA)
        if rate != SAMPLE_RATE:
            raise RuntimeError(f"espeak-ng gives {rate} samples a second; expected {SAMPLE_RATE}")
        self._audio, self._events = [], []
        self._callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int,
                                          ctypes.POINTER(_Event))(self._on_audio)
        self._library.espeak_SetSynthCallback(self._callback)
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._rate = words_per_minute

    def _on_audio(self, wav, count, events):
        if wav and count > 0:
            self._audio.append(np.ctypeslib.as_array(wav, shape=(count,)).copy())
        i = 0
        while events[i].type != 0:
            if events[i].type == _EVENT_PHONEME:
                name = ctypes.string_at(ctypes.addressof(events[i].id), 8).split(b"\0")[0]
                self._events.append((events[i].sample, name.decode("utf8", "replace")))
            i += 1
        return 0

    def set_voice(self, name):
        if self._library.espeak_SetVoiceByName(name.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {name}")
        self._library.espeak_SetParameter(_PARAMETER_RATE, self._rate, 0)

    def set_rate(self, words_per_minute):
        """Takes effect with the next set_voice()."""
        self._rate = words_per_minute

    def speak(self, text):
        """(int16 samples at 22,050 Hz, [(sample, IPA of the phoneme that begins there)])"""
        self._audio, self._events = [], []
        data = text.encode()
        self._library.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        audio = np.concatenate(self._audio) if self._audio else np.zeros(0, np.int16)
        return audio, self._events

    def clauses(self, text):
        """[(phonemes with '_' between units and ' ' between words, the punctuation mark that ends the clause or "")]"""
        data = text.encode()
        buffer = ctypes.create_string_buffer(data)
        base = ctypes.addressof(buffer)
        rest = ctypes.c_void_p(base)
        result, last = [], 0
        while rest.value:
            phonemes = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, (ord("_") << 8) | 2)
            end = rest.value - base if rest.value else len(data)
            marks = re.findall(f"[{PUNCTUATION}]", data[last:end].decode("utf8", "ignore"))
            last = end
            phonemes = (phonemes or b"").decode("utf8").strip()
            if phonemes:
                result.append((phonemes, marks[-1] if marks else ""))
        return result
