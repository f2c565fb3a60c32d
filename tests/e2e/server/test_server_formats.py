"""Every format decodes, with FFmpeg's own program, to the samples that pcm has; events carry the same bytes."""

import base64
import http.client
import json
import subprocess

import numpy
import pytest

from formats import FORMATS, LOUDEST_ERROR_DB, check, decode, loudest_error_db

TEXT = ("The quick brown fox jumps over the lazy dog. A second sentence follows the first one. "
        "And here is a third, so that there is more than one piece to send.")


@pytest.fixture(scope="module")
def pcm(server):
    return decode(server.speak(input=TEXT, response_format="pcm", seed=7)[2], "pcm")


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("response_format", FORMATS)
def test_decodes_to_the_samples_of_pcm(server, pcm, response_format, stream):
    status, headers, body = server.speak(input=TEXT, response_format=response_format, stream=stream, seed=7)
    assert status == 200
    assert headers["Content-Type"] == FORMATS[response_format].content_type
    assert (headers.get("Transfer-Encoding"), headers.get("Content-Length")) == (
        ("chunked", None) if stream else (None, str(len(body))))
    check(response_format, stream, pcm, body)


def test_the_measure_sees_what_is_lost_or_elsewhere(pcm):
    """The loudest 10 ms lost, and all of the speech 1 ms late."""
    loudest = numpy.abs(pcm.astype(int)).argmax()
    lost = pcm.copy()
    lost[max(loudest - 120, 0):loudest + 120] = 0
    assert loudest_error_db(pcm, lost) > LOUDEST_ERROR_DB
    assert loudest_error_db(pcm, numpy.roll(pcm, 24)) > LOUDEST_ERROR_DB


def test_the_same_request_gives_the_same_bytes(server):
    for response_format in FORMATS:
        one, other = (server.speak(input="Hello.", response_format=response_format, seed=7)[2] for _ in range(2))
        assert one == other, response_format


def test_whole_files_state_their_length(server, pcm, tmp_path):
    for response_format in ("mp3", "flac", "wav", "opus"):
        path = tmp_path / ("whole." + response_format)
        path.write_bytes(server.speak(input=TEXT, response_format=response_format, stream=False, seed=7)[2])
        probe = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "json", str(path)],
                               capture_output=True, timeout=60, check=True)
        duration = float(json.loads(probe.stdout)["format"]["duration"])
        # ffprobe counts MP3's priming and padding among the duration.
        assert abs(duration - len(pcm) / 24000) < (0.1 if response_format == "mp3" else 0.01), response_format


def events(body):
    blocks = body.decode().split("\n\n")
    assert blocks.pop() == ""
    assert all(block.startswith("data: ") and "\n" not in block for block in blocks)
    return [json.loads(block[6:]) for block in blocks]


@pytest.mark.parametrize("response_format", ["mp3", "opus", "pcm"])
def test_events_carry_the_bytes_of_the_stream(server, response_format):
    fields = {"input": TEXT, "response_format": response_format, "seed": 7}
    status, headers, body = server.speak(**fields, stream_format="sse")
    assert status == 200
    assert headers["Content-Type"] == "text/event-stream"
    assert headers["X-Accel-Buffering"] == "no"
    *deltas, done = events(body)
    assert {event["type"] for event in deltas} == {"speech.audio.delta"}
    assert b"".join(base64.b64decode(event["audio"], validate=True) for event in deltas) == server.speak(**fields)[2]
    assert done["type"] == "speech.audio.done"
    usage = done["usage"]
    assert usage["input_tokens"] > 50 and usage["output_tokens"] > 100
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_audio_leaves_every_two_hundred_milliseconds(server):
    """One event per piece: none holds more than 200 ms of samples."""
    *deltas, _ = events(server.speak(input=TEXT, response_format="pcm", stream_format="sse")[2])
    assert max(len(base64.b64decode(event["audio"])) for event in deltas) <= 9600


def test_the_official_client_reads_every_format(server):
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0)
    for response_format in FORMATS:
        with client.audio.speech.with_streaming_response.create(
                model="gpt-4o-mini-tts", voice="nova", input="Hello.", response_format=response_format) as response:
            assert len(decode(b"".join(response.iter_bytes()), response_format)) > 4800


def test_the_official_client_reads_events(server):
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0)
    with client.audio.speech.with_streaming_response.create(
            model="gpt-4o-mini-tts", voice="nova", input="Hello.", extra_body={"stream_format": "sse"}) as response:
        kinds = [json.loads(line[6:])["type"] for line in response.iter_lines() if line]
    assert kinds[-1] == "speech.audio.done" and set(kinds[:-1]) == {"speech.audio.delta"}


def test_old_clients_get_events_without_chunks(server):
    class Old(http.client.HTTPConnection):
        _http_vsn, _http_vsn_str = 10, "HTTP/1.0"

    connection = Old(server.host, server.port, timeout=120)
    connection.request("POST", "/v1/audio/speech", json.dumps({"input": "Hi.", "stream_format": "sse"}),
                       {"Content-Type": "application/json"})
    assert events(connection.getresponse().read())[-1]["type"] == "speech.audio.done"
    connection.close()
