"""The bytes of the event stream, as the HTML standard's section on server-sent events reads them."""

import base64
import json
import re

import pytest

TEXT = "Hé, $5 for [mark:price] two words? Yes. [pause:300ms] And a second sentence follows, with an end."
SSML = '<speak>One <mark name="middle"/> two <break time="200ms"/> three.<mark name="end"/></speak>'


def read_events(body):
    """The data of each event. Nothing but one data line and an empty line may stand in a stream of ours."""
    text = body.decode("utf-8")
    assert "\r" not in text and text.endswith("\n\n")
    blocks = text[:-2].split("\n\n")
    assert all(re.fullmatch(r"data: \{[^\n]*\}", block) for block in blocks)
    return [json.loads(block.removeprefix("data: ")) for block in blocks]


def ask(server, **fields):
    status, headers, body = server.speak(stream_format="sse", **fields)
    assert status == 200 and headers["Content-Type"] == "text/event-stream"
    assert headers["Cache-Control"] == "no-store" and headers["Transfer-Encoding"] == "chunked"
    return read_events(body)


@pytest.mark.parametrize("response_format", ["mp3", "opus", "aac", "flac", "wav", "pcm"])
def test_deltas_are_the_stream_and_the_last_event_is_done(server, response_format):
    events = ask(server, input="Hello there.", response_format=response_format)
    assert [event["type"] for event in events] == ["speech.audio.delta"] * (len(events) - 1) + ["speech.audio.done"]
    audio = b"".join(base64.b64decode(event["audio"], validate=True) for event in events[:-1])
    assert audio == server.speak(input="Hello there.", response_format=response_format)[2]
    assert set(events[-1]) == {"type", "usage"}


def test_times_come_before_their_sound(server):
    events = ask(server, input=TEXT, response_format="pcm", return_timestamps=True)
    kinds = [event["type"] for event in events]
    assert set(kinds) == {"speech.audio.timestamps", "speech.audio.delta", "speech.audio.done"}
    heard, words, marks = 0.0, [], []
    for event in events:
        if event["type"] == "speech.audio.delta":
            heard += len(base64.b64decode(event["audio"])) / 48000
        elif event["type"] == "speech.audio.timestamps":
            assert all(word["start_time"] >= heard - 1e-6 for word in event["timestamps"])
            words += event["timestamps"]
            marks += event["marks"]
    assert words[-1]["end_time"] <= heard + 1e-6
    assert [TEXT[word["start_char"]:word["end_char"]] for word in words] == [word["word"] for word in words]
    written = [word["word"].strip(".,?") for word in words]
    for expected in ["Hé", "words", "Yes", "second", "end"]:
        assert expected in written
    assert all(a["end_time"] <= b["start_time"] + 1e-6 for a, b in zip(words, words[1:]))
    two = next(word for word in words if word["word"] == "two")
    assert [mark["name"] for mark in marks] == ["price"] and marks[0]["time"] == two["start_time"]


def test_times_do_not_change_the_sound(server):
    plain = ask(server, input=TEXT, response_format="pcm")
    timed = ask(server, input=TEXT, response_format="pcm", return_timestamps=True)
    assert plain == [event for event in timed if event["type"] != "speech.audio.timestamps"]


def test_marks_of_ssml(server):
    events = ask(server, input=SSML, response_format="pcm", return_timestamps=True, ssml=True)
    marks = [mark for event in events for mark in event.get("marks", [])]
    words = {word["word"].strip("."): word for event in events for word in event.get("timestamps", [])}
    assert [mark["name"] for mark in marks] == ["middle", "end"]
    assert marks[0]["time"] == words["two"]["start_time"]
    assert marks[1]["time"] >= words["three"]["end_time"]


def test_times_without_events_are_refused(server):
    status, _, body = server.speak(input="Hi.", return_timestamps=True)
    assert status == 400 and json.loads(body)["error"]["param"] == "return_timestamps"
