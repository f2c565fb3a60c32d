"""How text is read, seen from outside: word times in every language, markup, what is put into words, lexicons."""

import json

import pytest


@pytest.mark.parametrize(
    ("language", "text", "whole", "neighbour"),
    [
        ("en-us", "It costs $5.30 now.", "$5.30", "now"),
        ("en-gb", "It costs £5.30 now.", "£5.30", "now"),
        ("es", "Cuesta 5,30 € hoy.", "5,30 €", "hoy"),
        ("fr-fr", "Cela coûte 1 234,56 € ce soir.", "1 234,56 €", "soir"),
        ("hi", "यह ₹5.50 का है।", "₹5.50", "है"),
        ("it", "Costa 5,30 € oggi.", "5,30 €", "oggi"),
        ("ja", "これは$5.30です。", "$5.30", "です"),
        ("pt-br", "Custa R$ 5,30 hoje.", "R$ 5,30", "hoje"),
        ("zh", "现在是$5.30了。", "$5.30", "了"),
    ],
)
def test_an_amount_has_one_time_in_every_language(kokoro, tmp_path, language, text, whole, neighbour):
    done = kokoro("say", text, "--lang", language, "-o", "out.wav", "--captions", "out.json", "--quiet")
    assert done.returncode == 0, done.stderr
    words = json.loads((tmp_path / "out.json").read_text())["words"]
    amounts = [word for word in words if word["word"] == whole]
    assert len(amounts) == 1, words
    assert amounts[0]["end"] > amounts[0]["start"]
    assert [word["word"] for word in words].count(neighbour) == 1
    assert all(a["end"] <= b["start"] + 1e-6 for a, b in zip(words, words[1:]))


def phonemes(kokoro, *arguments, **options):
    done = kokoro("phonemize", "--lang", "en-us", *arguments, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode().rstrip("\n")


def test_phonemize_obeys_markup(kokoro):
    assert phonemes(kokoro, "one [pause:1s]two [mark:x]three") == phonemes(kokoro, "--plain", "one two three")
    assert "pˈɔz" in phonemes(kokoro, "--plain", "[pause:1s]")
    assert phonemes(kokoro, "say [kokoro](/kˈOkəɹO/)").endswith("kˈOkəɹO")
    spoken = phonemes(kokoro, "--ssml", "<speak>one<break time='1s'/>two <sub alias='three'>3</sub></speak>")
    assert spoken.split("\n") == [phonemes(kokoro, "one"), phonemes(kokoro, "two three")]


def test_phonemize_reads_all_of_a_long_text(kokoro):
    sentence = "The quick brown fox jumps over the lazy dog. "
    one = phonemes(kokoro, sentence.strip())
    assert phonemes(kokoro, "-", stdin=sentence * 500).count(one) == 500


def test_what_is_put_into_words_can_be_chosen(kokoro):
    assert phonemes(kokoro, "5 km") == phonemes(kokoro, "five kilometers")
    assert phonemes(kokoro, "--leave", "units", "5 km") == phonemes(kokoro, "five km")
    assert phonemes(kokoro, "a § b") != phonemes(kokoro, "--leave", "symbols", "a § b")
    done = kokoro("phonemize", "--leave", "unitz", "5 km")
    assert done.returncode == 2 and b"unitz" in done.stderr


@pytest.mark.parametrize("language", ["en-us", "pt-br", "de", "ja", "zh"])
def test_sounds_that_the_model_lacks_are_said_as_the_nearest(kokoro, language):
    assert kokoro("phonemize", "--lang", language, "[東京](/ɬʉʀãǃ/)").stdout.decode().strip() == "luʁa\u0303k"


def test_lexicons_of_the_user_count_at_once(kokoro):
    before = phonemes(kokoro, "kokoro")
    folder = kokoro.home / "lexicons"
    folder.mkdir(parents=True)
    (folder / "mine.tsv").write_text("kokoro\t/kˈOkəɹO/\n東京\tおおさか\tja\n")
    assert phonemes(kokoro, "kokoro") == "kˈOkəɹO" != before
    osaka = kokoro("phonemize", "--lang", "ja", "おおさか").stdout
    assert kokoro("phonemize", "--lang", "ja", "東京").stdout == osaka
    (folder / "mine.tsv").write_text("kokoro\t/kˈOkəɹO/\ten\tnouns\n")
    done = kokoro("phonemize", "kokoro")
    assert done.returncode == 0 and b"nouns" in done.stderr
