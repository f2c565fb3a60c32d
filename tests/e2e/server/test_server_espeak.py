"""espeak-ng runs in a process of its own beside `kokoro serve`: its death costs no request."""

import json
import os
import pathlib
import signal
import subprocess
import threading

import pytest
from running_server import Server


def children(server):
    """Process ids of the server's children, by the arguments they were started with."""
    found = []
    for task in pathlib.Path(f"/proc/{server.process.pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            try:
                arguments = pathlib.Path(f"/proc/{child}/cmdline").read_text().split("\0")
            except OSError:
                continue
            if "espeak-process" in arguments:
                found.append(int(child))
    return found


@pytest.fixture
def apart(tmp_path):
    server = Server(tmp_path, "--espeak", "process")
    yield server
    server.stop()


def test_killing_it_between_requests_costs_none(apart):
    seen = set()
    for _ in range(3):
        (worker,) = children(apart)
        seen.add(worker)
        os.kill(worker, signal.SIGKILL)
        assert apart.speak(input="Hola, mundo.", lang_code="es", response_format="wav")[0] == 200
    assert len(seen) == 3


def test_killing_it_under_requests_costs_none(apart):
    body = {"input": "Uno dos tres cuatro cinco. " * 3, "lang_code": "es", "response_format": "pcm", "seed": 1,
            "stream": False}
    status, _, expected = apart.speak(**body)
    assert status == 200
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(apart.speak(**body))) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        for worker in children(apart):
            os.kill(worker, signal.SIGKILL)
        for thread in threads:
            thread.join(0.2)
    assert [status for status, _, _ in answers] == [200] * 4
    assert all(audio == expected for _, _, audio in answers)


def test_it_ends_with_the_server(tmp_path):
    server = Server(tmp_path)
    (worker,) = children(server)
    assert server.stop() == 0
    assert not pathlib.Path(f"/proc/{worker}/exe").exists()


def test_inline_starts_no_process(tmp_path):
    server = Server(tmp_path, "--espeak", "inline")
    assert children(server) == []
    assert server.speak(input="Hola.", lang_code="es", response_format="wav")[0] == 200
    server.stop()


# espeak-ng without what keeps deadly text from it: words of the tables below reach it as text that kills 1.51.
UNSANITISED = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static const char* const kWords[] = {"mortala", "mortale", "mortali", "mortalo"};
static const char* const kDeadly[] = {"[-\u0902", "(-नमस्ते", "\"-नमस्ते\"", "---लच्छेद"};

const char* espeak_TextToPhonemes(const void** text, int encoding, int mode) {
  const char* (*real)(const void**, int, int) =
      (const char* (*)(const void**, int, int))dlsym(RTLD_NEXT, "espeak_TextToPhonemes");
  for (int i = 0; *text && i < 4; ++i) {
    const char* at = strstr(*text, kWords[i]);
    if (!at) continue;
    static char changed[4096];
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - (const char*)*text), (const char*)*text, kDeadly[i],
             at + strlen(kWords[i]));
    *text = changed;
    break;
  }
  return real(text, encoding, mode);
}
"""
DEADLY = ["mortala", "mortale", "mortali", "mortalo"]


@pytest.fixture
def unsanitised(tmp_path, monkeypatch):
    (tmp_path / "shim.c").write_text(UNSANITISED, encoding="utf-8")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / "shim.so", tmp_path / "shim.c", "-ldl"], check=True)
    monkeypatch.setenv("LD_PRELOAD", str(tmp_path / "shim.so"))
    server = Server(tmp_path, "--espeak", "process")
    monkeypatch.delenv("LD_PRELOAD")
    yield server
    server.stop()


def phonemes(server, text):
    body = json.dumps({"text": text, "lang_code": "es"})
    status, _, answer = server.request("POST", "/dev/phonemize", body, {"Content-Type": "application/json"})
    assert status == 200, answer
    return json.loads(answer)["phonemes"]


def test_text_that_kills_it_costs_one_word(unsanitised):
    (first,) = children(unsanitised)
    for word in DEADLY:
        assert phonemes(unsanitised, f"Hola, {word} mundo. Adiós.") == phonemes(unsanitised, "Hola, mundo. Adiós.")
        assert children(unsanitised) != [first], f"{word} did not kill it: the test shows nothing"
        (first,) = children(unsanitised)
    # Each is tried twice in its sentence and once alone, then never again.
    assert sum("died over a text" in line for line in unsanitised.lines) <= 3 * len(DEADLY)
    assert phonemes(unsanitised, "Hola, mortala mundo. Adiós.") == phonemes(unsanitised, "Hola, mundo. Adiós.")
    assert children(unsanitised) == [first]


def test_text_that_kills_it_costs_no_request(unsanitised):
    def body(text):
        return {"input": text, "lang_code": "es", "response_format": "pcm", "seed": 1, "stream": False}

    expected = unsanitised.speak(**body("Uno dos tres."))[2]
    answers = {}

    def ask(number, text):
        answers[number] = unsanitised.speak(**body(text))

    texts = ["Uno dos tres.", "Uno mortala dos tres.", "Mortalo uno mortale dos tres, mortali.", "Uno dos tres."] * 2
    threads = [threading.Thread(target=ask, args=pair) for pair in enumerate(texts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answers[i][0] for i in range(len(texts))] == [200] * len(texts)
    assert all(answers[i][2] == expected for i, text in enumerate(texts) if "ortal" not in text)
    assert any("died over a text" in line for line in unsanitised.lines)


def test_killing_it_while_it_has_a_request_costs_none(apart):
    body = {"input": "Uno dos tres.", "lang_code": "es", "response_format": "pcm", "seed": 1, "stream": False}
    status, _, expected = apart.speak(**body)
    assert status == 200
    (worker,) = children(apart)
    os.kill(worker, signal.SIGSTOP)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(apart.speak(**body)))
    thread.start()
    # The request lies in the socket of the process that does not run.
    thread.join(0.3)
    assert thread.is_alive()
    os.kill(worker, signal.SIGKILL)
    thread.join()
    assert [(status, audio) for status, _, audio in answers] == [(200, expected)]
    assert children(apart) != [worker]
