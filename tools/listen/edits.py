"""Edit distance of two sequences, and which of their members answer to each other."""
import numpy as np


def _table(wanted, got):
    table = np.zeros((len(wanted) + 1, len(got) + 1), np.int32)
    table[0] = np.arange(len(got) + 1)
    table[:, 0] = np.arange(len(wanted) + 1)
    column = np.arange(len(got) + 1)
    coded = {member: code for code, member in enumerate(dict.fromkeys([*wanted, *got]))}
    codes = np.array([coded[member] for member in got])
    for row, member in enumerate(wanted, 1):
        best = np.minimum(table[row - 1, 1:] + 1, table[row - 1, :-1] + (codes != coded[member]))
        # An insertion costs one a step, so the least over all earlier columns is a running minimum of best - column.
        candidates = np.concatenate([[row], best]) - column
        table[row] = np.minimum.accumulate(candidates) + column
    return table


def distance(wanted, got):
    """Least number of insertions, deletions and replacements that make `got` of `wanted`."""
    if not wanted or not got:
        return len(wanted) + len(got)
    return int(_table(wanted, got)[-1, -1])


def matches(wanted, got):
    """Pairs (index in wanted, index in got) of equal members on a shortest path from one to the other."""
    if not wanted or not got:
        return []
    table, pairs = _table(wanted, got), []
    row, column = len(wanted), len(got)
    while row and column:
        same = wanted[row - 1] == got[column - 1]
        if table[row, column] == table[row - 1, column - 1] + (not same):
            row, column = row - 1, column - 1
            if same:
                pairs.append((row, column))
        elif table[row, column] == table[row - 1, column] + 1:
            row -= 1
        else:
            column -= 1
    return pairs[::-1]
