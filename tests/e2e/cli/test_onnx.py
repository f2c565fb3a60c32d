"""Weights as ONNX exports: what they sound like, and what hostile ones end with."""

import array
import json
import wave
from pathlib import Path

import pytest

TINY = Path(__file__).resolve().parents[2] / "data/models/tiny"
SENTENCE = "Hello there, this is Kokoro."
MATCHING = ("--config", TINY / "config.json", "--voice", TINY / "voices/tiny0.pt", "--lang", "en-us", "--quiet")
GROUPS = ("bert", "bert_encoder", "decoder", "predictor", "text_encoder")


def samples(path):
    with wave.open(str(path)) as sound:
        return array.array("h", sound.readframes(sound.getnframes()))


def loudness(values):
    return (sum(v * v for v in values) / len(values)) ** 0.5


def speak(kokoro, model, *more):
    done = kokoro("say", SENTENCE, "-o", "out.wav", "--seed", "3", "--model", model, *MATCHING, *more)
    assert done.returncode == 0, done.stderr
    return samples(kokoro.folder / "out.wav")


@pytest.mark.parametrize("precision", ["fp32", "auto"])
def test_our_own_export_speaks_as_its_source(kokoro, precision):
    """tests/data/models/tiny/kokoro-v1_0.onnx is what tools/export_onnx.py made of kokoro-v1_0.pth."""
    source = speak(kokoro, TINY / "kokoro-v1_0.pth", "--precision", precision)
    assert loudness(source) > 100
    assert speak(kokoro, TINY / "kokoro-v1_0.onnx", "--precision", precision) == source


def test_a_quantised_export_speaks_much_the_same(kokoro):
    quantised, exact = speak(kokoro, TINY / "kokoro-v1_0.uint8.onnx"), speak(kokoro, TINY / "kokoro-v1_0.pth")
    assert abs(len(quantised) - len(exact)) < 0.1 * len(exact)
    assert 0.5 < loudness(quantised) / loudness(exact) < 2


def test_other_commands_take_the_model(kokoro):
    model = ("--model", TINY / "kokoro-v1_0.onnx", "--config", TINY / "config.json")
    doctor = kokoro("doctor", *model)
    assert b"kokoro-v1_0.onnx" in doctor.stdout, doctor.stderr
    golden = TINY.parents[1] / "golden"
    parity = kokoro("parity", golden, *model)
    assert parity.returncode == 0, parity.stderr + parity.stdout
    assert b"0 past the bound" in parity.stdout
    assert kokoro("voices", *model).returncode == 0


def varint(value):
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def field(number, value):
    """One field of a protobuf message: a whole number, or bytes with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def tensor(name, shape, raw, more=b""):
    return b"".join(field(1, size) for size in shape) + field(2, 1) + field(8, name) + field(9, raw) + more


def node(kind, name, inputs, outputs):
    parts = [field(1, value) for value in inputs] + [field(2, value) for value in outputs]
    return b"".join(parts) + field(3, name) + field(4, kind)


def model(nodes, tensors):
    """A model with a layer in each group and these nodes and tensors."""
    layers = [node("MatMul", f"/{group}/layer/MatMul", ["x", "six"], [f"y{group}"]) for group in GROUPS]
    graph = b"".join(field(1, one) for one in [*layers, *nodes])
    graph += b"".join(field(5, one) for one in [tensor("six", [2, 3], bytes(24)), *tensors])
    return field(1, 8) + field(2, "test") + field(7, graph)


LAYER = [node("MatMul", "/decoder/a/MatMul", ["x", "w"], ["y"])]
ELSEWHERE = field(13, field(1, "location") + field(2, "../../../etc/passwd")) + field(14, 1)
HOSTILE = {
    "no weights of Kokoro": (model([], []), "missing"),
    "another shape than its bytes": (model(LAYER, [tensor("w", [2, 4], bytes(24))]), "needs 32"),
    "two gigabytes in 24 bytes": (model(LAYER, [tensor("w", [1 << 29], bytes(24))]), "shape"),
    "a shape beyond any memory": (model(LAYER, [tensor("w", [1 << 40, 1 << 40], bytes(24))]), "shape"),
    "a negative size": (model(LAYER, [tensor("w", [2, (1 << 64) - 3], bytes(24))]), "shape"),
    "a field of two gigabytes": (field(1, 8) + varint(7 << 3 | 2) + varint((1 << 31) - 1) + bytes(64), "hostile.onnx"),
    "a field of eight exabytes": (field(1, 8) + varint(7 << 3 | 2) + varint((1 << 63) - 1) + bytes(64), "hostile.onnx"),
    "numbers in another file": (model(LAYER, [tensor("w", [2, 3], b"", ELSEWHERE)]), "in another file"),
    "a circle": (model([node("Identity", "a", ["q"], ["p"]), node("Identity", "b", ["p"], ["q"])], []), "cycle"),
    "a node that feeds itself": (model([node("Identity", "a", ["p"], ["p"])], []), "cycle"),
    "ten million nodes": (field(1, 8) + field(7, field(1, b"") * 10_000_000), "hostile.onnx"),
    "groups in groups": (field(1, 8) + field(7, bytes([0x0B]) * 100_000), "hostile.onnx"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_exports_end_in_words(kokoro, tmp_path, what):
    content, words = HOSTILE[what]
    (tmp_path / "hostile.onnx").write_bytes(content)
    done = kokoro("say", SENTENCE, "-o", "out.wav", "--model", "hostile.onnx", *MATCHING)
    assert done.returncode == 6, done.stderr
    assert b"hostile.onnx" in done.stderr and words.encode() in done.stderr
    assert not (tmp_path / "out.wav").exists()


def test_an_export_cut_anywhere_is_refused(kokoro, tmp_path):
    whole = (TINY / "kokoro-v1_0.uint8.onnx").read_bytes()
    for cut in (4, 1000, len(whole) // 2, len(whole) - 1):
        (tmp_path / "cut.onnx").write_bytes(whole[:cut])
        done = kokoro("say", SENTENCE, "-o", "out.wav", "--model", "cut.onnx", *MATCHING)
        assert done.returncode == 6, done.stderr
        assert b"cut.onnx" in done.stderr


def test_a_file_beyond_the_formats_limit_is_refused(kokoro, tmp_path):
    with open(tmp_path / "large.onnx", "wb") as file:
        file.write(model([], []))
        file.truncate(3 << 30)  # takes no room on the disk
    done = kokoro("say", SENTENCE, "-o", "out.wav", "--model", "large.onnx", *MATCHING)
    assert done.returncode == 6, done.stderr
    assert b"large.onnx" in done.stderr


def test_the_chinese_model_is_called_so_and_refuses_what_it_would_say_wrong(kokoro, tmp_path):
    config = json.loads((TINY / "config.json").read_text())
    tones = "↓→↗↘"
    config["vocab"] = {symbol: row for symbol, row in config["vocab"].items() if symbol not in tones} | {"ㄅ": 30}
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "kokoro-v1.1-zh.onnx").write_bytes((TINY / "kokoro-v1_0.onnx").read_bytes())
    model = ("--model", "kokoro-v1.1-zh.onnx")
    voice = ("--voice", TINY / "voices/tiny0.pt", "-o", "out.wav")
    assert b"v1.1-zh kokoro-v1.1-zh.onnx" in kokoro("doctor", *model).stdout
    english = kokoro("say", SENTENCE, "--lang", "en-us", *voice, *model)
    assert english.returncode == 0, english.stderr
    assert b"is v1.1-zh" in english.stderr
    (tmp_path / "out.wav").unlink()
    mandarin = kokoro("say", "你好，世界。", "--lang", "zh", *voice, *model)
    assert mandarin.returncode != 0 and b"no symbols" in mandarin.stderr
    assert not (tmp_path / "out.wav").exists()
    (tmp_path / "config.json").unlink()
    alone = kokoro("say", SENTENCE, "--lang", "en-us", *voice, *model)
    assert alone.returncode == 3 and b"--config" in alone.stderr


def test_the_config_beside_the_weights_is_taken(kokoro, tmp_path):
    for name in ("config.json", "kokoro-v1_0.onnx"):
        (tmp_path / name).write_bytes((TINY / name).read_bytes())
    without_config = MATCHING[2:]
    done = kokoro("say", SENTENCE, "-o", "out.wav", "--model", "kokoro-v1_0.onnx", *without_config)
    assert done.returncode == 0, done.stderr
    (tmp_path / "config.json").unlink()
    done = kokoro("say", SENTENCE, "-o", "out.wav", "--model", "kokoro-v1_0.onnx", *without_config)
    assert done.returncode == 6, "the published network is another one"
    assert b"256" in done.stderr
