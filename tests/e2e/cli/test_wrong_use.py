"""Every line of tests/data/wrong_use_cli.tsv: a wrong use, its exit code and what it says."""

import re
import shlex
from pathlib import Path

import pytest

TABLE = Path(__file__).resolve().parents[2] / "data/wrong_use_cli.tsv"


def cases():
    lines = [line for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    for line in lines[1:]:
        arguments, environment, stdin, code, message = line.split("\t")
        variables = dict(pair.split("=", 1) for pair in environment.split())
        yield pytest.param(shlex.split(arguments), variables, stdin.replace("\\n", "\n"), int(code), message, id=arguments)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "text.txt").write_text("Hello.")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "latin1.txt").write_bytes("Caf\u00e9.".encode("latin-1"))
    (tmp_path / "page.pt").write_text("<!DOCTYPE html><title>Not found</title>")
    (tmp_path / "unknown.toml").write_text("threads = 1\nprot = 3\n")
    (tmp_path / "broken.toml").write_text("[server\n")
    (tmp_path / "folder").mkdir()


@pytest.mark.parametrize("arguments, variables, stdin, code, message", cases())
def test_wrong_use(kokoro, files, tmp_path, arguments, variables, stdin, code, message):
    before = sorted(path.name for path in tmp_path.iterdir())
    done = kokoro(*arguments, stdin=stdin, environment=variables)
    text = done.stderr.decode()
    assert done.returncode == code, text
    assert re.search(message, text), text
    remarks = ("This is the small demo voice; `kokoro pull` fetches the real one.\n",
               "English is read without its dictionary; `kokoro pull lexicon` fetches it.\n")
    assert re.match(r"kokoro: .", text.replace(remarks[0], "").replace(remarks[1], ""))
    assert "terminate called" not in text
    assert [name for name in sorted(path.name for path in tmp_path.iterdir()) if name != "home"] == before


def test_the_table_is_long_enough():
    assert len(list(cases())) >= 25
