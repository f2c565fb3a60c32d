"""The requests of programs that speak to Kokoro-FastAPI: they work when nothing but the URL is changed.

Each is written down as the program sends it (Open WebUI's routers/audio.py, SillyTavern's openai-compatible.js and its
proxy, Home Assistant's openai_tts integration and Wyoming bridges, Kokoro-FastAPI's own examples).
"""

import json

import pytest

JSON = {"Content-Type": "application/json"}


def post(server, body, headers=JSON, path="/v1/audio/speech"):
    return server.request("POST", path, json.dumps(body), headers)


def test_open_web_ui(server):
    headers = JSON | {"Authorization": "Bearer not-needed", "X-OpenWebUI-User-Name": "M%C3%BCller",
                      "X-OpenWebUI-User-Id": "1", "X-OpenWebUI-User-Role": "user"}
    status, answer_headers, body = post(
        server, {"model": "tts-1", "input": "Hello from Open WebUI.", "voice": "alloy"}, headers)
    assert status == 200 and answer_headers["Content-Type"] == "audio/mpeg" and len(body) > 1000
    voices = server.get_json("/v1/audio/voices")[1]["voices"]
    assert voices and all(voice["id"] and voice["name"] for voice in voices)
    models = server.get_json("/v1/audio/models")[1]["models"]
    assert {"tts-1", "kokoro"} <= {model["id"] for model in models}


@pytest.mark.parametrize("voice", ["alloy", "echo", "fable", "onyx", "nova", "shimmer", "af_heart"])
def test_silly_tavern(server, voice):
    status, headers, body = post(
        server, {"input": "Hello from a tavern.", "response_format": "mp3", "voice": voice, "speed": 1, "model": "tts-1"},
        JSON | {"Authorization": "Bearer "})
    assert status == 200 and headers["Content-Type"] == "audio/mpeg" and body


@pytest.mark.parametrize("response_format", ["wav", "mp3", "opus", "aac", "flac"])
def test_home_assistant_openai_tts(server, response_format):
    status, headers, body = post(
        server, {"model": "kokoro", "input": "The washing machine is done.", "voice": "nova",
                 "response_format": response_format, "speed": 1.0, "instructions": ""},
        JSON | {"Authorization": "Bearer "})
    assert status == 200 and headers["Content-Type"].startswith("audio/") and len(body) > 1000
    assert server.get_json("/v1/audio/voices")[1]["voices"][0]["id"]


def test_wyoming_bridges(server):
    """They look for models and voices first, then stream pcm."""
    assert server.get_json("/v1/models")[1]["data"]
    voices = server.get_json("/v1/audio/voices?legacy=true")[1]["voices"]
    assert voices and all(isinstance(voice, str) for voice in voices)
    status, headers, body = post(server, {"model": "kokoro", "voice": voices[0], "input": "Hi.", "response_format": "pcm"})
    assert status == 200 and headers["Content-Type"] == "audio/pcm" and len(body) % 2 == 0


def test_the_examples_of_kokoro_fastapi(server):
    assert server.get_json("/v1/test") == (200, {"status": "ok"})
    assert server.get_json("/health")[1]["status"] == "healthy"
    status, headers, body = post(server, {
        "model": "kokoro", "input": "Hello world!", "voice": "nova", "response_format": "mp3", "speed": 1.0, "stream": True,
        "volume_multiplier": 1.0, "lang_code": None, "allow_voice_tags": False, "ssml": False})
    assert status == 200 and headers["Content-Type"] == "audio/mpeg"
    voices = server.get_json("/v1/audio/voices?legacy=true")[1]["voices"]
    mixed = post(server, {"input": "Hi.", "voice": f"{voices[0]}(2)+{voices[1]}(1)", "response_format": "pcm"})
    assert mixed[0] == 200
    aliased = post(server, {"input": "[voice:guest]Hi.", "voice": "Narrator", "response_format": "pcm",
                            "allow_voice_tags": True, "stream": False,
                            "voice_aliases": {"narrator": {"voice": voices[0], "rate": 0.8}, "guest": voices[1]}})
    plain = post(server, {"input": "Hi.", "voice": voices[1], "response_format": "pcm", "stream": False})
    assert aliased[0] == 200 and aliased[2] == plain[2]


def test_an_alias_brings_its_pace(server):
    asked = {"input": "This is spoken at the pace of the alias.", "response_format": "pcm", "stream": False}
    voice = server.get_json("/v1/audio/voices?legacy=true")[1]["voices"][0]
    slow = post(server, asked | {"voice": "SLOW", "voice_aliases": {"slow": {"voice": voice, "rate": 0.5}}})[2]
    assert slow == post(server, asked | {"voice": voice, "speed": 0.5})[2]
    assert len(slow) > 1.3 * len(post(server, asked | {"voice": voice})[2])
