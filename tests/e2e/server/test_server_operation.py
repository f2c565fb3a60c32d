"""Keys, web pages, https, reload, socket activation, versions side by side."""

import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import urllib.request

import pytest

from running_server import PROGRAM, ROOT

TINY = ROOT / "tests" / "data" / "models" / "tiny"
KEY = {"Authorization": "Bearer sk-one"}


def install_tiny(home, version, weights, voice, voice_file):
    """The small test checkpoint of a version as `kokoro pull` would leave it."""
    for folder in ["models", "voices", "builds"]:
        (home / folder / version).mkdir(parents=True, exist_ok=True)
    shutil.copy(TINY / "config.json", home / "builds" / version / "config.json")
    shutil.copy(TINY / weights, home / "models" / version / weights)
    shutil.copy(TINY / "voices" / voice_file, home / "voices" / version / voice)


def test_keys(start_server, tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("# team\nsk-one\n")
    keys.chmod(0o600)
    server = start_server("--api-key-file", str(keys))
    status, headers, body = server.request("GET", "/v1/models")
    assert (status, headers["WWW-Authenticate"]) == (401, 'Bearer realm="kokoro"')
    assert json.loads(body)["error"]["code"] == "invalid_api_key"
    assert server.request("GET", "/v1/models", headers={"Authorization": "Bearer sk-on"})[0] == 401
    assert server.request("GET", "/v1/models", headers=KEY)[0] == 200
    assert server.request("GET", "/health")[0] == 200
    keys.write_text("sk-two\n")
    server.process.send_signal(signal.SIGHUP)
    for _ in range(20000):
        if server.request("GET", "/v1/models", headers={"Authorization": "Bearer sk-two"})[0] == 200:
            break
    assert server.request("GET", "/v1/models", headers=KEY)[0] == 401
    assert server.stop() == 0


def test_pages_that_are_allowed(start_server):
    server = start_server("--cors-origins", "https://a.example")
    question = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization, content-type"}
    status, headers, _ = server.request("OPTIONS", "/v1/audio/speech", headers=question)
    assert (status, headers["Access-Control-Allow-Origin"]) == (204, "https://a.example")
    assert headers["Access-Control-Allow-Headers"] == "authorization, content-type"
    _, headers, _ = server.request("POST", "/v1/audio/speech", b"{", {"Origin": "https://a.example"})
    assert headers["Access-Control-Allow-Origin"] == "https://a.example", "errors can be read too"
    _, headers, _ = server.request("GET", "/v1/models", headers={"Origin": "https://b.example"})
    assert headers["Access-Control-Allow-Origin"] is None
    assert server.stop() == 0


def test_https(start_server, tmp_path):
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                    "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                   check=True, capture_output=True)
    server = start_server("--tls-certificate", str(certificate), "--tls-key", str(key))
    trusted = ssl.create_default_context(cafile=certificate)
    assert server.url.startswith("https://")
    with urllib.request.urlopen(server.url + "/health", context=trusted) as answer:
        assert answer.status == 200
    assert server.request("GET", "/health")[2] == b"this server speaks https only.\n"
    trusted.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(OSError):
        urllib.request.urlopen(server.url + "/health", context=trusted)
    assert server.stop() == 0


@pytest.mark.parametrize("arguments, words", [
    (["--tls-certificate", "none.pem"], "none.pem"),
    (["--tls-certificate", str(TINY / "config.json")], "no certificate in PEM"),
    (["--api-key-file", "none"], "none"),
    (["--api-key-file", os.devnull], "API key"),
    (["--cors-origins", "example.org"], "'example.org' is not an origin"),
    (["--access-log", "none/log"], "cannot write none/log"),
    (["--default-voice", "nobody"], "default_voice: "),
    (["--default-speed", "9"], "--default-speed: '9' is not a number from 0.25 to 4"),
    (["--keep-alive-s", "-1"], "--keep-alive-s: '-1' is not a whole number"),
])
def test_wrong_settings_are_named(tmp_path, arguments, words):
    environment = {**os.environ, "KOKORO_HOME": str(tmp_path)}
    ended = subprocess.run([PROGRAM, "serve", "--port", "0", *arguments], env=environment, cwd=tmp_path,
                           capture_output=True, text=True, timeout=60)
    assert 1 <= ended.returncode <= 63
    assert words in ended.stderr


def test_takes_over_a_passed_socket(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        script = f"import os; os.dup2({listening.fileno()}, 3); os.environ.update(LISTEN_FDS='1', " \
                 f"LISTEN_PID=str(os.getpid())); os.execv({PROGRAM!r}, ['kokoro', 'serve'])"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(str(tmp_path / "notify"))
            manager.settimeout(60)
            process = subprocess.Popen(
                ["python3", "-c", script], pass_fds=[listening.fileno()],
                stderr=subprocess.PIPE, text=True,
                env={**os.environ, "KOKORO_HOME": str(tmp_path), "NOTIFY_SOCKET": str(tmp_path / "notify")})
            assert manager.recv(100) == b"READY=1"
            assert f":{port}" in "".join(process.stderr.readline() for _ in range(2))
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
                assert answer.status == 200
            process.terminate()
            assert manager.recv(100) == b"STOPPING=1"
            assert process.wait(60) == 0
            process.stderr.close()


def test_versions_side_by_side_reload_and_unload(start_server):
    server = start_server("--allow-unload", "true", "--debug-routes", "true")
    home = pathlib.Path(server.home)
    server.wait_until(lambda health: health["ready"])
    fields = {"input": "Hi.", "response_format": "pcm", "stream": False}
    assert server.speak(version="v0.19", **fields)[0] == 503
    install_tiny(home, "v0_19", "kokoro-v0_19.pth", "af.pt", "tiny2_v019.pt")
    install_tiny(home, "v1_0", "kokoro-v1_0.pth", "af_tiny.pt", "tiny0.pt")
    server.process.send_signal(signal.SIGHUP)
    for _ in range(20000):
        if server.speak(version="v0.19", **fields)[0] == 200:
            break
    new, old = server.speak(model="kokoro-v1_0", **fields), server.speak(model="kokoro-v0_19", **fields)
    assert (new[0], old[0]) == (200, 200) and new[2] != old[2]
    voices = server.get_json("/v1/audio/voices")[1]["voices"]
    assert {(voice["id"], voice["version"]) for voice in voices} == {("af", "v0.19"), ("af_tiny", "v1.0")}
    assert sorted(server.health()["loaded"]) == ["v0.19", "v1.0"]
    status, _, body = server.request("POST", "/dev/unload?version=v0.19")
    assert (status, json.loads(body)) == (200, {"status": "unloaded", "versions": ["v0.19"]})
    assert server.health()["loaded"] == ["v1.0"]
    assert server.speak(model="kokoro-v0_19", **fields)[2] == old[2], "the next request loads it again"
    assert server.get_json("/debug/threads")[1]["total_threads"] > 1
    assert server.get_json("/debug/system")[1]["process"]["pid"] == server.process.pid
    assert server.get_json("/debug/storage")[0] == 200
    assert server.stop() == 0


def test_idle_models_are_unloaded(start_server):
    server = start_server("--keep-alive-s", "1")
    server.wait_until(lambda health: health["loaded"] == ["v1.0"])
    for _ in range(200000):
        if server.health()["loaded"] == []:
            break
    assert server.health()["loaded"] == []
    assert server.speak(input="Back again.", response_format="pcm")[0] == 200
    assert server.stop() == 0


def test_switched_off_by_default(server):
    assert server.request("POST", "/dev/unload")[0] == 403
    for what in ["threads", "storage", "system"]:
        assert server.request("GET", f"/debug/{what}")[0] == 403


def test_defaults_of_requests_that_name_none(start_server):
    server = start_server("--default-format", "wav", "--default-speed", "2", "--default-voice", "demo_male")
    plain = server.speak(input="One two three.", stream=False)
    assert plain[1]["Content-Type"] == "audio/wav"
    said = server.speak(input="One two three.", stream=False, response_format="wav", speed=2, voice="demo_male")
    assert plain[2] == said[2]
    assert server.stop() == 0
