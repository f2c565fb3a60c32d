"""POST /v1/audio/voices/combine: mixes as files that PyTorch reads, and as voices of their own."""

import io
import json
import shutil
import struct
import subprocess
import zipfile

import pytest

from running_server import ROOT, Server

TINY = ROOT / "tests" / "data" / "models" / "tiny"


def combine(server, voices, query=""):
    status, headers, body = server.request("POST", "/v1/audio/voices/combine" + query, json.dumps(voices),
                                           {"Content-Type": "application/json"})
    return status, headers, body


def values(file):
    """The numbers of the only tensor of a .pt file."""
    archive = zipfile.ZipFile(io.BytesIO(file))
    assert archive.testzip() is None
    [name] = [name for name in archive.namelist() if name.endswith("/data/0")]
    raw = archive.read(name)
    return struct.unpack(f"<{len(raw) // 4}f", raw)


@pytest.mark.parametrize("voices,weights", [
    ("demo_female+demo_male", (0.5, 0.5)), ("demo_female(2)+demo_male(1)", (2 / 3, 1 / 3)),
    (["demo_female", "demo_male"], (0.5, 0.5)), (["demo_female(3)", "demo_male(.5)"], (6 / 7, 1 / 7)),
    ("demo_female(2)-demo_male", (2, -1)), ("demo_male", (0, 1))])
def test_the_file_is_the_mix(server, voices, weights):
    status, headers, body = combine(server, voices)
    assert status == 200, body
    assert headers["Content-Type"] == "application/octet-stream"
    name = voices if isinstance(voices, str) else "+".join(voices)
    assert headers["Content-Disposition"] == f'attachment; filename="{name}.pt"'
    one, other = (values(combine(server, voice)[2]) for voice in ("demo_female", "demo_male"))
    for mixed, a, b in zip(values(body), one, other, strict=True):
        assert abs(mixed - (weights[0] * a + weights[1] * b)) < 1e-6


def test_openai_names_are_voices(server):
    assert combine(server, "alloy+onyx")[0] == 200


def test_pytorch_loads_the_file(server, tmp_path):
    path = tmp_path / "mix.pt"
    path.write_bytes(combine(server, "demo_female+demo_male")[2])
    done = subprocess.run(["/usr/bin/python3", "-c", "import sys, torch; voice = torch.load(sys.argv[1]); "
                           "print(voice.dtype, *voice.shape, voice.is_contiguous(), float(voice[3, 0, 1]))", str(path)],
                          capture_output=True, text=True, timeout=120)
    if "No module named 'torch'" in done.stderr:
        pytest.skip("PyTorch is not installed")
    dtype, rows, one, width, contiguous, value = done.stdout.split()
    assert (dtype, one, contiguous) == ("torch.float32", "1", "True")
    assert float(value) == values(path.read_bytes())[3 * int(width) + 1]
    assert int(rows) > 500


def test_voices_are_not_kept_unless_the_server_allows_it(server):
    status, _, body = combine(server, "demo_female+demo_male", "?name=mine")
    assert status == 403 and "allow_voice_saving" in json.loads(body)["error"]["message"]


@pytest.fixture(scope="module")
def saving(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    for folder in ("builds", "models", "voices"):
        (home / folder / "v1_0").mkdir(parents=True)
    shutil.copy(TINY / "config.json", home / "builds" / "v1_0")
    shutil.copy(TINY / "kokoro-v1_0.pth", home / "models" / "v1_0")
    for voice in ("tiny0.pt", "tiny1.pt"):
        shutil.copy(TINY / "voices" / voice, home / "voices" / "v1_0")
    server = Server(home, "--allow-voice-saving", "true")
    server.voices = home / "voices" / "v1_0"
    yield server
    server.process.kill()
    server.process.wait()


def test_a_kept_mix_is_a_voice(saving):
    status, headers, body = combine(saving, "tiny0(2)+tiny1", "?name=mine")
    assert status == 200 and headers["Content-Disposition"] == 'attachment; filename="mine.pt"'
    assert (saving.voices / "mine.pt").read_bytes() == body
    assert "mine" in saving.get_json("/v1/audio/voices?legacy=true")[1]["voices"]
    speech = [saving.speak(input="Hi.", voice=voice, response_format="pcm", seed=1)
              for voice in ("mine", "tiny0(2)+tiny1")]
    assert speech[0][0] == 200 and speech[0][2] == speech[1][2]


@pytest.mark.parametrize("name", ["tiny0", "..%2fescape", "a%2fb", ".hidden", "a+b", "a%20b"])
def test_names_that_cannot_be(saving, name):
    before = sorted(path.name for path in saving.voices.iterdir())
    status, _, body = combine(saving, "tiny0+tiny1", "?name=" + name)
    assert status == 400 and json.loads(body)["error"]["param"] == "name", body
    assert sorted(path.name for path in saving.voices.iterdir()) == before
