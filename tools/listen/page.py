"""A page of spectrograms: what each speaker made of a text, side by side, to be seen and heard."""
import html
import os

import numpy as np

from .measures import mel

_HEIGHT = 3  # pixels a band
_RANGE_DB = 70
_COLOURS = np.array([[0, 0, 4], [60, 15, 110], [150, 40, 110], [230, 90, 60], [252, 180, 80], [252, 255, 200]], float)


def picture(samples):
    """[height, width, 3] bytes: mel bands, low ones below, the loudest brightest."""
    bands = mel.bands(samples)
    shade = np.clip((bands - bands.max() + _RANGE_DB) / _RANGE_DB, 0, 1).T[::-1]
    place = shade * (len(_COLOURS) - 1)
    low = np.minimum(place.astype(int), len(_COLOURS) - 2)
    part = (place - low)[..., None]
    colours = _COLOURS[low] * (1 - part) + _COLOURS[low + 1] * part
    return np.repeat(colours.astype(np.uint8), _HEIGHT, axis=0)


def caption(figures):
    said = [f"MOS {figures['mos']:.2f}"] if "mos" in figures else []
    if "word_errors" in figures:
        said.append(f"{figures['word_errors']} of {figures['words']} words wrong: {figures['heard']}")
    return html.escape("; ".join(said))


def write(folder, texts, speakers, table):
    """index.html in `folder` with pictures beside it, for texts and {name: Kept}."""
    from PIL import Image
    pictures = folder / "pictures"
    pictures.mkdir(exist_ok=True)
    parts = ["<!doctype html><meta charset=utf-8><title>Listen</title>",
             "<style>body{font:15px sans-serif;margin:2em}img{max-width:100%;display:block}pre{overflow:auto}</style>",
             f"<h1>Listen</h1><pre>{html.escape(table)}</pre>"]
    for text in texts:
        parts.append(f"<h2>{text.name}, {html.escape(text.voice)}</h2><p>{html.escape(text.text)}</p>")
        for name, kept in speakers.items():
            path = pictures / f"{text.name}.{name}.png"
            Image.fromarray(picture(kept.samples(text))).save(path)
            sound = os.path.relpath(kept.wav(text), folder)
            parts.append(f"<h3>{html.escape(name)}</h3><p>{caption(kept.figures(text))}</p><img src='pictures/{path.name}'>"
                         f"<audio controls preload=none src='{html.escape(sound)}'></audio>")
    (folder / "index.html").write_text("\n".join(parts), encoding="utf-8")
