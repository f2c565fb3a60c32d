"""tools/demo_voice: the parts that decide what the network is taught and how it is judged, where numpy is enough."""
import ctypes
import pathlib
import sys

import numpy as np
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools" / "demo_voice"))
import alignment  # noqa: E402
import artefacts  # noqa: E402
import edits  # noqa: E402
import frame_lines  # noqa: E402
import native_library  # noqa: E402
import pronunciations  # noqa: E402
import report  # noqa: E402
import wav  # noqa: E402

ANY = {c: 1 for c in "ðəwˈɔTɹ ætəlIɡQzbˈɛːaʊ,."}


def align(clauses, events, british=False, units=alignment.misaki_unit):
    return alignment.align(clauses, events, ANY, units, british)


def test_events_become_tokens_with_times():
    tokens = align([("ð_ə w_ˈɔː_ɾ_ɚ", ".")], [(0, "ð"), (100, "ə"), (200, "w"), (300, "ɔː"), (400, "ɾ"), (500, "ɚ"), (700, "")])
    assert "".join(token for token, _, _ in tokens) == "ðə wˈɔTəɹ."
    assert [start for token, start, _ in tokens if token in "ðəwɔT"] == [0, 100, 200, 300, 400, 500]
    assert tokens[-2] == ("ɹ", 600, 700), "a diphthong's symbols share its time"


def test_linking_r_is_said_once():
    tokens = align([("w_ˈɔː_ɾ_ɚ_ɹ æ_t", "")], [(i * 100, p) for i, p in enumerate(["w", "ɔː", "ɾ", "ɚ", "ɹ", "æ", "t", ""])])
    assert "".join(token for token, _, _ in tokens) == "wˈɔTəɹ æt"
    assert [token for token in tokens if token[0] == "ɹ"] == [("ɹ", 350, 500)]


def test_british_keeps_length_and_its_diphthong():
    tokens = align([("ɡ_ˈəʊ_z", "")], [(0, "ɡ"), (100, "əʊ"), (200, "z"), (300, "")], british=True)
    assert "".join(token for token, _, _ in tokens) == "ɡˈQz"
    assert alignment.misaki_unit("ɔː", british=True) == "ɔː" and alignment.misaki_unit("ɔː", british=False) == "ɔ"


@pytest.mark.parametrize("clauses,events", [
    ([("ð_ə", ".")], [(0, "ð"), (100, "ɪ"), (200, "")]),
    ([("ð_ə", ".")], [(0, "ð"), (200, "")]),
    ([("ð_ʘ", ".")], [(0, "ð"), (100, "ʘ"), (200, "")]),
    ([], []),
])
def test_what_does_not_agree_is_left_out(clauses, events):
    assert align(clauses, events) is None


def test_durations_are_whole_at_least_one_and_sum_up():
    generator = np.random.RandomState(3)
    for _ in range(50):
        starts = np.sort(generator.uniform(0, 60, 40))
        starts[0] = 0
        durations = alignment.durations(starts, 80)
        assert durations.min() >= 1 and durations.sum() == 80 and len(durations) == 40
    assert list(alignment.durations([0, 2.1, 5.9], 10)) == [2, 4, 4]
    assert list(alignment.durations([0, 3, 3, 3], 9)) == [2, 1, 1, 5], "three tokens at one time are spread around it"


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
    figures = dict(jump=0.1, pause_flatness=0.3, pause_level=-80.0, bursts=0)
    who = dict(identified=100, of=100, word_error=0.5, artefacts=figures, frame_lines=[0.5, 1.0, 1.0])
    return dict(teacher=who, program=dict(who, **changes), chance=1, loudness=-23.0, minimal_pairs=dict(right=0.95, teacher_right=0.99),
                aligned=dict(mel_db=2.0, f0_hz=2.0, voicing=0.02, duration_frames=0.2, periodicity=0.4, teacher_periodicity=0.95))


def test_the_table_marks_bars_that_do_not_hold():
    assert "✗" not in report.table(dict(a=result())).split("\n\n")[0]
    missed = report.table(dict(a=result(identified=99), b=dict(result(word_error=0.56, frame_lines=[0.5, 5.1, 1.0]), loudness=-20.0)))
    marked = [line.split("|")[1].strip() for line in missed.splitlines() if " ✗" in line]
    assert marked == ["sentences identified", "closed-vocabulary word error, %",
                      "highest line at multiples of 80, 400, 1,600 Hz, dB above what is around it", "loudness, LUFS"]


@pytest.fixture(scope="module")
def native():
    library = native_library.library()
    assert library is not None, "g++ is among the packages that the tests install"

    def call(name, *arguments):
        return getattr(library, name)(*[a.ctypes.data_as(ctypes.c_void_p) if isinstance(a, np.ndarray) else a for a in arguments])
    return call


def test_the_native_library_leaves_small_numbers_alone(native):
    assert np.float32(1e-38) * np.float32(0.1) > 0


@pytest.mark.parametrize("kernel,dilation", [(3, 1), (7, 3), (11, 5)])
@pytest.mark.parametrize("time", [5, 161, 1100])
def test_native_convolution_and_its_gradient(native, kernel, dilation, time):
    generator = np.random.RandomState(4)
    x, g = (generator.normal(0, 1, shape).astype(np.float32) for shape in ((2, 8, time), (2, 16, time)))
    weight, bias = generator.normal(0, 1, (16, 8, kernel)).astype(np.float32), generator.normal(0, 1, 16).astype(np.float32)
    reach = dilation * (kernel - 1) // 2
    shifted = np.stack([np.pad(x, ((0, 0), (0, 0), (reach, reach)))[:, :, k * dilation:k * dilation + time] for k in range(kernel)])
    y, of_weight = np.empty_like(g), np.zeros_like(weight)
    native("convolve", x, weight, bias, y, 2, 8, 16, time, kernel, dilation)
    native("convolve_weights", x, g, of_weight, 2, 8, 16, time, kernel, dilation)
    np.testing.assert_allclose(y, np.einsum("knit,oik->not", shifted, weight) + bias[:, None], rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(of_weight, np.einsum("knit,not->oik", shifted, g), rtol=1e-3, atol=1e-3)


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


def british(american):
    return [" ".join(form) for form in pronunciations.british(american.split())]


@pytest.mark.parametrize("american,wanted", [
    ("D AO R", ["D AO"]), ("HH AA R D", ["HH AA D", "HH AO D"]), ("IH R", ["IH AH"]), ("B ER D", ["B AH D"]),
    ("AE F T ER", ["AE F T AH", "AA F T AH", "AA F T ER"]), ("L AA K", ["L AO K"]),
    ("N UW", ["N Y UW"]), ("K OW T", ["K AH UH T"]), ("S T AO R IY", []), ("K AE T", []), ("R EH D", []),
    ("M ER ER IY AH R", ["M AH R AH R IY AH", "M ER R ER R IY AH"]),
])
def test_british_forms_of_american_entries(american, wanted):
    assert british(american) == wanted


SENTENCES = [sentence.split() for sentence in ("the river froze", "the dog ran home to its old master", "seven ships lay at anchor in the bay")]


@pytest.mark.parametrize("heard,wanted", [
    ("the river froze", 0), ("seven ships", 2), ("the river", 0), ("seven lay at anchor", 2), ("the", None), ("a b", None),
])
def test_the_sentence_that_begins_like_what_was_heard(heard, wanted):
    assert edits.nearest(heard.split(), SENTENCES) == wanted


def test_edits_are_counted_to_every_beginning():
    assert list(edits.edit_distances("a c".split(), "a b c".split())) == [2, 1, 1, 1]
    assert list(edits.edit_distances([], "a b".split())) == [0, 1, 2]


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
