"""What the figures of many sounds come to, a dictionary for each speaker and set; and the bars that they must hold."""
import statistics

from .measures import joins

MOS_BELOW, ERROR_ABOVE = 0.02, 0.3
PAUSES_WITHIN = 0.3
LEAST_PAUSES = 5


def _mean(figures, name):
    values = [one[name] for one in figures if one.get(name) is not None]
    return statistics.fmean(values) if values else None


def _percent(figures, errors, total):
    counted = [one for one in figures if errors in one]
    return 100 * sum(one[errors] for one in counted) / max(1, sum(one[total] for one in counted)) if counted else None


def summarise(figures):
    """One speaker's figures of one set."""
    mos = [one["mos"] for one in figures if "mos" in one]
    late = [difference for one in figures for difference in one.get("caption_late_s", [])]
    silences = {}
    for one in figures:
        for mark, lengths in one.get("pauses", {}).items():
            silences.setdefault(mark, []).extend(lengths)
    at_join = [place for one in figures for place in one.get("at_join", [])]
    inside = [place for one in figures for place in one.get("inside", [])]
    spoken = sum(one["seconds_of_speech"] for one in figures)
    found = {
        "sounds": len(figures), "mos": statistics.fmean(mos) if mos else None, "mos_least": min(mos) if mos else None,
        "word_error": _percent(figures, "word_errors", "words"),
        "phoneme_error": _percent(figures, "phoneme_errors", "phonemes"),
        "pauses_ms": {mark: round(1000 * statistics.median(lengths)) for mark, lengths in sorted(silences.items())},
        "pauses_counted": {mark: len(lengths) for mark, lengths in sorted(silences.items())},
        "joins": sum(place["mark"] == "" for place in at_join), "joins_told": joins.told(at_join, inside),
        "level_db": _mean(figures, "level_db"), "peak_db": max(one["peak_db"] for one in figures),
        "clipped": sum(one["clipped"] for one in figures), "clicks": sum(one["clicks"] for one in figures),
        "captions_late_ms": 1000 * statistics.median(late) if late else None,
        "captions_off_ms": 1000 * statistics.fmean(map(abs, late)) if late else None,
        "times_real_time": spoken / max(1e-9, sum(one["seconds"] for one in figures)),
        "first_sound_ms": None if _mean(figures, "first_s") is None else
        1000 * statistics.median(one["first_s"] for one in figures if one.get("first_s") is not None),
    }
    for name in ("mel_db", "mel_timed_db", "f0_correlation", "f0_deviation", "f0_range", "f0_deviation_ratio",
                 "speaker_likeness"):
        found[name] = _mean(figures, name)
    return found


def broken_bars(own, reference):
    """Sentences that say which bars `own` does not hold beside `reference`, both of summarise()."""
    broken = []

    def check(holds, what):
        if not holds:
            broken.append(what)

    if own["mos"] is not None and reference["mos"] is not None:
        check(own["mos"] >= reference["mos"] - MOS_BELOW,
              f"MOS {own['mos']:.3f} is more than {MOS_BELOW} below the reference's {reference['mos']:.3f}")
    for name in ("word_error", "phoneme_error"):
        if own[name] is not None and reference[name] is not None:
            check(own[name] <= reference[name] + ERROR_ABOVE,
                  f"{name} {own[name]:.2f} % is more than {ERROR_ABOVE} points above the reference's {reference[name]:.2f} %")
    for mark, length in own["pauses_ms"].items():
        wanted = reference["pauses_ms"].get(mark)
        if wanted and min(own["pauses_counted"][mark], reference["pauses_counted"][mark]) >= LEAST_PAUSES:
            check(abs(length - wanted) <= max(PAUSES_WITHIN * wanted, 20),
                  f"pause at {mark} {length} ms is not within {PAUSES_WITHIN:.0%} of the reference's {wanted} ms")
    check(not own["joins_told"], f"{own['joins_told']} joins can be told from the inside of a chunk")
    check(not own["clipped"], f"{own['clipped']} samples are clipped")
    check(own["clicks"] <= reference["clicks"], f"clicks: {own['clicks']}, the reference has {reference['clicks']}")
    return broken
