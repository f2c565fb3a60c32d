"""POST /v1/audio/speech: whole and streamed audio is the same, sample for sample."""

import struct

import pytest

TEXT = ("The quick brown fox jumps over the lazy dog. A second sentence follows the first one. "
        "And here is a third, so that there is more than one piece to send.")


def pcm_of_wav(body, whole):
    """The samples' bytes, after a check of the 44 bytes before them."""
    riff, size, wave, fmt, fmt_size, kind, channels, rate, byte_rate, align, bits, data, data_size = struct.unpack(
        "<4sI4s4sIHHIIHH4sI", body[:44])
    assert (riff, wave, fmt, data) == (b"RIFF", b"WAVE", b"fmt ", b"data")
    assert (fmt_size, kind, channels, rate, byte_rate, align, bits) == (16, 1, 1, 24000, 48000, 2, 16)
    if whole:
        assert (size, data_size) == (len(body) - 8, len(body) - 44)
    else:
        assert (size, data_size) == (0xFFFFFFFF, 0xFFFFFFFF)
    return body[44:]


@pytest.fixture(scope="module")
def whole_pcm(server):
    status, headers, body = server.speak(input=TEXT, response_format="pcm", stream=False, seed=7)
    assert status == 200
    assert headers["Content-Type"] == "audio/pcm"
    assert int(headers["Content-Length"]) == len(body)
    assert len(body) > 2 * 24000, "more than a second"
    assert any(body), "not silence"
    return body


@pytest.mark.parametrize("response_format", ["wav", "pcm"])
@pytest.mark.parametrize("stream", [True, False])
def test_all_ways_give_the_same_samples(server, whole_pcm, response_format, stream):
    status, headers, body = server.speak(input=TEXT, response_format=response_format, stream=stream, seed=7)
    assert status == 200
    assert headers["Content-Type"] == "audio/" + response_format
    assert headers.get("Transfer-Encoding") == ("chunked" if stream else None)
    assert pcm_of_wav(body, not stream) == whole_pcm if response_format == "wav" else body == whole_pcm


def test_streams_mp3_by_default(server):
    status, headers, body = server.speak(input="Hello.")
    assert status == 200
    assert headers["Content-Type"] == "audio/mpeg"
    assert headers["Transfer-Encoding"] == "chunked"
    assert headers["X-Accel-Buffering"] == "no"
    assert headers["X-Request-Id"]
    assert body[0] == 0xFF and body[1] & 0xE0 == 0xE0, "starts with a frame"


def test_speed_changes_the_length(server):
    sizes = [len(server.speak(input=TEXT, response_format="pcm", speed=speed)[2]) for speed in (0.5, 1, 2)]
    assert sizes[0] > 1.5 * sizes[1] > 1.5 * 1.3 * sizes[2]


def test_gaps_between_sentences_hold_inside_of_what_is_synthesised_at_once(server):
    def seconds(**fields):
        status, _, body = server.speak(input="One went. Two came. Three sat.", response_format="pcm", **fields)
        assert status == 200
        return len(body) / 48000
    none, some, long = (seconds(sentence_gap_ms=ms) for ms in (0, 350, 2000))
    assert some - none == pytest.approx(2 * 0.35, abs=0.05)
    assert long - some == pytest.approx(2 * 1.65, abs=0.05)


def test_paragraphs_have_a_gap_of_their_own(server):
    sizes = [len(server.speak(input="One went.\n\nTwo came.", response_format="pcm", paragraph_gap_ms=ms)[2])
             for ms in (200, 1200)]
    assert (sizes[1] - sizes[0]) / 48000 == pytest.approx(1.0, abs=0.01)


def test_volume_scales_the_samples(server, whole_pcm):
    body = server.speak(input=TEXT, response_format="pcm", seed=7, volume_multiplier=0.5)[2]
    assert len(body) == len(whole_pcm)
    loud = struct.unpack(f"<{len(whole_pcm) // 2}h", whole_pcm)
    quiet = struct.unpack(f"<{len(body) // 2}h", body)
    # Both are rounded, the full one is clipped where it leaves the range.
    assert all(abs(2 * q - l) <= 2 for q, l in zip(quiet, loud) if abs(l) < 32767)


@pytest.mark.parametrize("model", ["tts-1", "tts-1-hd", "gpt-4o-mini-tts", "kokoro", "kokoro-v1_0"])
def test_every_model_name_speaks(server, model):
    assert server.speak(model=model, input="Hi.", voice="alloy", instructions="Calmly.")[0] == 200


def test_a_voice_may_be_an_object_and_a_mix(server):
    voices = server.get_json("/v1/audio/voices?legacy=true")[1]["voices"]
    assert server.speak(input="Hi.", voice={"id": voices[0]})[0] == 200
    assert server.speak(input="Hi.", voice="(2)+".join(voices[:2]) + "(.5)")[0] == 200


def test_lists_voices_and_models(server):
    status, full = server.get_json("/v1/audio/voices")
    assert status == 200
    assert all(set(voice) == {"id", "name", "language", "gender", "version"} for voice in full["voices"])
    assert [voice["id"] for voice in full["voices"]] == server.get_json("/v1/audio/voices?legacy=true")[1]["voices"]
    status, models = server.get_json("/v1/models")
    assert status == 200
    assert [model["id"] for model in models["data"]] == [
        "tts-1", "tts-1-hd", "gpt-4o-mini-tts", "kokoro", "kokoro-v1_0", "kokoro-v0_19"]
    assert server.get_json("/v1/models/kokoro")[1] == models["data"][3]


def test_the_official_client_is_content(server):
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0)
    speech = client.audio.speech.create(model="tts-1", voice="alloy", input="Hello.", response_format="wav")
    assert len(pcm_of_wav(speech.content, False)) > 4800
    with client.audio.speech.with_streaming_response.create(
            model="gpt-4o-mini-tts", voice="nova", input="Hello.", response_format="pcm") as response:
        assert sum(len(part) for part in response.iter_bytes()) > 4800
    assert client.audio.speech.create(model="tts-1", voice="alloy", input="Hello.").content[0] == 0xFF, "MP3"
    assert "kokoro" in [model.id for model in client.models.list()]
    with pytest.raises(openai.BadRequestError) as error:
        client.audio.speech.create(model="tts-1", voice="nobody_at_all", input="Hello.")
    assert error.value.param == "voice"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-5")


def test_options_of_normalization_change_what_is_said(server):
    asked = {"input": "Send 5 kB to https://foo.org/a-b now.", "response_format": "pcm", "stream": False}
    plain = server.speak(**asked)[2]
    assert server.speak(**asked, normalization_options={"normalize": True})[2] == plain
    for options in [{"unit_normalization": False}, {"url_normalization": False}, {"normalize": False}]:
        assert server.speak(**asked, normalization_options=options)[2] != plain, options


def test_a_lexicon_says_words_its_own_way(server):
    asked = {"input": "A tomato.", "response_format": "pcm", "stream": False}
    plain = server.speak(**asked)[2]
    assert server.speak(**asked, lexicon={"tomato": "/təmˈɑTO/"})[2] == server.speak(**asked, lexicon={"tomato": "təmˈɑTO"})[2]
    assert server.speak(**asked, lexicon={"tomato": "kˈOkəɹO"})[2] != plain
