"""tools/demo_voice: the parts that decide what the teacher says and how the voices are judged, where numpy is enough."""
import ctypes
import gzip
import pathlib
import sys

import numpy as np
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools" / "demo_voice"))
import artefacts  # noqa: E402
import frame_lines  # noqa: E402
import native_library  # noqa: E402
import passages  # noqa: E402
import table  # noqa: E402
import texts  # noqa: E402
import wav  # noqa: E402


def shelves(root):
    """A file system with a little of each package."""
    files = {"usr/share/games/fortunes/wisdom": 'A horse!  A horse!\nMy kingdom for it.\n\t\t-- Wm. Shakespeare\n%\nint main() { return 0; }\n%\nOK.',
             "usr/share/dict/american-english": "cat\nCat\nlantern\ncat's\nriver"}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    faq = root / "usr/share/doc/anarchism/markdown/one.md.gz"
    faq.parent.mkdir(parents=True)
    faq.write_bytes(gzip.compress("# A heading\n\nHe said *no*. It was [Smith](s.html)'s book that lay on the table\n— was it not so? Yes!\n\nhttp://x.y".encode()))
    return root


def test_passages_are_sentences_without_markup_authors_and_programs(tmp_path):
    found = passages.paragraphs(shelves(tmp_path))
    assert found["fortunes"] == [["A horse!", "A horse!", "My kingdom for it."]]
    assert found["faq"] == [["He said no.", "It was Smith's book that lay on the table; was it not so?", "Yes!"]]


def test_the_writer_repeats_itself_by_seed_and_keeps_what_judges_back(tmp_path, monkeypatch):
    root = shelves(tmp_path)
    said = [texts.Writer(3, root).utterance() for _ in range(2)]
    assert said[0] == said[1]
    monkeypatch.setattr(texts, "held_out", lambda: {"a horse!", "he said no."})
    writer = texts.Writer(3, root)
    spoken = [writer.utterance() for _ in range(300)]
    assert not [text for text in spoken if "A horse!" in text or "He said no." in text]
    assert any("My kingdom" in text for text in spoken) and any("Yes!" in text for text in spoken)
    assert max(map(len, spoken)) <= 380


@pytest.mark.parametrize("n,words", [(0, "zero"), (21, "twenty one"), (700, "seven hundred"), (9105, "nine thousand one hundred and five")])
def test_numbers_in_words(n, words):
    assert texts.number(n) == words


def speech_like():
    generator = np.random.RandomState(1)
    sound = 0.3 * np.sin(2 * np.pi * 150 * np.arange(24000) / 24000) * np.clip(50 * np.hanning(24000), 0, 1)
    return np.concatenate([np.zeros(6000), sound, np.zeros(6000)]) + generator.normal(0, 1e-5, 36000)


def test_clicks_tones_and_bursts_show():
    clean = speech_like()
    click, tone, burst = clean.copy(), clean.copy(), clean.copy()
    click[15000] += 0.25
    tone[:6000] += 3e-4 * np.sin(2 * np.pi * 1000 * np.arange(6000) / 24000)
    burst[3000:3240] += 0.1 * np.random.RandomState(2).normal(0, 1, 240)
    reference = artefacts.measure(clean)
    assert artefacts.within(reference, reference)
    assert artefacts.measure(click)["jump"] > 5 * reference["jump"]
    assert artefacts.measure(tone)["pause_flatness"] < 0.2 * reference["pause_flatness"]
    assert artefacts.measure(burst)["bursts"] > reference["bursts"] == 0
    for broken in (click, tone, burst):
        assert not artefacts.within(artefacts.measure(broken), reference)


def test_sound_files_come_back(tmp_path):
    sound = np.round(32768 * 0.5 * np.sin(np.arange(500) / 7)) / 32768
    wav.write(tmp_path / "a.wav", sound)
    read, rate = wav.read(tmp_path / "a.wav")
    assert rate == 24000 and np.array_equal(read, sound)
    wav.write_comparison(tmp_path / "a.png", sound, sound)
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def result(**changes):
    heard = dict(mos=4.5, word_error=1.0, phoneme_error=15.0, mel_db=4.0, speaker_likeness=0.9,
                 pauses_ms={".": 400, ",": 200, "?": 900}, pauses_counted={".": 20, ",": 20, "?": 2})
    figures = dict(jump=0.1, pause_flatness=0.3, bursts=0)
    student = dict(heard, pauses_ms={".": 480, ",": 150, "?": 10})
    return dict(dict(teacher=heard, student=dict(student, **changes), artefacts=figures, teacher_artefacts=figures, frame_lines=[0.5, 4.9],
                     closeness=dict(mel_db=2.9, mel_given_prosody_db=2.5, f0_correlation=0.9, f0_deviation_ratio=0.9, duration_frames=0.2),
                     times_real_time=61.0))


def marked(results):
    return [line.split("|")[1].strip() for line in table.table(results).splitlines() if " ✗" in line]


def test_the_table_marks_bars_that_do_not_hold():
    assert marked(dict(a=result())) == []
    assert marked(dict(a=result(), b=result(mos=4.04, word_error=4.1))) == ["MOS predictor (teacher)", "word error, % (teacher)"]
    assert marked(dict(a=result(pauses_ms={".": 540, ",": 200, "?": 900}))) == ["pauses, ms (teacher)"]
    slow = dict(result(), times_real_time=59.0, frame_lines=[0.5, 5.1])
    assert marked(dict(a=slow)) == ["highest line at multiples of the layers' rates, dB", "`say --threads 1`, times real time"]


def test_a_pause_needs_examples():
    one = result()
    assert table.pauses(one["student"], one["teacher"]) == {".": (480, 400), ",": (150, 200)}


@pytest.fixture(scope="module")
def native():
    library = native_library.library()
    assert library is not None, "g++ is among the packages that the tests install"

    def call(name, *arguments):
        return getattr(library, name)(*[a.ctypes.data_as(ctypes.c_void_p) if isinstance(a, np.ndarray) else a for a in arguments])
    return call


def test_the_native_library_leaves_small_numbers_alone(native):
    assert np.float32(1e-38) * np.float32(0.1) > 0


def snake(x, scale, shift, alpha):
    normed = (x - x.mean(2, keepdims=True)) / np.sqrt(x.var(2, keepdims=True) + 1e-5)
    y = scale[..., None] * normed + shift[..., None]
    return y + np.sin(alpha[:, None] * y) ** 2 / alpha[:, None]


def test_native_ada_snake_and_its_gradient(native):
    generator = np.random.RandomState(5)
    x, g = generator.normal(0, 2, (2, 3, 77)), generator.normal(0, 1, (2, 3, 77))
    scale, shift, alpha = generator.normal(1, 0.3, (2, 3)), generator.normal(0, 0.3, (2, 3)), generator.uniform(0.5, 2, 3)
    inputs = [a.astype(np.float32) for a in (x, scale, shift, alpha)]
    y, of_x = np.empty((2, 2, 3, 77), np.float32)
    mean, rate, of_scale, of_shift, of_alpha = np.empty((5, 2, 3), np.float32)
    native("ada_snake", *inputs, y, mean, rate, 2, 3, 77, ctypes.c_float(1e-5))
    np.testing.assert_allclose(y, snake(x, scale, shift, alpha), rtol=1e-4, atol=1e-4)
    native("ada_snake_gradient", g.astype(np.float32), inputs[0], mean, rate, *inputs[1:], of_x, of_scale, of_shift, of_alpha, 2, 3, 77)
    for which, found in enumerate((of_x, of_scale, of_shift, of_alpha.sum(0))):
        arguments = [x, scale, shift, alpha]
        direction = generator.normal(0, 1, arguments[which].shape)
        ends = []
        for step in (1e-5, -1e-5):
            arguments[which] = (x, scale, shift, alpha)[which] + step * direction
            ends.append((g * snake(*arguments)).sum())
        assert (found * direction).sum() == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=2e-3, abs=2e-3)


def test_a_pattern_that_repeats_from_frame_to_frame_shows():
    generator = np.random.RandomState(4)
    noise = generator.normal(0, 0.1, 72000)
    repeated, shorter = (np.tile(generator.normal(0, 0.1, period), 72000 // period) for period in (300, 60))
    phase = 2 * np.pi * np.cumsum(np.linspace(110, 230, 72000)) / 24000
    voice = 0.01 * sum(np.sin(n * phase + n * n) for n in range(1, 35))
    assert max(frame_lines.measure(noise)) < 2
    assert max(frame_lines.measure(voice)) < 3, "a voice's own harmonics move"
    assert min(frame_lines.measure(voice + 0.1 * repeated)) > 5
    assert min(frame_lines.measure(noise + repeated)) > 4
    rarely = np.where(np.arange(72000) % 12000 < 6000, 10 * noise, 0.3 * (noise + 2 * shorter))
    assert frame_lines.measure(rarely)[1] > 5, "a hum of weak sounds shows beside loud ones without it"
    turning = shorter * np.repeat(np.tile([1, -1], 15), 2400)
    assert frame_lines.measure(noise + turning)[1] > 5, "a hum that turns its sign ten times a second shows as well"
