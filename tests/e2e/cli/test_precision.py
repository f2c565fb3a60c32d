"""Reduced precision speaks the same words in the same time, and nearly the same sound."""

import json
import wave

import numpy as np
import pytest

SENTENCES = (
    "Hello there, this is Kokoro.",
    "She said that the old harbour lights were shining over seven grey ships.",
    "Why would anybody leave a warm house before breakfast?",
)
FRAME = 1024
HOP = 256


def samples(path):
    with wave.open(str(path)) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), np.int16).astype(np.float64) / 32768


def log_spectrum(audio):
    """Decibels [frames, bins] of Hann windows; what lies 80 dB under the loudest is silence."""
    starts = range(0, len(audio) - FRAME, HOP)
    windows = np.stack([audio[start:start + FRAME] for start in starts]) * np.hanning(FRAME)
    power = np.abs(np.fft.rfft(windows)) ** 2
    return 10 * np.log10(np.maximum(power, power.max() * 1e-8))


def spectral_distance_db(one, other):
    difference = log_spectrum(one) - log_spectrum(other)
    return float(np.mean(np.sqrt(np.mean(difference**2, axis=1))))


@pytest.mark.parametrize("precision,bound_db", [("bf16x3", 0.1), ("bf16", 0.5)])
def test_demo_voice_in_reduced_precision(kokoro, tmp_path, precision, bound_db):
    for number, sentence in enumerate(SENTENCES):
        for name in ("fp32", precision):
            done = kokoro("say", sentence, "-o", f"{name}{number}.wav", "--precision", name, "--seed", 1, "--quiet")
            assert done.returncode == 0, done.stderr
        exact, reduced = (samples(tmp_path / f"{name}{number}.wav") for name in ("fp32", precision))
        # The edges are trimmed where the sound begins: that may move by a few samples, a duration by 600.
        assert abs(len(exact) - len(reduced)) < 120
        common = min(len(exact), len(reduced))
        exact, reduced = exact[:common], reduced[:common]
        distance = spectral_distance_db(exact, reduced)
        print(f"{precision}, sentence {number}: {distance:.3f} dB")
        assert distance <= bound_db
    assert not np.array_equal(exact, reduced), "nothing was rounded"


def test_bench_counts_and_names_what_it_measured(kokoro):
    done = kokoro("bench", "--json", "--seconds", 1, "--runs", 1, "--precision", "bf16")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["precision"] == "bf16"
    assert report["peak_gflops"] > 1
    assert report["gflop"] == pytest.approx(sum(report["stage_gflop"].values()), rel=0.01)
    assert report["stage_gflop"]["resblocks 2"] > report["stage_gflop"]["durations"] > 0


def test_precision_that_does_not_exist(kokoro):
    done = kokoro("say", "Hello.", "-o", "out.wav", "--precision", "int8")
    assert 1 <= done.returncode <= 63
    assert b"bf16x3" in done.stderr
