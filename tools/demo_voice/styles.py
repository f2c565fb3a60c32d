"""The style rows of the demo voices: which voice it is and how long the utterance is, and nothing else.

AdaIN and the duration encoder are linear in the style, so each voice gets scales and shifts of its own that change with
the length of the utterance as the published packs do; mixes of voices work too. Both halves of a row are alike.
"""
import math

import torch

from voices import VOICES

STYLE_DIM = 16
PACK_ROWS = 510  # by number of phonemes less one, as in the published packs


def style(voice, phonemes):
    """Row number `voice` of VOICES, number of phonemes -> [16]"""
    u = math.log(max(phonemes, 1) / 60) / 2
    row = torch.zeros(STYLE_DIM)
    row[3 * voice:3 * voice + 3] = torch.tensor([1.0, u, u * u - 0.5])
    row[12:] = torch.tensor([u, u * u - 0.5, float("female" not in VOICES[voice].name), float(VOICES[voice].british)])
    return row


def pack(voice):
    """[510, 1, 32]"""
    rows = torch.stack([style(voice, n + 1) for n in range(PACK_ROWS)])
    return torch.cat([rows, rows], 1)[:, None]
