import json
import os
import shutil
import subprocess

import pytest

COMMANDS = ["say", "serve", "voices", "models", "phonemize", "pull", "doctor", "config", "completion", "version"]


def test_help_of_everything(kokoro):
    overview = kokoro("--help").stdout.decode()
    assert "Exit codes" in overview and "Examples" in overview
    for command in COMMANDS:
        assert command in overview
        done = kokoro(command, "--help")
        assert done.returncode == 0
        assert len(done.stdout) > 80


def test_version(kokoro):
    assert kokoro("version").stdout == kokoro("--version").stdout
    assert kokoro("version").stdout.startswith(b"kokoro ")


def test_phonemes_line_by_line(kokoro):
    done = kokoro("phonemize", "--lang", "en-us", "-", stdin="Hello world.\n\nSecond line.\n")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().split("\n")
    assert len(lines) == 4 and lines[1] == "" and lines[3] == ""
    assert "həlˈO" in lines[0]
    assert kokoro("phonemize", "--lang", "a", "Hello world.").stdout.decode() == lines[0] + "\n"


def test_a_line_that_says_nothing_among_others_is_empty(kokoro):
    done = kokoro("phonemize", "--lang", "en-us", "-", stdin="Hello.\n* * *\n...!?\nWorld.\n")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().split("\n")
    assert len(lines) == 5 and lines[1] == "" and lines[2] == ""
    assert lines[0] and lines[3]


def test_phonemes_need_no_model_or_home(kokoro):
    assert kokoro("phonemize", "--lang", "es", "hola", environment={"KOKORO_HOME": "/nonexistent"}).returncode == 0


def test_voices_of_the_demo(kokoro):
    voices = json.loads(kokoro("voices", "--json").stdout)
    assert [voice["id"] for voice in voices] == ["demo_british_female", "demo_british_male", "demo_female", "demo_male"]
    assert all(voice["embedded"] and voice["version"] == "v1.0" for voice in voices)
    assert kokoro("voices", "--names").stdout == b"demo_british_female\ndemo_british_male\ndemo_female\ndemo_male\n"
    assert b"demo_female" in kokoro("voices").stdout


def test_models_of_the_demo(kokoro):
    models = json.loads(kokoro("models", "--json").stdout)
    assert [(model["version"], model["embedded"], model["default"]) for model in models] == [("v1.0", True, True)]
    assert b"(embedded)" in kokoro("models").stdout


def test_doctor_says_what_is_there_and_what_next(kokoro):
    done = kokoro("doctor")
    text = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert str(kokoro.home) in text
    assert "KOKORO_HOME" in text
    assert "`kokoro pull`" in text
    assert "`kokoro pull lexicon`" in text
    assert "parameters" in text


def test_doctor_fails_with_a_damaged_model(kokoro):
    (kokoro.home / "models/v1_0").mkdir(parents=True)
    (kokoro.home / "builds/v1_0").mkdir(parents=True)
    (kokoro.home / "models/v1_0/kokoro-v1_0.pth").write_text("not a model")
    (kokoro.home / "builds/v1_0/config.json").write_text("{}")
    done = kokoro("doctor")
    assert done.returncode == 6
    assert "config.json" in done.stderr.decode() or "kokoro-v1_0.pth" in done.stderr.decode()


def test_config_shows_where_values_come_from(kokoro):
    kokoro.home.mkdir()
    (kokoro.home / "kokoro.toml").write_text("threads = 3\n[server]\nport = 1234\n")
    done = kokoro("config", "--json", "--port", "4321", environment={"KOKORO_QUEUE_LIMIT": "5"})
    values = json.loads(done.stdout)
    assert values["threads"] == {"value": "3", "from": f"file {kokoro.home}/kokoro.toml"}
    assert values["port"] == {"value": "4321", "from": "flag --port"}
    assert values["queue_limit"] == {"value": "5", "from": "environment KOKORO_QUEUE_LIMIT"}
    assert values["host"] == {"value": "127.0.0.1", "from": "default"}
    assert b"flag --port" in kokoro("config", "--port", "4321").stdout


def test_example_file_is_accepted(kokoro):
    example = kokoro("config", "--example").stdout.decode()
    lines = [line[2:] if line.startswith("# ") and " = " in line else line for line in example.splitlines()]
    (kokoro.folder / "example.toml").write_text("\n".join(lines))
    assert kokoro("config", "--config-file", "example.toml").returncode == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_valid_and_complete(kokoro, shell):
    script = kokoro("completion", shell).stdout.decode()
    for word in COMMANDS + ["captions"]:
        assert word in script
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=script.encode(), capture_output=True, check=False)
        assert checked.returncode == 0, checked.stderr


def test_bash_completes_flags(kokoro):
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")
    script = kokoro("completion", "bash").stdout.decode()
    script += '\nCOMP_WORDS=(kokoro say --cap); COMP_CWORD=2; _kokoro; echo "${COMPREPLY[@]}"\n'
    script += 'COMP_WORDS=(kokoro ph); COMP_CWORD=1; _kokoro; echo "${COMPREPLY[@]}"\n'
    done = subprocess.run(["bash"], input=script.encode(), capture_output=True, check=True, env=dict(os.environ))
    assert done.stdout.decode() == "--captions\nphonemize\n"


def test_full_standard_output_is_an_error(kokoro):
    with open("/dev/full", "wb") as full:
        for arguments in (["voices"], ["config"], ["version"], ["phonemize", "--lang", "es", "hola"], ["--help"]):
            assert kokoro(*arguments, stdout=full).returncode == 7, arguments


def test_phonemes_of_japanese_mandarin_and_words_among_others(kokoro):
    def said(language, text):
        done = kokoro("phonemize", "--lang", language, text)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode().strip()

    assert said("ja", "東京です。") == "toːkʲoː desɨ."
    assert said("zh", "重庆银行。") == "ꭧʰʊ↗ŋʨʰi↘ŋ i↗nxa↗ŋ."
    assert said("es", "Vivo en 北京.").endswith("pei↓ʨi→ŋ.")


def test_a_missing_dictionary_names_its_package(kokoro):
    done = kokoro("phonemize", "--lang", "ja", "--mecab-dictionary", "/nonexistent", "東京")
    assert done.returncode == 9
    assert b"apt install open-jtalk-mecab-naist-jdic" in done.stderr
