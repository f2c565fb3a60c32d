"""The table of a run."""

ROWS = (("sounds", "sounds", "{:.0f}"), ("mos", "MOS predictor, mean", "{:.2f}"), ("mos_least", "least", "{:.2f}"),
        ("word_error", "word error, %", "{:.2f}"), ("phoneme_error", "phoneme error, %", "{:.1f}"),
        ("pauses_ms", "pauses, ms (median)", None), ("joins", "joins", "{:.0f}"), ("joins_told", "joins told", "{:.0f}"),
        ("clicks", "clicks", "{:.0f}"), ("clipped", "clipped samples", "{:.0f}"), ("level_db", "level, dBFS", "{:.1f}"),
        ("peak_db", "peak, dBFS", "{:.1f}"), ("captions_late_ms", "captions late, ms (median)", "{:.0f}"),
        ("captions_off_ms", "captions off, ms (mean)", "{:.0f}"), ("mel_db", "mel distance, dB", "{:.2f}"),
        ("mel_timed_db", "same durations", "{:.2f}"), ("f0_correlation", "F0 correlation", "{:.2f}"),
        ("f0_deviation", "F0 deviation, semitones", "{:.2f}"), ("f0_range", "F0 range, semitones", "{:.1f}"),
        ("f0_deviation_ratio", "F0 deviation over teacher's", "{:.2f}"),
        ("speaker_likeness", "speaker likeness", "{:.3f}"), ("times_real_time", "times real time", "{:.1f}"),
        ("first_sound_ms", "first sound, ms (median)", "{:.0f}"))


def cell(value, form):
    if value is None or value == {}:
        return "-"
    if isinstance(value, dict):
        return " ".join(f"{key} {length}" for key, length in value.items())
    return form.format(value)


def table(summaries):
    """Markdown of {set: {speaker: summary}}; rows without any figure are left out."""
    lines = []
    for name, speakers in summaries.items():
        lines += ["", f"| {name} | {' | '.join(speakers)} |", "|---|" + "---|" * len(speakers)]
        for key, title, form in ROWS:
            cells = [cell(summary.get(key), form) for summary in speakers.values()]
            if any(one != "-" for one in cells):
                lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines[1:])
