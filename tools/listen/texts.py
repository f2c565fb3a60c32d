"""The texts that are spoken: sets of lines in sets/, each with a language and voices that take turns."""
import dataclasses
import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent / "sets"
BETWEEN_LONG = "\n%%\n"  # texts of more than one paragraph are parted by such a line


@dataclasses.dataclass
class Text:
    name: str       # of the set and a number: english_007; names the files too
    set: str
    text: str
    language: str   # as `kokoro say --lang` takes it
    voice: str
    phonemes: str = ""  # of the paragraphs, joined by newlines

    @property
    def paragraphs(self):
        return [line for line in self.text.split("\n") if line.strip()]

    @property
    def code(self):
        """The two letters that recognisers call the language by."""
        return self.language[:2]


def set_names():
    return list(json.loads((FOLDER / "sets.json").read_text(encoding="utf-8")))


def read_set(name, limit=None, voices=None):
    """Texts of the set `name`, the first of every voice first; at most `limit`.

    A British voice speaks British English. `voices` replaces the set's own.
    """
    about = json.loads((FOLDER / "sets.json").read_text(encoding="utf-8"))[name]
    content = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
    lines = content.split(BETWEEN_LONG) if BETWEEN_LONG in content else content.split("\n")
    voices = voices or about["voices"]
    texts = []
    for index, line in enumerate(lines[:limit]):
        voice = voices[index % len(voices)]
        language = "en-gb" if about["language"] == "en-us" and voice.startswith("b") else about["language"]
        texts.append(Text(f"{name}_{index:03d}", name, line, language, voice))
    return texts


def read_file(path, language, voice):
    """The lines of a file of one's own as a set named after it."""
    path = pathlib.Path(path)
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [Text(f"{path.stem}_{index:03d}", path.stem, line, language, voice) for index, line in enumerate(lines)]
