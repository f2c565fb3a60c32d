"""The evaluation as a table with the bars that the voices are held to."""
import json

from frame_lines import HEARD


def _each(figures):
    return ", ".join(f"{figure:.1f}" for figure in figures)


# Row, bar, the figure of a voice's results, whether it holds, format.
_ROWS = (
    ("sentences identified", "100 of 100", lambda r: r["program"]["identified"], lambda r: r["program"]["identified"] == r["program"]["of"], "{:d}"),
    ("… of the teacher", "", lambda r: r["teacher"]["identified"], None, "{:d}"),
    ("… by length and rhythm alone (chance)", "about 1", lambda r: r["chance"], lambda r: r["chance"] <= 4, "{:d}"),
    ("closed-vocabulary word error, %", "≤ 1.10 × teacher", lambda r: 100 * r["program"]["word_error"],
     lambda r: r["program"]["word_error"] <= 1.10 * r["teacher"]["word_error"], "{:.1f}"),
    ("… of the teacher", "", lambda r: 100 * r["teacher"]["word_error"], None, "{:.1f}"),
    ("minimal pairs right, %", "≥ 92", lambda r: 100 * r["minimal_pairs"]["right"], lambda r: r["minimal_pairs"]["right"] >= 0.92, "{:.1f}"),
    ("… of the teacher's other renderings", "≥ 98", lambda r: 100 * r["minimal_pairs"]["teacher_right"],
     lambda r: r["minimal_pairs"]["teacher_right"] >= 0.98, "{:.1f}"),
    ("mel distance, dB", "≤ 3.0", lambda r: r["aligned"]["mel_db"], lambda r: r["aligned"]["mel_db"] <= 3.0, "{:.2f}"),
    ("F0 error where both are voiced, Hz", "≤ 3", lambda r: r["aligned"]["f0_hz"], lambda r: r["aligned"]["f0_hz"] <= 3.0, "{:.2f}"),
    ("voicing error, %", "≤ 3", lambda r: 100 * r["aligned"]["voicing"], lambda r: r["aligned"]["voicing"] <= 0.03, "{:.2f}"),
    ("duration error, frames per token", "≤ 0.25", lambda r: r["aligned"]["duration_frames"],
     lambda r: r["aligned"]["duration_frames"] <= 0.25, "{:.3f}"),
    ("likeness of one period to the next, 1.2 to 4 kHz", "", lambda r: r["aligned"]["periodicity"], None, "{:.2f}"),
    ("… of the teacher", "", lambda r: r["aligned"]["teacher_periodicity"], None, "{:.2f}"),
    ("highest line at multiples of 80, 400, 1,600 Hz, dB above what is around it", f"≤ {HEARD:.0f}", lambda r: _each(r["program"]["frame_lines"]),
     lambda r: max(r["program"]["frame_lines"]) <= HEARD, "{}"),
    ("… of the teacher", "", lambda r: _each(r["teacher"]["frame_lines"]), None, "{}"),
    ("greatest jump over peak", "≤ teacher", lambda r: r["program"]["artefacts"]["jump"],
     lambda r: r["program"]["artefacts"]["jump"] <= r["teacher"]["artefacts"]["jump"], "{:.3f}"),
    ("… of the teacher", "", lambda r: r["teacher"]["artefacts"]["jump"], None, "{:.3f}"),
    ("lowest flatness of a pause", "≥ teacher", lambda r: r["program"]["artefacts"]["pause_flatness"],
     lambda r: r["program"]["artefacts"]["pause_flatness"] >= r["teacher"]["artefacts"]["pause_flatness"], "{:.4f}"),
    ("… of the teacher", "", lambda r: r["teacher"]["artefacts"]["pause_flatness"], None, "{:.4f}"),
    ("bursts in a sentence", "≤ teacher", lambda r: r["program"]["artefacts"]["bursts"],
     lambda r: r["program"]["artefacts"]["bursts"] <= r["teacher"]["artefacts"]["bursts"], "{:d}"),
    ("… of the teacher", "", lambda r: r["teacher"]["artefacts"]["bursts"], None, "{:d}"),
)


def table(results):
    voices = list(results)
    lines = ["| | bar | " + " | ".join(voices) + " |", "|---|---|" + "---|" * len(voices)]
    for name, bar, figure, holds, form in _ROWS:
        cells = [form.format(figure(result)) + ("" if holds is None or holds(result) else " ✗") for result in results.values()]
        lines.append(f"| {name} | {bar} | " + " | ".join(cells) + " |")
    levels = [result["loudness"] for result in results.values()]
    within = " ✗" if max(levels) - min(levels) > 2 else ""
    lines.append("| loudness, LUFS | within 2 LU | " + " | ".join(f"{level:.1f}{within}" for level in levels) + " |")
    return "\n".join(lines) + "\n\n✗: the bar does not hold. The mel distance is with the teacher's durations and the network's own F0 and energy.\n"


def write_report(folder, results):
    (folder / "report.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    (folder / "report.md").write_text(table(results), encoding="utf-8")
