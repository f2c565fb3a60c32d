"""CONTRIBUTING.md followed by a stranger: another name for a format, a route, a language, in at most three files each."""
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(ROOT / "tests" / "e2e" / "server"))

import running_server
from overlay_build import OverlayBuild

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MOST_FILES = 3

ROUTE = '''#include <array>

#include "server/http/json_response.hpp"
#include "server/json/json.hpp"
#include "server/routes/routes.hpp"

namespace kokoro::server {
namespace {

constexpr std::array kQuery{Field{.name = "name", .text = "Who is greeted.", .required = true, .max_length = 20}};
constexpr std::array kReplies{Reply{.text = "The greeting"}};
constexpr Route kGreetingRoute{
    .path = "/dev/greeting", .group = "Guide", .summary = "Greet", .query = kQuery, .replies = kReplies};

}  // namespace

void add_greeting_route(Router& router, const RouteParts&) {
  router.add(kGreetingRoute, [](const Request& request, const auto& responder) {
    responder->respond(json_response({{"greeting", "Hello, " + request.arguments.string("name").value_or("") + "."}}));
  });
}

}  // namespace kokoro::server
'''

POLISH = '''#include "text/normalize/other/language_words.hpp"

namespace kokoro::text {

extern const LanguageWords kPolishWords = {
    .primary = "pl",
    .minus = "minus",
    .plus = "plus",
    .equals = "równa się",
    .times = "razy",
    .divided = "przez",
    .range = "do",
    .date = "{d} {m} {y}",
    .first_day = "pierwszy",
    .time = "{h} {n}",
    .full_hour = "{h}",
    .coins = "{a} {b}",
    .amount = "{a} {b}",
    .hour_letter = '\\0',
    .months = {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
               "października", "listopada", "grudnia"},
    .ordinals = {},
    .units = {{"km", "kilometr", "kilometry"}},
    .abbreviations = {},
    .symbols = {{"&", "i"}},
    .currencies = {},
    .address = {},
};

}  // namespace kokoro::text
'''


class Change:
    """Edits of files, as the guide tells them; every file that is touched must be named there."""

    def __init__(self, *edits, new=()):
        self.files = {}
        for path, old, text in edits:
            before = self.files.get(path) or (ROOT / path).read_text(encoding="utf-8")
            assert before.count(old) == 1, f"{path} has {before.count(old)} times {old!r}"
            self.files[path] = before.replace(old, text)
        for path, text in new:
            assert not (ROOT / path).exists()
            self.files[path] = text


FORMAT_NAME = Change(("src/base/audio_format.hpp", '"wav", "", "audio/wav", ".wav", ""',
                      '"wav", "wave", "audio/wav", ".wav", ".wave"'))
ROUTE_CHANGE = Change(
    ("src/server/routes/routes.hpp", "/// GET /metrics.\n",
     "/// GET /dev/greeting.\nvoid add_greeting_route(Router& router, const RouteParts& parts);\n/// GET /metrics.\n"),
    ("src/server/app/app.cpp", "{add_speech_route,", "{add_speech_route, add_greeting_route,"),
    new=[("src/server/routes/greeting_route.cpp", ROUTE)])
LANGUAGE = Change(
    ("src/text/language/languages.cpp", '      {.code = "h",',
     '      {.code = "l", .tag = "pl", .name = "Polish", .espeak_voice = "zlw/pl", .aliases = {"polish"}},\n'
     '      {.code = "h",'),
    ("src/text/normalize/other/language_words.cpp", "LanguageWords kSpanishWords,",
     "LanguageWords kPolishWords, kSpanishWords,"),
    ("src/text/normalize/other/language_words.cpp", "{&kSpanishWords,", "{&kPolishWords, &kSpanishWords,"),
    new=[("src/text/normalize/other/words_pl.cpp", POLISH)])


@pytest.mark.parametrize("change", [FORMAT_NAME, ROUTE_CHANGE, LANGUAGE], ids=["format", "route", "language"])
def test_takes_few_files_that_the_guide_names(change):
    assert len(change.files) <= MOST_FILES
    for path in change.files:
        known = path if (ROOT / path).exists() else path.replace("greeting", "NAME").replace("_pl", "_XX")
        assert known in GUIDE, f"CONTRIBUTING.md does not speak of {known}"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    files = FORMAT_NAME.files | ROUTE_CHANGE.files | LANGUAGE.files
    return OverlayBuild(tmp_path_factory.mktemp("guide"), files).program


def run(program, *arguments, home):
    return subprocess.run([program, *arguments], capture_output=True, timeout=120,
                          env={"KOKORO_HOME": str(home), "PATH": "/usr/bin:/bin"})


def test_the_other_name_of_a_format_is_known_everywhere(program, tmp_path):
    assert run(program, "say", "Hi.", "--format", "wave", "-o", "-", home=tmp_path).stdout.startswith(b"RIFF")
    assert run(program, "say", "Hi.", "-o", tmp_path / "x.wave", home=tmp_path).returncode == 0
    assert (tmp_path / "x.wave").read_bytes().startswith(b"RIFF")


def test_the_route_answers_and_is_described(program, tmp_path, monkeypatch):
    monkeypatch.setattr(running_server, "PROGRAM", str(program))
    server = running_server.Server(tmp_path)
    try:
        assert server.get_json("/dev/greeting?name=you") == (200, {"greeting": "Hello, you."})
        assert server.request("GET", "/dev/greeting")[0] == 422
        assert "/dev/greeting" in server.get_json("/openapi.json")[1]["paths"]
        status, headers, body = server.speak(input="Hi.", response_format="wave")
        assert status == 200 and body.startswith(b"RIFF")
    finally:
        server.stop()


def test_the_language_is_read_with_its_words(program, tmp_path):
    by_tag = run(program, "phonemize", "--lang", "pl", "kot & pies", home=tmp_path)
    by_name = run(program, "phonemize", "--lang", "Polish", "kot i pies", home=tmp_path)
    assert by_tag.returncode == 0 and by_tag.stdout == by_name.stdout != b""
