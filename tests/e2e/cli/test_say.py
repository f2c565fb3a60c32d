import array
import json
import os
import re
import signal
import subprocess
import wave
from pathlib import Path

import pytest

LINE = "This is the small demo voice; `kokoro pull` fetches the real one.\n"
LEXICON_LINE = "English is read without its dictionary; `kokoro pull lexicon` fetches it.\n"
TINY = Path(__file__).resolve().parents[2] / "data/models/tiny"
SENTENCE = "Hello there, this is Kokoro."


def samples(path):
    with wave.open(str(path)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 24000)
        return array.array("h", sound.readframes(sound.getnframes()))


def loudness(values):
    return (sum(v * v for v in values) / len(values)) ** 0.5


def test_writes_a_wav_that_is_heard(kokoro, tmp_path):
    done = kokoro("say", SENTENCE, "-o", "out.wav")
    assert done.returncode == 0, done.stderr
    assert done.stderr.decode() == LINE
    assert done.stdout == b""
    values = samples(tmp_path / "out.wav")
    assert 0.8 * 24000 < len(values) < 6 * 24000
    assert loudness(values) > 300
    assert os.listdir(tmp_path) == ["out.wav"]


def test_a_real_model_without_the_dictionary_says_so(kokoro):
    tiny = TINY / "kokoro-v1_0.pth"
    model = ("--model", tiny, "--config", TINY / "config.json", "--voice", TINY / "voices/tiny0.pt")
    done = kokoro("say", SENTENCE, "-o", "out.wav", "--lang", "en-us", *model)
    assert done.returncode == 0, done.stderr
    assert done.stderr.decode() == LEXICON_LINE
    done = kokoro("say", SENTENCE, "-o", "out.wav", "--lang", "en-us", *model, "--quiet")
    assert (done.returncode, done.stderr) == (0, b"")


def test_quiet_silences_the_line(kokoro):
    done = kokoro("say", SENTENCE, "-o", "out.wav", "--quiet")
    assert (done.returncode, done.stderr) == (0, b"")


def test_same_seed_same_bytes(kokoro, tmp_path):
    for name, seed in (("a.wav", 7), ("b.wav", 7), ("c.wav", 8)):
        assert kokoro("say", SENTENCE, "-o", name, "--seed", seed).returncode == 0
    a, b, c = ((tmp_path / name).read_bytes() for name in ("a.wav", "b.wav", "c.wav"))
    assert a == b
    assert a != c


def test_thread_count_does_not_change_the_sound(kokoro, tmp_path):
    for threads in (1, 3):
        assert kokoro("say", SENTENCE, "-o", f"{threads}.wav", "--threads", threads).returncode == 0
    assert (tmp_path / "1.wav").read_bytes() == (tmp_path / "3.wav").read_bytes()


def test_speed_shortens(kokoro, tmp_path):
    assert kokoro("say", SENTENCE, "-o", "normal.wav").returncode == 0
    assert kokoro("say", SENTENCE, "-o", "fast.wav", "--speed", "2").returncode == 0
    assert len(samples(tmp_path / "fast.wav")) < 0.75 * len(samples(tmp_path / "normal.wav"))


def test_voices_and_mixes_differ(kokoro, tmp_path):
    sounds = set()
    for index, voice in enumerate(("demo_female", "demo_male", "demo_female(2)+demo_male")):
        assert kokoro("say", SENTENCE, "-o", f"{index}.wav", "--voice", voice).returncode == 0
        sounds.add((tmp_path / f"{index}.wav").read_bytes())
    assert len(sounds) == 3


def test_standard_output_is_a_stream_of_the_same_samples(kokoro, tmp_path):
    streamed = kokoro("say", SENTENCE, "-o", "-")
    assert kokoro("say", SENTENCE, "-o", "out.wav").returncode == 0
    assert streamed.returncode == 0
    assert streamed.stdout[:4] == b"RIFF"
    assert streamed.stdout[44:] == (tmp_path / "out.wav").read_bytes()[44:]


def test_raw_formats_hold_the_samples_only(kokoro, tmp_path):
    assert kokoro("say", SENTENCE, "-o", "out.wav").returncode == 0
    body = (tmp_path / "out.wav").read_bytes()[44:]
    for name in ("out.pcm", "out.raw"):
        assert kokoro("say", SENTENCE, "-o", name).returncode == 0
        assert (tmp_path / name).read_bytes() == body
    assert kokoro("say", SENTENCE, "-o", "-", "--format", "pcm").stdout == body


@pytest.mark.parametrize("name, start, length_is_exact", [
    ("out.mp3", b"\xff", True), ("out.opus", b"OggS", True), ("out.ogg", b"OggS", True), ("out.flac", b"fLaC", True),
    ("out.aac", b"\xff", False)])
def test_the_name_decides_the_format(kokoro, tmp_path, name, start, length_is_exact):
    assert kokoro("say", SENTENCE, "-o", "out.pcm").returncode == 0
    assert kokoro("say", SENTENCE, "-o", name).returncode == 0
    assert (tmp_path / name).read_bytes().startswith(start)
    decoded = subprocess.run(["ffmpeg", "-v", "error", "-i", name, "-f", "s16le", "-ac", "1", "-ar", "24000", "-"],
                             cwd=tmp_path, capture_output=True, timeout=60)
    assert decoded.returncode == 0 and not decoded.stderr
    pcm = (tmp_path / "out.pcm").read_bytes()
    # AAC in ADTS cannot say that its first frame is none of the speech.
    assert 0 <= len(decoded.stdout) - len(pcm) <= (0 if length_is_exact else 2 * 2 * 1024)
    assert name != "out.flac" or decoded.stdout == pcm


def test_a_file_has_the_headers_that_a_pipe_cannot_have(kokoro, tmp_path):
    piped = kokoro("say", SENTENCE, "-o", "-", "--format", "flac").stdout
    assert kokoro("say", SENTENCE, "-o", "out.flac").returncode == 0
    whole = (tmp_path / "out.flac").read_bytes()
    assert whole[42:] == piped[42:]
    assert whole[26:42] != bytes(16) == piped[26:42], "MD5 of the samples"


@pytest.mark.parametrize("arguments, stdin", [
    (["-f", "text.txt"], ""),
    (["-"], SENTENCE),
    ([], SENTENCE),
    (["-f", "-"], "\ufeff" + SENTENCE),
])
def test_text_from_everywhere(kokoro, tmp_path, arguments, stdin):
    (tmp_path / "text.txt").write_text(SENTENCE)
    assert kokoro("say", SENTENCE, "-o", "expected.wav").returncode == 0
    done = kokoro("say", *arguments, "-o", "out.wav", stdin=stdin)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.wav").read_bytes() == (tmp_path / "expected.wav").read_bytes()


def test_captions_follow_the_words(kokoro, tmp_path):
    text = "One two three. Four five six."
    for kind in ("srt", "vtt", "json"):
        done = kokoro("say", text, "-o", "out.wav", "--captions", f"out.{kind}")
        assert done.returncode == 0, done.stderr
    duration = len(samples(tmp_path / "out.wav")) / 24000
    words = json.loads((tmp_path / "out.json").read_text())["words"]
    assert [re.sub(r"\W", "", word["word"]) for word in words] == ["One", "two", "three", "Four", "five", "six"]
    times = [time for word in words for time in (word["start"], word["end"])]
    assert times == sorted(times)
    assert times[-1] <= duration + 0.001
    assert re.search(r"^1\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\nOne two three\.\n\n2\n", (tmp_path / "out.srt").read_text())
    assert (tmp_path / "out.vtt").read_text().startswith("WEBVTT\n")


def player(folder, name, script):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)


def test_plays_through_the_first_player_in_path(kokoro, tmp_path):
    player(tmp_path / "bin", "paplay", f"/bin/cat > {tmp_path}/played; echo \"$@\" > {tmp_path}/arguments\n")
    player(tmp_path / "bin", "ffplay", f"echo wrong > {tmp_path}/wrong\n")
    done = kokoro("say", SENTENCE, environment={"PATH": str(tmp_path / "bin")})
    assert done.returncode == 0, done.stderr
    assert kokoro("say", SENTENCE, "-o", "out.pcm").returncode == 0
    assert (tmp_path / "played").read_bytes() == (tmp_path / "out.pcm").read_bytes()
    assert "24000" in (tmp_path / "arguments").read_text()
    assert not (tmp_path / "wrong").exists()


def test_player_that_fails_is_an_error(kokoro, tmp_path):
    player(tmp_path / "bin", "aplay", "exit 1\n")
    done = kokoro("say", SENTENCE, environment={"PATH": str(tmp_path / "bin")})
    assert done.returncode == 9
    assert "aplay could not play" in done.stderr.decode()


def test_without_a_player_names_the_output_flag(kokoro, tmp_path):
    done = kokoro("say", SENTENCE, environment={"PATH": str(tmp_path)})
    assert done.returncode == 9
    assert re.search(r"apt install.*-o", done.stderr.decode())


def test_full_disk_is_an_error(kokoro):
    done = kokoro("say", SENTENCE, "-o", "/dev/full")
    assert done.returncode == 7
    assert "No space left" in done.stderr.decode()


def test_closed_reader_is_an_error_not_a_signal(kokoro):
    reading, writing = os.pipe()
    os.close(reading)
    done = kokoro("say", SENTENCE, "-o", "-", stdout=writing)
    os.close(writing)
    assert done.returncode == 7
    assert "Broken pipe" in done.stderr.decode()


def test_existing_file_survives_a_failure(kokoro, tmp_path):
    (tmp_path / "out.wav").write_text("precious")
    assert kokoro("say", SENTENCE, "-o", "out.wav", "--captions", "none/out.srt").returncode == 7
    assert kokoro("say", "Hi.", "-o", "kept.wav", "--voice", "nobody").returncode == 3
    assert not (tmp_path / "kept.wav").exists()


def test_interrupt_leaves_nothing(kokoro, tmp_path):
    (tmp_path / "long.txt").write_text("This sentence is one of very many sentences. " * 5000)
    running = subprocess.Popen(kokoro.command("say", "-f", "long.txt", "-o", "out.wav"), cwd=tmp_path,
                               env=kokoro.environment, stderr=subprocess.PIPE)
    assert running.stderr.readline().decode() == LINE  # comes once the output is open
    running.send_signal(signal.SIGINT)
    assert running.wait(30) == 11
    running.stderr.close()
    assert os.listdir(tmp_path) == ["long.txt"]
