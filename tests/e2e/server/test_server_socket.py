"""The WebSocket /v1/audio/stream, with an independent client."""

import json

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from running_server import LONG


@pytest.fixture
def socket(server):
    with connect(f"ws://{server.host}:{server.port}/v1/audio/stream", max_size=None) as opened:
        yield opened


def say(socket, **message):
    socket.send(json.dumps(message))


def hear(socket, last, audio=None):
    """Events up to the first of type `last`; audio is collected."""
    events = []
    while not events or events[-1]["type"] != last:
        message = socket.recv(timeout=60)
        if isinstance(message, bytes):
            if audio is not None:
                audio.append(message)
        else:
            events.append(json.loads(message))
    return events


def test_speaks_a_sentence_before_the_text_ends(socket):
    say(socket, type="start", response_format="pcm")
    for token in ["This is ", "the first", " sentence. ", "And the", " second"]:
        say(socket, type="text", text=token)
    audio = []
    first = hear(socket, "audio.timing", audio)
    assert [event["type"] for event in first] == ["audio.start", "audio.timing"]
    assert first[-1]["text"] == "This is the first sentence."
    assert [word["word"] for word in first[-1]["words"]][:2] == ["This", "is"]
    say(socket, type="finish")
    rest = hear(socket, "audio.done", audio)
    assert rest[0]["text"] == "And the second"
    assert rest[0]["start_time"] == first[-1]["end_time"]
    samples = sum(map(len, audio)) / 2
    assert rest[-1]["duration"] == pytest.approx(samples / 24000, abs=1e-3)
    assert max(map(len, audio)) <= 2 * 24000 // 5


def test_flush_speaks_what_is_there(socket):
    say(socket, type="start", response_format="pcm")
    say(socket, type="text", text="Not yet complete")
    say(socket, type="flush")
    assert hear(socket, "audio.timing")[-1]["text"] == "Not yet complete"


def test_utterances_follow_each_other(socket):
    for text in ["One.", "Two.", "Three."]:
        say(socket, type="text", text=text)
        say(socket, type="finish")
    events = sum((hear(socket, "audio.done") for _ in range(3)), [])
    assert [event["utterance"] for event in events] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


@pytest.mark.parametrize("options", [
    {}, {"volume_multiplier": 0.5}, {"loudness_lufs": -30}, {"loudness_lufs": -30, "volume_multiplier": 0.5},
    {"edge_silence_ms": 400}, {"sentence_gap_ms": 900, "edge_silence_ms": 0, "speed": 1.5},
    {"voice": "Gästin", "voice_aliases": {"Gästin": {"voice": "demo_male", "rate": 0.9}}}])
def test_gives_the_audio_of_a_speech_with_the_same_fields(server, socket, options):
    text = "One sentence is here."  # of more of them the pause between hangs on when the next one has come
    fields = {"response_format": "pcm", "seed": 3, **options}
    say(socket, type="start", **fields)
    say(socket, type="text", text=text)
    say(socket, type="finish")
    audio = []
    hear(socket, "audio.done", audio)
    assert b"".join(audio) == server.speak(input=text, **fields)[2]


def test_cancel_silences_at_once_and_the_next_utterance_speaks(socket):
    say(socket, type="start", response_format="pcm")
    say(socket, type="text", text=LONG)
    hear(socket, "audio.timing")
    say(socket, type="cancel")
    assert hear(socket, "cancelled")[-1]["utterance"] == 1
    say(socket, type="text", text="Again.")
    say(socket, type="finish")
    events = hear(socket, "audio.done")
    assert {event["utterance"] for event in events} == {2}, "nothing of the first follows"


@pytest.mark.parametrize("message, code", [
    ("{", "invalid_input"), ("5", "invalid_message"), ('{"type":"sing"}', "invalid_message"),
    ('{"type":"text"}', "invalid_message"), ('{"type":"start","speed":9}', "out_of_range"),
    ('{"type":"start","input":"x"}', "invalid_input"), ('{"type":"start","ssml":true}', "unsupported")])
def test_a_wrong_message_is_answered_and_harms_nothing(socket, message, code):
    socket.send(message)
    assert hear(socket, "error")[-1]["error"]["code"] == code
    say(socket, type="text", text="Fine.")
    say(socket, type="finish")
    assert hear(socket, "audio.done")


def test_an_unknown_voice_ends_its_utterance_only(socket):
    say(socket, type="start", voice="nobody")
    say(socket, type="text", text="One.")
    error = hear(socket, "error")[-1]
    assert error["utterance"] == 1 and error["error"]["code"] == "invalid_voice"
    say(socket, type="text", text="More of the same.")
    say(socket, type="finish")
    say(socket, type="start")
    say(socket, type="text", text="Two.")
    say(socket, type="finish")
    assert hear(socket, "audio.done")[-1]["utterance"] == 2


def test_a_voice_in_the_text_is_no_file(socket):
    say(socket, type="start", allow_voice_tags=True)
    say(socket, type="text", text="[voice:/etc/passwd]One.")
    say(socket, type="finish")
    error = hear(socket, "error")[-1]
    assert (error["error"]["param"], error["error"]["type"]) == ("voice", "invalid_request_error")
    assert "is not a voice's name" in error["error"]["message"]


def test_binary_messages_close_the_socket(socket):
    socket.send(b"x")
    with pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=60)
    assert closed.value.rcvd.code == 1003


def test_without_an_upgrade(server):
    status, headers, _ = server.request("GET", "/v1/audio/stream")
    assert (status, headers["Upgrade"]) == (426, "websocket")


def test_pages_need_to_be_allowed(server):
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://{server.host}:{server.port}/v1/audio/stream", origin="https://evil.example")
    assert refused.value.response.status_code == 403


def test_the_open_utterance_is_finished_when_the_server_ends(start_server):
    server = start_server()
    with connect(f"ws://{server.host}:{server.port}/v1/audio/stream") as socket:
        say(socket, type="start", response_format="pcm")
        say(socket, type="text", text="The first sentence. And a rest")
        hear(socket, "audio.timing")
        server.process.terminate()
        assert hear(socket, "audio.done")
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=60)
        assert closed.value.rcvd.code == 1001
    assert server.process.wait(60) == 0
