"""tools/demo_voice: the parts that decide what the network is taught and how it is judged, where numpy is enough."""
import pathlib
import sys

import numpy as np
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools" / "demo_voice"))
import alignment  # noqa: E402
import artefacts  # noqa: E402
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
    who = dict(identified=100, of=100, word_error=0.5, artefacts=figures)
    return dict(teacher=who, program=dict(who, **changes), chance=1, loudness=-23.0, minimal_pairs=dict(right=0.95, teacher_right=0.99),
                aligned=dict(mel_db=2.0, f0_hz=2.0, voicing=0.02, duration_frames=0.2))


def test_the_table_marks_bars_that_do_not_hold():
    assert "✗" not in report.table(dict(a=result())).split("\n\n")[0]
    missed = report.table(dict(a=result(identified=99), b=dict(result(word_error=0.56), loudness=-20.0)))
    marked = [line.split("|")[1].strip() for line in missed.splitlines() if " ✗" in line]
    assert marked == ["sentences identified", "closed-vocabulary word error, %", "loudness, LUFS"]
