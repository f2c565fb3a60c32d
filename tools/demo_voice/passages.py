"""Running text to teach with: paragraphs of the Debian packages fortunes, fortunes-min and anarchism (see their copyright
files; the text is only spoken, none of it is kept in the repository)."""
import gzip
import pathlib
import re

_SHELVES = ("art cookie definitions education ethnic fortunes goedel humorists kids law linuxcookie literature love magic "
            "medicine men-women miscellaneous news paradoxum people pets platitudes politics pratchett riddles science "
            "songs-poems sports startrek tao wisdom work zippy").split()
_ODD = re.compile(r"[^A-Za-z0-9 .,;:!?'\"()$%&/-]")
_MARKUP = (  # of Markdown, in the order in which it goes
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"), (re.compile(r"[*_`#>]+"), ""), (re.compile(r"\s+"), " "))


def _readable(text):
    """A paragraph that is mostly words, without signs the voice has no sound for; else None."""
    text = text.replace("--", "; ").replace("’", "'").replace("“", '"').replace("”", '"').replace("—", "; ").replace("–", "; ")
    text = re.sub(r"\s+([;,.!?])", r"\1", re.sub(r"\s+", " ", text)).strip(" ;")
    letters = sum(c.isalpha() or c == " " for c in text)
    if len(text) < 12 or _ODD.search(text) or letters < 0.9 * len(text) or re.search(r"[A-Z]{5}|https?:|\(\)", text):
        return None
    return text


def _fortunes(root):
    for shelf in _SHELVES:
        path = root / "usr/share/games/fortunes" / shelf
        if not path.is_file():
            continue
        for piece in path.read_text(encoding="utf-8", errors="replace").split("\n%\n"):
            yield re.split(r"\n\s*-- ", piece)[0]  # the author's name is no sentence


def _faq(root):
    for path in sorted((root / "usr/share/doc/anarchism/markdown").glob("*.md.gz")):
        text = gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace")
        for paragraph in re.split(r"\n\s*\n", text):
            for pattern, put in _MARKUP:
                paragraph = pattern.sub(put, paragraph)
            yield re.sub(r"\[[^\]]*\]", "", paragraph)


def sentences(paragraph):
    """The sentences of a paragraph, marks included."""
    return [s.strip() for s in re.split(r"(?<=[.!?])[\"')]*\s+(?=[\"'(A-Z0-9])", paragraph) if s.strip()]


def paragraphs(root):
    """{package: [[sentence, ...] of a paragraph]} of what lies under `root`, a file system with the packages' files."""
    root = pathlib.Path(root)
    return {name: [sentences(text) for text in map(_readable, source(root)) if text]
            for name, source in (("fortunes", _fortunes), ("faq", _faq))}
