"""The figures of the evaluation as a table with the bars that the voices are held to."""
MARKS = ".!?:;,"
LEAST_PAUSES = 5   # of a mark in both, or its mean says nothing
HUM = 5.0          # dB, see frame_lines.measure()


def pauses(student, teacher):
    """{mark: (student's ms, teacher's ms)} of the marks with enough of them"""
    counted = [one["pauses_counted"] for one in (student, teacher)]
    return {mark: (student["pauses_ms"][mark], teacher["pauses_ms"][mark]) for mark in MARKS
            if min(one.get(mark, 0) for one in counted) >= LEAST_PAUSES}


def _far(pair):
    return abs(pair[0] - pair[1]) / pair[1] if pair[1] else float(pair[0] > 0)


# Row, bar, its text of a voice's figures, whether it holds.
_ROWS = (
    ("MOS predictor (teacher)", "≥ 0.90 of the teacher's", lambda r: f"{r['student']['mos']:.2f} ({r['teacher']['mos']:.2f})",
     lambda r: r["student"]["mos"] >= 0.90 * r["teacher"]["mos"]),
    ("word error, % (teacher)", "≤ teacher + 3", lambda r: f"{r['student']['word_error']:.1f} ({r['teacher']['word_error']:.1f})",
     lambda r: r["student"]["word_error"] <= r["teacher"]["word_error"] + 3),
    ("phoneme error, % (teacher)", "", lambda r: f"{r['student']['phoneme_error']:.1f} ({r['teacher']['phoneme_error']:.1f})", None),
    ("mel distance with the teacher's durations, dB", "≤ 3.0", lambda r: f"{r['closeness']['mel_db']:.2f}",
     lambda r: r["closeness"]["mel_db"] <= 3.0),
    ("… and its F0 and energy", "", lambda r: f"{r['closeness']['mel_given_prosody_db']:.2f}", None),
    ("… along the best path, own durations", "", lambda r: f"{r['student']['mel_db']:.2f}", None),
    ("F0 correlation", "≥ 0.85", lambda r: f"{r['closeness']['f0_correlation']:.3f}", lambda r: r["closeness"]["f0_correlation"] >= 0.85),
    ("F0 standard deviation, of the teacher's", "0.8 to 1.2", lambda r: f"{r['closeness']['f0_deviation_ratio']:.2f}",
     lambda r: 0.8 <= r["closeness"]["f0_deviation_ratio"] <= 1.2),
    ("duration error, frames a token", "", lambda r: f"{r['closeness']['duration_frames']:.2f}", None),
    ("pauses, ms (teacher)", "within 30 %", lambda r: ", ".join(f"{mark} {own:.0f} ({theirs:.0f})" for mark, (own, theirs) in
                                                                 pauses(r["student"], r["teacher"]).items()),
     lambda r: all(_far(pair) <= 0.3 for pair in pauses(r["student"], r["teacher"]).values())),
    ("likeness to the teacher's voice", "", lambda r: f"{r['student']['speaker_likeness']:.2f}", None),
    ("greatest jump over peak (teacher)", "≤ teacher", lambda r: f"{r['artefacts']['jump']:.2f} ({r['teacher_artefacts']['jump']:.2f})",
     lambda r: r["artefacts"]["jump"] <= r["teacher_artefacts"]["jump"]),
    ("bursts (teacher)", "≤ teacher", lambda r: f"{r['artefacts']['bursts']} ({r['teacher_artefacts']['bursts']})",
     lambda r: r["artefacts"]["bursts"] <= r["teacher_artefacts"]["bursts"]),
    ("lowest flatness of a pause (teacher)", "≥ teacher",
     lambda r: f"{r['artefacts']['pause_flatness']:.3f} ({r['teacher_artefacts']['pause_flatness']:.3f})",
     lambda r: r["artefacts"]["pause_flatness"] >= r["teacher_artefacts"]["pause_flatness"]),
    ("highest line at multiples of the layers' rates, dB", f"≤ {HUM:.0f}", lambda r: f"{max(r['frame_lines']):.1f}",
     lambda r: max(r["frame_lines"]) <= HUM),
    ("`say --threads 1`, times real time", "≥ 60", lambda r: f"{r['times_real_time']:.0f}", lambda r: r["times_real_time"] >= 60),
)


def table(results):
    """{voice: figures} -> Markdown; a bar that does not hold has a cross."""
    lines = ["| | bar | " + " | ".join(results) + " |", "|---|---|" + "---|" * len(results)]
    for name, bar, text, holds in _ROWS:
        cells = [text(one) + ("" if holds is None or holds(one) else " ✗") for one in results.values()]
        lines.append(f"| {name} | {bar} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
