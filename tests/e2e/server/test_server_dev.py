"""The /dev routes: captions, phonemes, dialogues, SSML."""

import array
import base64
import json
import re
import subprocess

import pytest

from running_server import LONG

TEXT = "Hello there. Here is [mark:here]a second sentence, which is a little longer!"
HALF_MS = 0.0005  # times are told in whole milliseconds
WORDS = "Hello there Here is a second sentence which is a little longer".split()


def post(server, path, body, **headers):
    """Status, headers, body of a POST of JSON."""
    return server.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **headers})


def post_json(server, path, **fields):
    status, _, body = post(server, path, fields)
    assert status == 200, body
    return json.loads(body)


def pcm(server, **fields):
    status, _, body = server.speak(response_format="pcm", seed=3, **fields)
    assert status == 200, body
    return body


def seconds_of_pcm(body):
    return len(body) / 48000


def check_times(words, length_s):
    assert [word["word"] for word in words] == WORDS
    assert all(set(word) == {"word", "start_time", "end_time"} for word in words)
    times = [time for word in words for time in (word["start_time"], word["end_time"])]
    assert times == sorted(times) and 0 <= times[0] and times[-1] <= length_s + HALF_MS


def test_captioned_speech_as_one_object(server):
    status, headers, body = post(server, "/dev/captioned_speech",
                                 {"input": TEXT, "response_format": "wav", "stream": False, "seed": 3})
    assert status == 200 and headers["Content-Type"] == "application/json"
    assert int(headers["Content-Length"]) == len(body)
    answer = json.loads(body)
    assert answer["audio_format"] == "audio/wav"
    audio = base64.b64decode(answer["audio"], validate=True)
    assert audio[44:] == pcm(server, input=TEXT)
    assert int.from_bytes(audio[40:44], "little") == len(audio) - 44
    check_times(answer["timestamps"], seconds_of_pcm(audio[44:]))
    [mark] = answer["marks"]
    assert mark == {"name": "here", "time": answer["timestamps"][4]["start_time"]}


@pytest.mark.parametrize("response_format", ["pcm", "mp3", "opus"])
def test_captioned_speech_as_lines(server, response_format):
    fields = {"input": TEXT * 4, "response_format": response_format, "seed": 3}
    status, headers, body = post(server, "/dev/captioned_speech", fields)
    assert status == 200 and headers["Transfer-Encoding"] == "chunked"
    lines = [json.loads(line) for line in body.decode().splitlines()]
    assert len(lines) > 1
    assert b"".join(base64.b64decode(line["audio"]) for line in lines) == server.speak(**fields)[2]
    words = [word for line in lines for word in line["timestamps"]]
    assert [word["word"] for word in words] == WORDS * 4
    starts = [word["start_time"] for word in words]
    assert starts == sorted(starts) and starts[-1] > 5
    assert sum(len(line.get("marks", [])) for line in lines) == 4


def test_captioned_speech_without_times(server):
    answer = post_json(server, "/dev/captioned_speech", input=TEXT, stream=False, return_timestamps=False)
    assert answer["timestamps"] == [] and answer["audio"]


def cues(document):
    """Start, end and text of each cue of SRT or VTT."""
    pattern = r"(\d\d):(\d\d):(\d\d)[.,](\d{3}) --> (\d\d):(\d\d):(\d\d)[.,](\d{3})\n((?:.+\n)+)"
    out = []
    for found in re.findall(pattern, document):
        h, m, s, ms, h2, m2, s2, ms2 = map(int, found[:8])
        out.append((h * 3600 + m * 60 + s + ms / 1000, h2 * 3600 + m2 * 60 + s2 + ms2 / 1000, found[8].strip()))
    return out


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("query,accept,content_type", [
    ("", "text/vtt", "text/vtt"), ("", "application/x-subrip", "application/x-subrip"),
    ("", "application/json;q=0.5, text/vtt", "text/vtt"), ("?format=srt", "*/*", "application/x-subrip"),
    ("?format=vtt", "application/json", "text/vtt")])
def test_captions(server, query, accept, content_type, stream):
    body = {"input": TEXT, "stream": stream, "seed": 3}
    status, headers, document = post(server, "/dev/captioned_speech" + query, body, Accept=accept)
    assert status == 200 and headers["Content-Type"] == content_type
    found = cues(document.decode())
    assert " ".join(text for _, _, text in found) == (
        "Hello there. Here is a second sentence, which is a little longer!")
    assert found[0][2] == "Hello there."
    length = seconds_of_pcm(pcm(server, input=TEXT)) + HALF_MS
    for (start, end, _), (after, _, _) in zip(found, found[1:] + [(length, length, "")]):
        assert 0 <= start < end <= after
    assert document.startswith(b"WEBVTT\n\n") == (content_type == "text/vtt")


def test_captions_of_ssml_show_no_tags(server):
    body = {"input": "<speak><s>Hello, <emphasis>you</emphasis>!</s> <break/>Bye.</speak>", "ssml": True}
    document = post(server, "/dev/captioned_speech?format=srt", body)[2].decode()
    assert [text for _, _, text in cues(document)] == ["Hello, you!", "Bye."]


def test_captions_are_read_by_ffmpeg(server, tmp_path):
    for name in ("srt", "vtt"):
        path = tmp_path / ("captions." + name)
        path.write_bytes(post(server, "/dev/captioned_speech?format=" + name, {"input": TEXT})[2])
        probe = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", str(path)],
                               capture_output=True, timeout=60, check=True)
        assert probe.stdout.strip() == {"srt": b"subrip", "vtt": b"webvtt"}[name]


def test_phonemes_are_those_of_all_the_text(server):
    one = post_json(server, "/dev/phonemize", text="Hello world.")
    assert one["tokens"][0] == one["tokens"][-1] == 0
    assert len(one["tokens"]) == len(one["phonemes"]) + 2
    assert one["tokens"][1 + one["phonemes"].index(" ")] == 16
    long = post_json(server, "/dev/phonemize", text="Hello world. " * 100, language="en-us")
    assert long["phonemes"].count("ˈ") == 100 * one["phonemes"].count("ˈ")
    assert len(long["tokens"]) == len(long["phonemes"]) + 2
    assert post_json(server, "/dev/phonemize", text="Bonjour", language="f")["phonemes"] != one["phonemes"]


def test_phonemes_are_spoken_as_their_text_is(server):
    phonemes = post_json(server, "/dev/phonemize", text="Hello world.")["phonemes"]
    status, headers, body = post(server, "/dev/generate_from_phonemes",
                                 {"phonemes": phonemes, "voice": "af_heart", "response_format": "pcm", "seed": 3})
    assert status == 200 and headers["Content-Type"] == "audio/pcm"
    assert body == pcm(server, input="Hello world.", voice="af_heart")
    status, headers, body = post(server, "/dev/generate_from_phonemes", {"phonemes": phonemes, "voice": "af_heart"})
    assert status == 200 and headers["Content-Type"] == "audio/wav" and body[:4] == b"RIFF"
    slow = post(server, "/dev/generate_from_phonemes", {"phonemes": phonemes, "voice": "af_heart", "speed": 0.5})[2]
    assert len(slow) > 1.5 * len(body)


def test_long_phonemes_are_spoken_to_their_end(server):
    phonemes = post_json(server, "/dev/phonemize", text="Hello world. " * 60)["phonemes"]
    assert len(phonemes) > 600
    body = post(server, "/dev/generate_from_phonemes", {"phonemes": phonemes, "voice": "af_heart",
                                                         "response_format": "pcm"})[2]
    one = post(server, "/dev/generate_from_phonemes", {"phonemes": phonemes[:13], "voice": "af_heart",
                                                        "response_format": "pcm"})[2]
    assert len(body) > 30 * len(one)


def test_a_dialogue_is_its_turns(server):
    turns = [{"voice": "demo_female", "text": "How are you?"}, {"voice": "demo_male", "text": "Fine, thanks."}]
    fields = {"response_format": "pcm", "seed": 3}
    status, headers, body = post(server, "/dev/dialogue", {"turns": turns, "pause_between_turns": 1, **fields})
    assert status == 200 and headers["Content-Type"] == "audio/pcm"
    tagged = "[voice:demo_female]How are you? [pause:1s][voice:demo_male]Fine, thanks."
    assert body == pcm(server, input=tagged, allow_voice_tags=True)
    ids = [{"voice_id": turn["voice"], "text": turn["text"]} for turn in turns]
    assert post(server, "/dev/dialogue", {"inputs": ids, "pause_between_turns": 1, **fields})[2] == body
    shorter = post(server, "/dev/dialogue", {"turns": turns, "pause_between_turns": 0.25, **fields})[2]
    assert len(body) - len(shorter) == int(0.75 * 48000)
    other = post(server, "/dev/dialogue", {"turns": list(reversed(turns)), "pause_between_turns": 1, **fields})[2]
    assert other != body
    named = [{"voice": name, "text": turn["text"]} for name, turn in zip(("Gästin", "GUEST"), turns)]
    aliases = {"Gästin": "demo_female", "guest": {"voice": "demo_male"}}
    assert post(server, "/dev/dialogue", {"turns": named, "pause_between_turns": 1, "voice_aliases": aliases,
                                          **fields})[2] == body


def test_tags_of_a_turn_end_with_it(server):
    def speak(text):
        turns = [{"voice": "demo_female", "text": text}, {"voice": "demo_female", "text": "This is the end."}]
        return post(server, "/dev/dialogue", {"turns": turns, "pause_between_turns": 1, "response_format": "pcm"})[2]

    # The second turn is as long after a fast one: only the first differs. Its own noise may move its edges by a sample or
    # two, so the pause is looked at from 10 ms on.
    tail = pcm(server, input="This is the end.", voice="demo_female")
    fast = speak("[rate:3]Fast.")
    assert len(fast) > len(tail) + 48000
    silence = array.array("h", fast)[-len(tail) // 2 - 23760:-len(tail) // 2 - 12000]
    assert not any(silence)


def test_ssml_says_what_it_obeys(server):
    status, support = server.get_json("/dev/ssml")
    assert status == 200
    assert {"speak", "break", "prosody", "voice", "say-as", "phoneme", "sub", "mark"} <= set(support["elements"])
    assert support["break_strengths"]["none"] == 0 and support["prosody_rates"]["fast"] == 1.25
    assert support["rate_range"] == [0.25, 4]


def test_ssml_and_its_translation_sound_the_same(server):
    ssml = ("<speak>Hello <break time='700ms'/> <prosody rate='+20%' volume='soft'>my dear</prosody> friend. "
            "<voice name='demo_male'>And now me.</voice> <say-as interpret-as='characters'>abc</say-as></speak>")
    text = post_json(server, "/dev/ssml", text=ssml, voice="demo_female")["text"]
    assert text.startswith("Hello [pause:0.7s]") and "[voice:demo_male]" in text and "[rate:1.2]" in text
    spoken = {"voice": "demo_female"}
    assert pcm(server, input=text, allow_voice_tags=True, **spoken) == pcm(server, input=ssml, ssml=True, **spoken)
    assert post_json(server, "/dev/ssml", text="No markup at all.")["text"] == "No markup at all."


@pytest.mark.parametrize("path,body", [
    ("/dev/captioned_speech", {"input": LONG}),
    ("/dev/captioned_speech?format=srt", {"input": LONG}),
    ("/dev/dialogue", {"turns": [{"voice": "demo_male", "text": LONG}]}),
    ("/dev/generate_from_phonemes", {"phonemes": "həlˈO wˈɜɹld. " * 400}),
])
def test_the_work_ends_when_the_client_leaves(server, path, body):
    before = server.wait_until(lambda health: health["running"] == 0)["cancelled"]
    connection = server.connect()
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    server.wait_until(lambda health: health["running"] > 0)
    connection.close()
    server.wait_until(lambda health: health["running"] == 0 and health["cancelled"] > before)
    assert server.speak(input="Hi.")[0] == 200
