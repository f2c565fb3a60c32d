"""The official `openai` client: every way to ask for speech, retries, and an error class for every refusal."""

import base64
import http.server
import io
import json
import threading
import wave

import openai
import pytest

TEXT = "Hello. Every way of asking gives the same sound."


@pytest.fixture(scope="module")
def client(server):
    with openai.OpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0) as made:
        yield made


@pytest.fixture(scope="module")
def pcm(client):
    speech = client.audio.speech.create(model="tts-1", voice="alloy", input=TEXT, response_format="pcm")
    assert len(speech.content) > 48000
    return speech.content


def test_speech_is_read_whole_and_in_pieces(client, pcm, tmp_path):
    asked = {"model": "tts-1", "voice": "alloy", "input": TEXT, "response_format": "pcm"}
    assert b"".join(client.audio.speech.create(**asked).iter_bytes(1000)) == pcm
    client.audio.speech.create(**asked).write_to_file(tmp_path / "speech.pcm")
    assert (tmp_path / "speech.pcm").read_bytes() == pcm
    with client.audio.speech.with_streaming_response.create(**asked) as response:
        pieces = list(response.iter_bytes())
    assert b"".join(pieces) == pcm and len(pieces) > 1
    with client.audio.speech.with_streaming_response.create(**asked) as response:
        response.stream_to_file(tmp_path / "streamed.pcm")
    assert (tmp_path / "streamed.pcm").read_bytes() == pcm


def test_a_raw_response_shows_headers(client, pcm):
    raw = client.audio.speech.with_raw_response.create(model="tts-1", voice="alloy", input=TEXT, response_format="pcm",
                                                       extra_headers={"X-Request-Id": "raw-1"})
    assert raw.status_code == 200
    assert raw.headers["Content-Type"] == "audio/pcm"
    assert raw.headers["X-Request-Id"] == "raw-1"
    assert raw.parse().content == pcm


def test_all_the_fields_that_the_client_knows(client):
    speech = client.audio.speech.create(model="gpt-4o-mini-tts", voice={"id": "coral"}, input=TEXT, response_format="wav", speed=1.5,
                                        instructions="Cheerfully.", extra_body={"stream": False})
    with wave.open(io.BytesIO(speech.content)) as sound:
        assert sound.getparams()[:3] == (1, 2, 24000)
        assert sound.getnframes() > 12000


def test_events_through_the_client(client, pcm):
    with client.audio.speech.with_streaming_response.create(
            model="gpt-4o-mini-tts", voice="alloy", input=TEXT, response_format="pcm",
            stream_format="sse") as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        events = [json.loads(line.removeprefix("data: ")) for line in response.iter_lines() if line]
    assert b"".join(base64.b64decode(event["audio"]) for event in events[:-1]) == pcm
    usage = events[-1]["usage"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"] > usage["input_tokens"] > 0


def test_the_asynchronous_client(server, pcm):
    import asyncio

    async def ask():
        async with openai.AsyncOpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0) as client:
            speech = client.audio.speech.with_streaming_response
            async with speech.create(model="tts-1", voice="alloy", input=TEXT, response_format="pcm") as response:
                return b"".join([piece async for piece in response.iter_bytes()])

    assert asyncio.run(ask()) == pcm


def test_models(client):
    ids = [model.id for model in client.models.list()]
    assert {"tts-1", "tts-1-hd", "gpt-4o-mini-tts", "kokoro", "kokoro-v1_0", "kokoro-v0_19"} <= set(ids)
    assert all(client.models.retrieve(name).id == name for name in ids)


@pytest.mark.parametrize("error,status,fields", [
    (openai.BadRequestError, 400, {"model": "gpt-4"}),
    (openai.BadRequestError, 400, {"voice": "nobody"}),
    (openai.BadRequestError, 400, {"input": ""}),
    (openai.BadRequestError, 400, {"input": " \n"}),
    (openai.UnprocessableEntityError, 422, {"speed": 9}),
    (openai.UnprocessableEntityError, 422, {"response_format": "wma"}),
    (openai.APIStatusError, 413, {"input": "a" * 100_001}),
    (openai.InternalServerError, 503, {"model": "kokoro-v0_19"}),
])
def test_refusals_have_the_client_s_error_classes(client, error, status, fields):
    asked = {"model": "tts-1", "voice": "alloy", "input": "Hello."} | fields
    with pytest.raises(error) as raised:
        client.audio.speech.create(**asked)
    failure = raised.value
    assert failure.status_code == status
    assert failure.request_id
    assert failure.type == ("server_error" if status >= 500 else "invalid_request_error")
    assert failure.code and failure.body["message"]
    assert failure.param == (next(iter(fields)) if status < 500 else "version")


def test_an_unknown_model_is_not_found(client):
    with pytest.raises(openai.NotFoundError) as raised:
        client.models.retrieve("gpt-5")
    assert raised.value.code == "model_not_found"


class FullAtFirst:
    """A server whose queue is full for the first requests: they get a refusal as it is, the next ones are passed on."""

    def __init__(self, server, refusal, times):
        outer = self
        self.seen = 0

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                outer.seen += 1
                asked = self.rfile.read(int(self.headers["Content-Length"]))
                answer = refusal if outer.seen <= times else server.request(
                    "POST", self.path, asked, {"Content-Type": self.headers["Content-Type"]})
                self.send_response(answer[0])
                for name in ["Content-Type", "Retry-After", "X-Request-Id"]:
                    if name in answer[1]:
                        self.send_header(name, answer[1][name])
                self.send_header("Content-Length", str(len(answer[2])))
                self.end_headers()
                self.wfile.write(answer[2])

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"

    def __enter__(self):
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture(scope="module")
def refusal(start_server):
    """What a server says to one request too many."""
    server = start_server("--client-limit", "1")
    connection = server.connect()
    try:
        long = {"input": "This text is long enough to keep a worker for a while. " * 400, "response_format": "pcm"}
        connection.request("POST", "/v1/audio/speech", json.dumps(long), {"Content-Type": "application/json"})
        assert connection.getresponse().status == 200
        answer = server.speak(input="Hi.")
    finally:
        connection.close()
    assert answer[0] == 429
    return answer


def test_a_full_queue_is_a_rate_limit(server, refusal):
    with FullAtFirst(server, refusal, 1) as full:
        with openai.OpenAI(base_url=full.url, api_key="none", max_retries=0) as client:
            with pytest.raises(openai.RateLimitError) as raised:
                client.audio.speech.create(model="tts-1", voice="alloy", input="Hello.")
    assert raised.value.type == "rate_limit_error"
    assert int(raised.value.response.headers["Retry-After"]) >= 1


def test_the_client_retries_until_there_is_room(server, refusal, monkeypatch):
    waits = []
    monkeypatch.setattr("openai._base_client.time.sleep", waits.append)
    with FullAtFirst(server, refusal, 2) as full:
        with openai.OpenAI(base_url=full.url, api_key="none", max_retries=3) as client:
            speech = client.audio.speech.create(model="tts-1", voice="alloy", input="Hello.", response_format="pcm")
    assert len(speech.content) > 4800
    assert full.seen == 3
    assert waits == [float(refusal[1]["Retry-After"])] * 2, "the server's own time is kept to"


def test_a_server_that_is_gone_is_a_connection_error():
    with openai.OpenAI(base_url="http://127.0.0.1:9/v1", api_key="none", max_retries=0) as client:
        with pytest.raises(openai.APIConnectionError):
            client.audio.speech.create(model="tts-1", voice="alloy", input="Hello.")
