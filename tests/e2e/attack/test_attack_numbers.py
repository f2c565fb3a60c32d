"""Numbers that no training made: in mixes, in voice files, in weights. Each costs its own request and nothing else."""

import json
import os
import struct
import subprocess

import numpy
import pytest

from running_server import PROGRAM, ROOT

DEMO = ROOT / "assets" / "demo"
WIDTH = 2 * json.loads((DEMO / "config.json").read_text())["style_dim"]

# Voices that cancel out, by little to nearly all.
CANCELLING = [f"demo_female-demo_british_female({weight})"
              for weight in ("0.95", "0.99", "0.999", "0.9999", "0.999999", "0.99999999", "0.999999999", "0.9999999999999",
                             "1", "1.0001")]
FAR = ["demo_female(1e300)", "demo_female(1e7)+demo_male", "demo_female(1e-300)+demo_male", "demo_male-demo_female(1e308)",
       "demo_female(1e6)+demo_male-demo_british_male(1e6)"]


@pytest.mark.parametrize("mix", CANCELLING + FAR)
def test_mixes_that_are_no_voice_are_the_clients_mistake(server, mix):
    status, _, body = server.speak(input="Hello from Kokoro.", voice=mix, response_format="pcm")
    error = json.loads(body)["error"]
    assert (status, error["param"]) == (400, "voice"), body
    assert "weight" in error["message"] and "kokoro pull" not in error["message"], body
    status, _, body = server.speak(input=f"One. [voice:{mix}]Hello from Kokoro.", allow_voice_tags=True,
                                   response_format="pcm")
    assert status == 400 and "weight" in json.loads(body)["error"]["message"], body
    status, _, audio = server.speak(input="And on it goes.", response_format="pcm")
    assert status == 200 and len(audio) > 24000


@pytest.mark.parametrize("mix", ["demo_female(4)-demo_british_male(3)", "demo_male(8)-demo_female(6)",
                                 "demo_female(1e6)+demo_male(1e-6)"])
def test_mixes_at_the_bounds_are_spoken(server, mix):
    status, _, audio = server.speak(input="Hello from Kokoro.", voice=mix, response_format="pcm")
    assert status == 200 and max(abs(x) for x, in struct.iter_unpack("<h", audio)) > 100


def say(tmp_path, *arguments):
    return subprocess.run([PROGRAM, "say", "Hello from Kokoro.", "-o", tmp_path / "out.wav", *arguments],
                          capture_output=True, text=True, timeout=120,
                          env={**os.environ, "KOKORO_HOME": str(tmp_path / "home")})


@pytest.mark.parametrize("number", [1e8, -1e8, 3e38, 33, float("inf"), float("nan")])
def test_voice_files_of_no_style_are_named_with_row_and_column(tmp_path, number):
    rows = numpy.full((20, WIDTH), 0.1, dtype="<f4")
    column = WIDTH // 2 + 3
    rows[17, column] = number
    (tmp_path / "odd.bin").write_bytes(rows.tobytes())
    ended = say(tmp_path, "--voice", tmp_path / "odd.bin")
    assert 1 <= ended.returncode <= 63
    assert f"odd.bin: row 17, column {column} is" in ended.stderr
    assert not (tmp_path / "out.wav").exists()


def test_voice_files_of_any_bits_end_nothing(tmp_path):
    random = numpy.random.default_rng(19)
    for _ in range(10):
        (tmp_path / "odd.bin").write_bytes(random.bytes(20 * WIDTH * 4))
        assert 1 <= say(tmp_path, "--voice", tmp_path / "odd.bin").returncode <= 63


def scaled_weights(random):
    """The demo model with some of its tensors many times as large, finite as they are."""
    data = bytearray((DEMO / "model.safetensors").read_bytes())
    (length,) = struct.unpack_from("<Q", data)
    for tensor in json.loads(data[8:8 + length]).values():
        if tensor["dtype"] != "F16" or random.random() > 0.1:
            continue
        begin, end = (8 + length + offset for offset in tensor["data_offsets"])
        values = numpy.frombuffer(data[begin:end], "<f2").astype("f8") * 10 ** random.uniform(0, 5)
        data[begin:end] = numpy.clip(values, -65504, 65504).astype("<f2").tobytes()
    return bytes(data)


@pytest.mark.parametrize("seed", range(40))
def test_weights_far_from_any_training_end_in_sound_or_an_error(tmp_path, seed):
    (tmp_path / "model.safetensors").write_bytes(scaled_weights(numpy.random.default_rng(seed)))
    ended = say(tmp_path, "--model", tmp_path / "model.safetensors", "--config", DEMO / "config.json", "--voice",
                DEMO / "voices" / "female.pt", "--keep-packed", "false")
    assert 0 <= ended.returncode <= 63, ended.stderr
    if ended.returncode != 0:
        assert "not a number" in ended.stderr or "not numbers" in ended.stderr or "frames of 25 ms" in ended.stderr
        assert "chunk 1" in ended.stderr or "frames of 25 ms" in ended.stderr, ended.stderr
        assert not (tmp_path / "out.wav").exists()
