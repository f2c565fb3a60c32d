"""Copies of finished speech: links, ranges, conversion, limits."""

import array
import json
import os
import re
import subprocess

import pytest

TEXT = "This is kept for later. It has two sentences."


def decode(body):
    done = subprocess.run(["ffmpeg", "-v", "error", "-i", "-", "-f", "s16le", "-ac", "1", "-ar", "24000", "-"],
                          input=body, capture_output=True, timeout=60)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return array.array("h", done.stdout)


def speak_with_link(server, **fields):
    """The speech, and the path of its copy."""
    status, headers, body = server.speak(input=TEXT, seed=5, return_download_link=True, **fields)
    assert status == 200
    assert re.fullmatch(r"/download/[0-9a-f]{32}\.[a-z0-9]+", headers["X-Download-Path"])
    return headers, body, "/v1" + headers["X-Download-Path"]


@pytest.mark.parametrize("stream", [True, False])
def test_the_copy_is_what_was_heard(server, stream):
    _, body, path = speak_with_link(server, response_format="pcm", stream=stream)
    status, headers, copy = server.request("GET", path)
    assert status == 200 and headers["Content-Type"] == "audio/pcm"
    assert copy == body and int(headers["Content-Length"]) == len(copy)
    assert headers["Content-Disposition"] == f'attachment; filename="{path.rsplit("/", 1)[1]}"'


@pytest.mark.parametrize("download_format", ["mp3", "opus", "aac", "flac", "wav"])
def test_the_copy_is_converted(server, download_format):
    _, body, path = speak_with_link(server, response_format="pcm", download_format=download_format)
    assert path.endswith("." + download_format)
    copy = server.request("GET", path)[2]
    samples, decoded = array.array("h", body), decode(copy)
    if download_format in ("flac", "wav"):
        assert decoded == samples
    assert 0 <= len(decoded) - len(samples) <= 2048
    if download_format == "wav":
        assert int.from_bytes(copy[40:44], "little") == len(copy) - 44, "true sizes"


def test_events_and_captions_have_links_too(server):
    for path, fields in (("/v1/audio/speech", {"stream_format": "sse"}), ("/dev/captioned_speech", {}),
                         ("/dev/captioned_speech?format=srt", {})):
        status, headers, _ = server.request("POST", path, json.dumps(
            {"input": TEXT, "return_download_link": True, "response_format": "wav", **fields}),
            {"Content-Type": "application/json"})
        assert status == 200
        assert len(decode(server.request("GET", "/v1" + headers["X-Download-Path"])[2])) > 24000


def test_times_are_kept_beside_it(server):
    headers, body, path = speak_with_link(server, response_format="pcm", return_timing=True)
    assert headers["X-Timing-Path"] == headers["X-Download-Path"] + ".json"
    status, timing_headers, timing = server.request("GET", path + ".json")
    assert status == 200 and timing_headers["Content-Type"] == "application/json"
    chunks = json.loads(timing)["chunks"]
    assert [set(chunk) for chunk in chunks] == [{"text", "start", "end"}] * len(chunks)
    assert chunks[0]["start"] == 0 and abs(chunks[-1]["end"] - len(body) / 48000) < 0.001
    assert " ".join(chunk["text"] for chunk in chunks).startswith("This is kept")


def test_ranges(server):
    _, body, path = speak_with_link(server, response_format="wav", stream=False)
    whole, size = body, len(body)
    tag = server.request("HEAD", path)[1]["ETag"]

    def get(**headers):
        status, answer, part = server.request("GET", path, None, {k.replace("_", "-"): v for k, v in headers.items()})
        return status, answer.get("Content-Range"), part

    assert get() == (200, None, whole)
    assert get(Range="bytes=0-99") == (206, f"bytes 0-99/{size}", whole[:100])
    assert get(Range=f"bytes={size - 10}-") == (206, f"bytes {size - 10}-{size - 1}/{size}", whole[-10:])
    assert get(Range="bytes=-10") == (206, f"bytes {size - 10}-{size - 1}/{size}", whole[-10:])
    assert get(Range="bytes=5000-5000") == (206, f"bytes 5000-5000/{size}", whole[5000:5001])
    assert get(Range="bytes=0-1,5-6") == (200, None, whole)
    assert get(Range="bytes=0-9", If_Range=tag)[0] == 206
    assert get(Range="bytes=0-9", If_Range='"other"') == (200, None, whole)
    assert get(If_None_Match=tag)[0] == 304
    status, content_range, _ = get(Range=f"bytes={size}-")
    assert (status, content_range) == (416, f"bytes */{size}")


def test_a_player_can_seek_in_it(server):
    path = speak_with_link(server, response_format="mp3", download_format="wav")[2]
    done = subprocess.run(["ffmpeg", "-v", "error", "-ss", "1", "-i", server.url + path, "-f", "s16le", "-"],
                          capture_output=True, timeout=60, check=True)
    assert len(done.stdout) > 24000 and not done.stderr


@pytest.mark.parametrize("name", ["nope.mp3", "..%2f..%2fetc%2fpasswd", "%2e%2e", ".", "x" * 300])
def test_other_names_are_not_found(server, name):
    assert server.request("GET", "/v1/download/" + name)[0] == 404


def test_save_as_names_are_harmless(server):
    path = speak_with_link(server, response_format="wav")[2]
    for name, saved in (("my%20talk", "my_talk.wav"), ("..%2f..%2fevil.sh", "evil.sh.wav"), ("a%22%0d%0aX:1", "a_X_1.wav")):
        headers = server.request("GET", f"{path}?name={name}")[1]
        assert headers["Content-Disposition"] == f'attachment; filename="{saved}"'


def test_a_client_that_leaves_keeps_nothing(server):
    connection = server.connect()
    connection.request("POST", "/v1/audio/speech", json.dumps({"input": TEXT * 100, "return_download_link": True}),
                       {"Content-Type": "application/json"})
    path = connection.getresponse().headers["X-Download-Path"]
    assert server.request("GET", "/v1" + path)[0] == 404, "not complete"
    connection.close()
    server.wait_until(lambda health: health["running"] == 0)
    assert server.request("GET", "/v1" + path)[0] == 404


def open_downloads(server):
    folder = f"/proc/{server.process.pid}/fd"
    links = [os.readlink(os.path.join(folder, name)) for name in os.listdir(folder)]
    return sum("kokoro-download" in link for link in links)


def test_the_store_is_bounded_and_leaves_nothing(start_server, tmp_path):
    server = start_server("--download-folder", str(tmp_path), "--download-max-files", "3")
    paths = [speak_with_link(server, response_format="wav")[2] for _ in range(6)]
    assert [server.request("GET", path)[0] for path in paths] == [404] * 3 + [200] * 3
    assert open_downloads(server) == 3
    assert list(tmp_path.iterdir()) == [], "files have no names, so that nothing stays when the server is killed"
    assert server.stop() == 0


def test_speech_does_not_need_its_copy(start_server, tmp_path):
    server = start_server("--download-folder", str(tmp_path / "missing"))
    status, headers, body = server.speak(input=TEXT, response_format="wav", return_download_link=True)
    assert status == 200 and len(body) > 48000
    assert headers["X-Download-Status"] == "unavailable" and "X-Download-Path" not in headers
