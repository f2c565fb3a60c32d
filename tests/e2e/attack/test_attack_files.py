"""Files that are damaged, change under a running server, are no files, or are nested without end."""

import os
import resource
import shutil
import subprocess

import pytest

from running_server import PROGRAM, ROOT

TINY = ROOT / "tests" / "data" / "models" / "tiny"
VOICE = TINY / "voices" / "tiny0.pt"


def put_model(home):
    """The tiny model as an installed one, with a voice."""
    for folder, file, name in (("builds", TINY / "config.json", "config.json"),
                               ("models", TINY / "kokoro-v1_0.pth", "kokoro-v1_0.pth"), ("voices", VOICE, "af_heart.pt")):
        (home / folder / "v1_0").mkdir(parents=True)
        shutil.copy(file, home / folder / "v1_0" / name)


def say(home, *arguments, text="Hello from Kokoro.", **options):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KOKORO_")}
    return subprocess.run([PROGRAM, "say", text, "-o", home / "out.wav", *arguments], capture_output=True, timeout=60,
                          text=True, env={**environment, "KOKORO_HOME": str(home)}, **options)


def spoken(home):
    ended = say(home)
    assert ended.returncode == 0, ended.stderr
    return (home / "out.wav").read_bytes(), ended.stderr


def test_a_changed_bit_of_a_model_or_voice_is_an_error_that_names_the_record(tmp_path):
    put_model(tmp_path)
    for file, what in ((tmp_path / "models/v1_0/kokoro-v1_0.pth", "data/"), (tmp_path / "voices/v1_0/af_heart.pt", "data/0")):
        content = file.read_bytes()
        damaged = bytearray(content)
        damaged[len(content) // 2] ^= 4
        file.write_bytes(damaged)
        ended = say(tmp_path)
        assert 1 <= ended.returncode <= 63
        assert "checksum does not match" in ended.stderr and what in ended.stderr and file.name in ended.stderr
        file.write_bytes(content)
    spoken(tmp_path)


def test_files_that_are_cut_and_rewritten_under_a_server_end_nothing(start_server):
    server = start_server(prepare=put_model)
    fields = {"input": "Hello from Kokoro.", "voice": "af_heart", "response_format": "pcm"}
    status, _, before = server.speak(**fields)
    assert status == 200
    (server.home / "models/v1_0/kokoro-v1_0.pth").write_bytes(b"")
    (server.home / "voices/v1_0/af_heart.pt").write_bytes(b"")
    status, _, audio = server.speak(**fields)
    assert (status, audio) == (200, before)
    assert server.health()
    assert server.process.poll() is None
    assert server.stop() == 0


def test_address_space_may_be_limited(tmp_path):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

    ended = say(tmp_path, "--threads", "2", text="Hello from Kokoro. And again. And once more.", preexec_fn=limit)
    assert ended.returncode == 0, ended.stderr


def test_a_server_with_limited_address_space_answers_many_at_once(start_server):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (20_000_000 << 10, 20_000_000 << 10))

    server = start_server(preexec_fn=limit)
    connections = []
    for _ in range(8):
        connection = server.connect()
        connection.request("POST", "/v1/audio/speech", '{"input":"Hello from Kokoro.","response_format":"pcm"}',
                           {"Content-Type": "application/json"})
        connections.append(connection)
    assert [connection.getresponse().status for connection in connections] == [200] * 8


@pytest.mark.parametrize("flags", [["-f"], ["--voice"], ["--model"], ["--config"], ["--config-file"], ["-o"]])
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_pipes_and_devices_are_refused_at_once(tmp_path, flags, kind):
    path = tmp_path / "pipe.pt"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        if flags == ["-o"]:
            pytest.skip("writing to a device is asked for")
        path = "/dev/zero"
    text = [] if flags == ["-f"] else ["Hello."]
    also = {"--model": ["--config", str(TINY / "config.json")], "--config": ["--model", str(TINY / "kokoro-v1_0.pth")],
            "-o": ["--format", "wav"]}.get(flags[0], [])
    output = [] if flags == ["-o"] else ["-o", tmp_path / "out.wav"]
    ended = subprocess.run([PROGRAM, "say", *text, *output, *flags, path, *also], capture_output=True, timeout=20,
                           env={**os.environ, "KOKORO_HOME": str(tmp_path / "home")}, stdin=subprocess.DEVNULL)
    assert 1 <= ended.returncode <= 63, ended.stderr


@pytest.mark.parametrize("text", ["a" + ".a" * 200_000 + " = 1\n", "[a" + ".a" * 200_000 + "]\n", "a = " + "[" * 300_000,
                                  "a = " + "{a = " * 80_000, 'a = "' + "." * 400_000],
                         ids=["key", "table", "arrays", "tables", "string"])
def test_settings_nested_without_end_are_an_error(tmp_path, text):
    (tmp_path / "kokoro.toml").write_text(text)
    ended = say(tmp_path)
    assert 1 <= ended.returncode <= 63
    assert "kokoro.toml:1" in ended.stderr


def test_output_keeps_links_and_modes(tmp_path):
    target = tmp_path / "target.wav"
    target.write_bytes(b"old")
    target.chmod(0o640)
    (tmp_path / "out.wav").symlink_to("target.wav")
    assert say(tmp_path).returncode == 0
    assert (tmp_path / "out.wav").is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640 and target.read_bytes()[:4] == b"RIFF"


def test_an_output_without_a_name_is_an_error(tmp_path):
    ended = subprocess.run([PROGRAM, "say", "Hello.", "-o", ""], capture_output=True, timeout=20,
                           env={**os.environ, "KOKORO_HOME": str(tmp_path)})
    assert ended.returncode == 2 and b"names no file" in ended.stderr
