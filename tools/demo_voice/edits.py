"""How far what was heard is from what may have been said, in words."""
import numpy as np


def edit_distances(a, b):
    """From `a` to b[:0], b[:1], … b"""
    row = np.arange(len(b) + 1)
    for i, left in enumerate(a, 1):
        before, row[0] = row.copy(), i
        for j, right in enumerate(b, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
    return row


def nearest(found, sentences):
    """The index of the sentence that begins with `found` but for the fewest edits; None where there are several."""
    distances = [int(edit_distances(found, sentence).min()) for sentence in sentences]
    best = min(distances)
    return distances.index(best) if distances.count(best) == 1 else None
