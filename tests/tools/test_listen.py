"""The measures of tools/listen: a planted fault must be found, and what is sound must not be called faulty."""
import json
import pathlib
import sys

import numpy as np
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

from listen import edits, report, sound, sources, speaking, summary, texts
from listen.measures import captions, joins, level, marks, mel, pauses, words
from listen.sources import network, server

RATE = sound.RATE


def voice(seconds, pitch=120.0, seed=0):
    """Something like a voice: pulses that come again each period through two resonances, with a little noise."""
    count = int(seconds * RATE)
    pulses = np.zeros(count)
    pulses[::int(RATE / pitch)] = 1.0
    at = np.arange(480) / RATE
    shape = np.exp(-at * 300) * np.sin(2 * np.pi * 600 * at) + 0.4 * np.exp(-at * 400) * np.sin(2 * np.pi * 1700 * at)
    return 0.3 * np.convolve(pulses, shape)[:count] + 0.001 * np.random.RandomState(seed).standard_normal(count)


def silence(seconds, seed=0):
    return 1e-4 * np.random.RandomState(seed).standard_normal(int(seconds * RATE))


def in_a_row(*parts):
    return np.concatenate(parts).astype(np.float32)


def test_a_click_is_found_in_a_pause_and_in_speech():
    clean = in_a_row(voice(0.5), silence(0.3), voice(0.5))
    assert level.clicks(clean) == []
    for place in (int(0.65 * RATE), int(0.25 * RATE) + 77):
        broken = clean.copy()
        broken[place] += 0.9
        found = level.clicks(broken)
        assert len(found) == 1 and abs(found[0] - place) <= 1, f"click at {place}, found {found}"


def test_a_step_where_two_sounds_were_cut_is_a_click():
    loud = in_a_row(silence(0.3), np.full(int(0.2 * RATE), 0.2), silence(0.3))
    assert len(level.clicks(loud)) == 2


def test_clipped_samples_are_counted():
    clean = in_a_row(voice(0.5))
    assert level.measure(clean)["clipped"] == 0
    clean[1000:1003] = 1.0
    clean[2000] = -1.0
    assert level.measure(clean)["clipped"] == 4


def test_the_level_of_speech_does_not_depend_on_the_silence_around_it():
    speech = voice(1.0)
    alone, within = (sound.speech_level(x) for x in (in_a_row(speech), in_a_row(silence(1), speech, silence(2))))
    assert alone == pytest.approx(within, abs=0.3)
    assert sound.speech_level(in_a_row(speech * 0.5)) == pytest.approx(alone - 6.02, abs=0.05)


@pytest.mark.parametrize("length", [0.1, 0.43, 0.9])
def test_a_pause_is_as_long_as_it_was_made(length):
    samples = in_a_row(silence(0.1), voice(0.6), silence(length), voice(0.8), silence(0.2))
    measured = pauses.measure(samples, [(",", 0.65, 0.72 + length)])
    assert measured[","] == [pytest.approx(length, abs=0.02)]


def test_where_there_is_no_pause_none_is_measured():
    assert pauses.measure(in_a_row(silence(0.1), voice(1.5), silence(0.1)), [(",", 0.7, 0.75)]) == {",": [0.0]}


def test_marks_of_a_text():
    text = 'Yes, I do: 3.5 of it. "Really?" Well…\nA new one.'
    assert [mark for mark, _ in marks.marks(text)] == [",", ":", ".", "?", "¶"]
    count = marks.marks(text)[0][1]
    assert "".join(letter for letter, _ in marks.letters(text))[:count] == "yes"
    assert [mark for mark, _ in marks.marks("こんにちは、今日は。明日")] == [",", "."]


def test_marks_get_the_times_of_the_words_beside_them():
    heard = [("we", 0.1, 0.3), ("left", 0.3, 0.6), ("then", 1.0, 1.2), ("it", 1.2, 1.3), ("reigned", 1.3, 1.7)]
    ((mark, before, after),) = marks.mark_times("We left. Then it rained.", heard)
    assert (mark, before, after) == (".", pytest.approx(0.6), pytest.approx(1.0))


def test_marks_whose_words_were_not_heard_have_no_time():
    assert marks.mark_times("Completely different. Nothing alike.", [("oh", 0.0, 0.4)]) == []


def rehearsed(pause_count, join_fault=None):
    """Twelve stretches of voice with pauses; `join_fault` changes the sound from the middle of one pause on."""
    parts, times, at = [], [], 0.0
    for index in range(pause_count + 1):
        stretch = voice(0.5, pitch=110 + 3 * (index % 4), seed=index)
        if join_fault and index > pause_count // 2:
            stretch = join_fault(stretch)
        parts += [stretch, silence(0.3, seed=index)]
        at += 0.5
        times.append((".", at, at + 0.3))
        at += 0.3
    return in_a_row(*parts), times[:-1], times[pause_count // 2][1] + 0.15


def test_a_join_that_sounds_as_the_inside_does_is_not_told():
    samples, times, join = rehearsed(12)
    assert joins.told(*joins.places(samples, times, [join])) == 0


def test_a_step_at_a_join_is_told():
    samples, times, join = rehearsed(12)
    place = int(join * RATE)
    samples[place:place + 40] += 0.2
    assert joins.told(*joins.places(samples, times, [join])) >= 1


def test_another_colour_behind_a_join_is_told():
    def muffled(stretch):
        return np.convolve(stretch, np.hanning(48) / np.hanning(48).sum())[:len(stretch)]
    samples, times, join = rehearsed(12, muffled)
    assert joins.told(*joins.places(samples, times, [join])) == 1


def test_with_few_insides_nothing_is_said_about_joins():
    samples, times, join = rehearsed(4)
    assert joins.told(*joins.places(samples, times, [join])) is None


def test_edit_distance_and_matches():
    assert edits.distance("kitten", "sitting") == 3
    assert edits.distance("", "abc") == 3
    assert edits.distance("abc", "abc") == 0
    assert edits.matches("abcd", "xbcde") == [(1, 1), (2, 2), (3, 3)]


def test_word_errors():
    assert words.word_errors("The cat sat.", "the cat sat", "en") == (0, 3)
    assert words.word_errors("The cat sat down.", "The bat sat", "en") == (2, 4)
    assert words.word_errors("It’s late", "It's late!", "en") == (0, 2)
    assert words.word_errors("今日は。", "今日わ", "ja") == (1, 3)
    assert words.word_errors("क्या है?", "क्या है", "hi") == (0, 2)


def test_phonemes_of_two_alphabets_are_the_same_sounds():
    assert words.phoneme_errors("həlˈO", "həloʊ")[0] == 0
    assert words.phoneme_errors("ʤˈʌmp", "dʒʌmp")[0] == 0
    assert words.phoneme_errors("kˈæt", "kæb") == (1, 3)


def test_captions_that_are_late_by_a_tenth():
    heard = [("we", 0.1, 0.3), ("left", 0.3, 0.6), ("early", 0.9, 1.3)]
    told = [(word.title(), start + 0.1, end) for word, start, end in heard]
    assert captions.differences(told, heard, "en") == [pytest.approx(0.1)] * 3
    assert len(captions.differences(told[:1] + told[2:], heard, "en")) == 2


def test_mel_distance_grows_with_the_fault_and_forgives_time():
    clean = mel.levelled(in_a_row(voice(0.4), silence(0.2), voice(0.4, 180)))
    later = mel.levelled(in_a_row(voice(0.4), silence(0.3), voice(0.4, 180)))
    noisy = mel.levelled(in_a_row(voice(0.4), silence(0.2), voice(0.4, 180)) + 0.02 * np.random.RandomState(1).standard_normal(RATE))
    assert mel.distance(clean, clean) == 0
    along = mel.distance_along(clean, later, mel.path(clean, later))
    assert along < 0.5 < 1.0 < mel.distance(clean, later)
    assert mel.distance_along(clean, noisy, mel.path(clean, noisy)) > 5


def test_sets_have_what_the_readme_says():
    sizes = {name: len(texts.read_set(name)) for name in texts.set_names()}
    assert sizes.pop("english") == 200 and sizes.pop("long") == 12 and sizes.pop("short") == 60
    assert set(sizes.values()) == {40} and len(sizes) == 7
    for name in texts.set_names():
        spoken = texts.read_set(name)
        assert all(text.text.strip() == text.text and text.text for text in spoken)
        assert len({text.text for text in spoken}) == len(spoken), f"{name} says something twice"
    assert {text.language for text in texts.read_set("english")} == {"en-us", "en-gb"}
    assert [text.name for text in texts.read_set("short", limit=2)] == ["short_000", "short_001"]


def test_sources_are_described():
    plain = sources.describe("program")
    assert (plain.name, plain.kind) == ("program", "program")
    url = sources.describe("http://127.0.0.1:8880,model=tts-1,voice.af_heart=alloy")
    assert (url.kind, url.settings, url.voices) == ("http://127.0.0.1:8880", {"model": "tts-1"}, {"af_heart": "alloy"})
    named = sources.describe("old=program,binary=x/y")
    assert (named.name, named.kind, named.settings) == ("old", "program", {"binary": "x/y"})
    with pytest.raises(ValueError, match="KEY=VALUE"):
        sources.describe("program,fast")
    with pytest.raises(ValueError, match="one of program"):
        sources.make(sources.describe("gramophone"), "build/real")


def test_chunks_are_cut_behind_the_strongest_mark():
    first = "a" * 300 + ". " + "b" * 150 + ", "
    pieces = list(network.chunks(first + "c" * 200))
    assert pieces == ["a" * 300 + ".", "b" * 150 + ", " + "c" * 200]
    assert all(len(piece) <= 510 for piece in network.chunks("x" * 2000))


def test_a_streamed_wav_is_decoded(tmp_path):
    samples = in_a_row(voice(0.1))
    sound.write(tmp_path / "one.wav", samples)
    data = bytearray((tmp_path / "one.wav").read_bytes())
    assert np.allclose(sound.read(tmp_path / "one.wav"), samples, atol=1 / 32768)
    data[4:8] = data[40:44] = b"\xff" * 4
    assert np.allclose(server.decoded(bytes(data)), samples, atol=1 / 32768)


def figures(**more):
    return {"mos": 4.4, "word_errors": 1, "words": 100, "pauses": {".": [0.43] * 6}, "seconds_of_speech": 3.0,
            "seconds": 1.0, "level_db": -23.0, "peak_db": -3.0, "clipped": 0, "clicks": 0, **more}


def test_bars_hold_for_the_reference_and_name_what_is_broken():
    reference = summary.summarise([figures(), figures()])
    assert summary.broken_bars(reference, reference) == []
    worse = summary.summarise([figures(mos=4.2, word_errors=3, pauses={".": [0.2] * 6}, clipped=5)] * 2)
    broken = " ".join(summary.broken_bars(worse, reference))
    for word in ("MOS", "word_error", "pause at .", "clipped"):
        assert word in broken
    assert "clicks" not in broken and "joins" not in broken


def test_the_table_has_a_row_for_each_figure_and_none_without():
    table = report.table({"english": {"program": summary.summarise([figures()])}})
    assert "| MOS predictor, mean | 4.40 |" in table and ". 430" in table
    assert "phoneme" not in table
    json.dumps(summary.summarise([figures()]))


def test_likeness_of_voices():
    assert speaking.likeness({"speaker": [0.6, 0.8]}, {"speaker": [0.6, 0.8]}) == pytest.approx(1)
    assert speaking.likeness({}, {"speaker": [1.0]}) is None
