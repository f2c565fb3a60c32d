"""What docs/migration.md says, tried: its names of the environment, its routes, its limits."""

import json
import os
import re
import shutil
import subprocess

import openai
import pytest

from running_server import PROGRAM, ROOT

GUIDE = (ROOT / "docs" / "migration.md").read_text(encoding="utf-8")
TINY = ROOT / "tests" / "data" / "models" / "tiny"
JSON = {"Content-Type": "application/json"}

# Each of Kokoro-FastAPI's variables that is read, as its users write it, and what comes of it.
READ = {
    "HOST": ("0.0.0.0", "host", "0.0.0.0"), "PORT": ("8881", "port", "8881"), "API_LOG_LEVEL": ("DEBUG", "log_level", "debug"),
    "DEFAULT_VOICE": ("am_adam", "default_voice", "am_adam"), "DEFAULT_VOICE_CODE": ("b", "default_language", "b"),
    "DEFAULT_VOLUME_MULTIPLIER": ("1.5", "default_volume", "1.5"),
    "CORS_ORIGINS": ('["https://a.example"]', "cors_origins", "https://a.example"),
    "ALLOW_DEV_UNLOAD": ("True", "allow_unload", "true"), "ALLOW_LOCAL_VOICE_SAVING": ("1", "allow_voice_saving", "true"),
    "ENABLE_DEBUG_ENDPOINTS": ("yes", "debug_routes", "true"), "ENABLE_VOICE_TAGS": ("False", "allow_voice_tags", "false"),
    "ENABLE_SSML": ("off", "allow_ssml", "false"), "ENABLE_WEB_PLAYER": ("FALSE", "web", "false"),
    "DYNAMIC_GAP_TRIM_PADDING_MS": ("410", "sentence_gap_ms", "410"), "TEMP_FILE_DIR": ("api/temp_files", "download_folder", "api/temp_files"),
    "MAX_TEMP_DIR_SIZE_MB": ("2048", "download_max_mb", "2048"), "MAX_TEMP_DIR_COUNT": ("3", "download_max_files", "3"),
    "MAX_TEMP_DIR_AGE_HOURS": ("2", "download_max_age_hours", "2"),
}


def row(start):
    return next(line for line in GUIDE.splitlines() if line.startswith(f"| {start}"))


def test_the_environment_of_kokoro_fastapi(tmp_path):
    assert set(re.findall(r"`([A-Z_]+)`", row("environment"))) == set(READ), "the guide lists them all"
    environment = {"PATH": os.environ["PATH"], "KOKORO_HOME": str(tmp_path)} | {n: v[0] for n, v in READ.items()}
    said = json.loads(subprocess.run([PROGRAM, "config", "--json"], env=environment, check=True, capture_output=True,
                                     timeout=60).stdout)
    for variable, (_, name, value) in READ.items():
        assert said[name]["value"] == value and variable in said[name]["from"], said[name]


def test_the_guide_s_line_for_env_files(tmp_path):
    (tmp_path / ".env").write_text('# Kokoro-FastAPI\nPORT=8881\n\nCORS_ORIGINS=["*"]\nUSE_GPU=true\n', encoding="utf-8")
    command = re.search(r"`(env .*\.env\)) kokoro serve`", row("`.env`"))[1]
    said = json.loads(subprocess.run(["bash", "-c", f"{command} '{PROGRAM}' config --json"], cwd=tmp_path, check=True,
                                     env={"PATH": os.environ["PATH"], "KOKORO_HOME": str(tmp_path)},
                                     capture_output=True, timeout=60).stdout)
    assert (said["port"]["value"], said["cors_origins"]["value"]) == ("8881", "*")


def test_what_is_not_read_changes_nothing(tmp_path):
    names = re.findall(r"`([A-Z_]{6,})`", " ".join(row(f"`{first}`") for first in ("MODEL_DIR", "USE_GPU", "TARGET_MIN_TOKENS")))
    names = [name for name in names if not name.startswith("KOKORO_")]
    assert len(names) == 13

    def settings(more):
        return subprocess.run([PROGRAM, "config", "--json"], env={"KOKORO_HOME": str(tmp_path)} | more, check=True,
                              capture_output=True, timeout=60).stdout
    assert settings({name: "nonsense" for name in names}) == settings({})


def test_the_routes_of_kokoro_fastapi_are_there(server):
    listed = re.findall(r"`(/[^` ]+)`", GUIDE.split("## From Kokoro-FastAPI")[1].split("| there")[0])
    paths = server.get_json("/openapi.json")[1]["paths"]
    assert len(listed) == 17
    for path in listed:
        assert any(known == path or known.startswith(path + "/") for known in paths), path


def test_the_guide_s_lines_for_openai(server, tmp_path):
    code = re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)[1]
    code = code.replace("http://127.0.0.1:8880", server.url).replace("hello.mp3", str(tmp_path / "hello.mp3"))
    exec(code, {"openai": openai})
    assert len((tmp_path / "hello.mp3").read_bytes()) > 1000
    for voice in ("alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar"):
        assert server.speak(input="Hi.", voice=voice)[0] == 200, voice
    assert server.speak(input="Hello again. " * 400, response_format="pcm")[0] == 200, "4096 is no limit here"
    assert server.request("POST", "/v1/chat/completions", b"{}", JSON)[0] == 404


def test_both_versions_side_by_side(start_server):
    server = start_server("--default-version", "v0.19", prepare=install_both)
    snippet = json.loads(re.search(r"-d '(\{.*?\})' -o before", GUIDE)[1])
    assert server.speak(**snippet)[0] == 200
    fields = {"input": "Hi.", "response_format": "pcm", "seed": 1}
    old = server.speak(version="v0.19", **fields)[2]
    assert server.speak(model="kokoro-v0_19", **fields)[2] == server.speak(**fields)[2] == old
    assert server.speak(version="v1.0", **fields)[2] != old
    for version, voice in (("v1.0", "af"), ("v0.19", "af_tiny")):
        status, _, body = server.speak(version=version, voice=voice, **fields)
        assert (status, json.loads(body)["error"]["param"]) == (400, "voice")
    assert server.stop() == 0


def install_both(home):
    for version, weights, voice, file in (("v0_19", "kokoro-v0_19.pth", "af.pt", "tiny2_v019.pt"),
                                          ("v1_0", "kokoro-v1_0.pth", "af_tiny.pt", "tiny0.pt")):
        for folder in ("models", "voices", "builds"):
            (home / folder / version).mkdir(parents=True)
        shutil.copy(TINY / "config.json", home / "builds" / version / "config.json")
        shutil.copy(TINY / weights, home / "models" / version / weights)
        shutil.copy(TINY / "voices" / file, home / "voices" / version / voice)


def test_what_kokoro_fastapi_forbids_and_allows(server, start_server):
    voices = json.dumps("demo_female+demo_male")
    assert server.request("POST", "/v1/audio/voices/combine", voices, JSON)[0] == 200
    assert server.request("POST", "/v1/audio/voices/combine?name=x", voices, JSON)[0] == 403
    assert server.speak(input="<speak>Hi.</speak>", ssml=True)[0] == 200, "without allow_voice_tags"
    for fields, status in (({"speed": 9}, 422), ({"model": "none"}, 400)):
        error = json.loads(server.speak(input="Hi.", **fields)[2])
        assert set(error["detail"]) == {"error", "message", "type"}, "one form for all"
    assert server.request("GET", "/health", headers={"Origin": "https://a.example"})[1]["Access-Control-Allow-Origin"] is None


def test_voice_tags_and_ssml_can_be_forbidden(start_server):
    server = start_server(environment={"ENABLE_VOICE_TAGS": "False", "ENABLE_SSML": "False"})

    def post(path, **fields):
        status, _, body = server.request("POST", path, json.dumps(fields), JSON)
        return status, json.loads(body)["error"]["message"] if status != 200 else None

    for path in ("/v1/audio/speech", "/dev/captioned_speech"):
        assert post(path, input="[voice:demo_male]Hi.")[0] == 200, "a tag is left out"
        status, message = post(path, input="Hi.", allow_voice_tags=True)
        assert status == 403 and "allow_voice_tags" in message
        status, message = post(path, input="<speak>Hi.</speak>", ssml=True)
        assert status == 403 and "allow_ssml" in message
    assert post("/dev/dialogue", turns=[{"voice": "demo_male", "text": "Hi."}])[0] == 403
    assert post("/dev/ssml", text="<speak>Hi.</speak>")[0] == 403
    assert server.request("GET", "/dev/ssml")[0] == 403
    assert post("/dev/phonemize", text="<speak>Hi.</speak>", ssml=True)[0] == 403
    assert post("/dev/phonemize", text="Hi.")[0] == 200
    assert server.stop() == 0


# Text and its words, those that are spoken in several among them, as it was written.
WORDS = {
    "en-us": ("It costs $5.30 on May 3rd.", ["It", "costs", "$5.30", "on", "May 3rd"]),
    "en-gb": ("Colour me surprised: 21 pounds.", ["Colour", "me", "surprised", "21", "pounds"]),
    "es": ("¿Qué tal? Cuesta 5 euros.", ["Qué", "tal", "Cuesta", "5", "euros"]),
    "fr-fr": ("Bonjour, l'été coûte 12,50 €.", ["Bonjour", "l'été", "coûte", "12,50 €"]),
    "hi": ("नमस्ते, आप कैसे हैं?", ["नमस्ते", "आप", "कैसे", "हैं"]),
    "it": ("Ciao, è l'una.", ["Ciao", "è", "l'una"]),
    "ja": ("今日は5月です。", ["今日", "は", "5月", "です"]),
    "pt-br": ("Olá, são R$ 10,00.", ["Olá", "são", "R$ 10,00"]),
    "zh": ("今天是五月三号。", ["今天", "是", "五月", "三号"]),
}


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("language", WORDS)
def test_captions_in_every_language(server, language, stream):
    text, words = WORDS[language]
    status, _, body = server.request("POST", "/dev/captioned_speech", json.dumps(
        {"input": text, "lang_code": language, "stream": stream}), JSON)
    assert status == 200
    times = [word for line in body.splitlines() if line for word in json.loads(line)["timestamps"] or []]
    assert [word["word"] for word in times] == words
    assert all(word["start_time"] < word["end_time"] for word in times)
    assert all(one["end_time"] <= other["start_time"] + 1e-6 for one, other in zip(times, times[1:]))


def test_captions_name_the_voice_where_it_may_change(server):
    def words(**fields):
        status, _, body = server.request("POST", "/dev/captioned_speech", json.dumps(
            {"input": "[voice:demo_male]He says. [voice:guest]She says.", "voice": "demo_female", "stream": False,
             "voice_aliases": {"guest": "demo_female(2)+demo_male"}, **fields}), JSON)
        assert status == 200
        return json.loads(body)["timestamps"]

    assert [(word["word"], word["voice"]) for word in words(allow_voice_tags=True)] == [
        ("He", "demo_male"), ("says", "demo_male"), ("She", "demo_female(2)+demo_male"), ("says", "demo_female(2)+demo_male")]
    assert all(set(word) == {"word", "start_time", "end_time"} for word in words())
