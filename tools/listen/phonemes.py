"""The phonemes of texts, from `kokoro phonemize`."""
import os
import subprocess


def fill(texts, program, home):
    """Sets `phonemes` of every text; one run of the program for each language."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KOKORO_")}
    environment["KOKORO_HOME"] = str(home)
    for language in sorted({text.language for text in texts}):
        spoken = [text for text in texts if text.language == language]
        lines = [paragraph for text in spoken for paragraph in text.paragraphs]
        run = subprocess.run([str(program), "phonemize", "--lang", language, "-"], input="\n".join(lines) + "\n",
                             capture_output=True, text=True, env=environment, check=False)
        said = run.stdout.rstrip("\n").split("\n")
        if run.returncode or len(said) != len(lines):
            raise RuntimeError(f"{program} phonemize --lang {language}: {run.stderr or f'{len(said)} lines for {len(lines)}'}")
        for text in spoken:
            text.phonemes = "\n".join(said.pop(0) for _ in text.paragraphs)
