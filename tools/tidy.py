#!/usr/bin/env python3
"""Runs clang-tidy over the sources of src/ except unit tests, many files of a folder at once.

    tools/tidy.py [--build build/release] [--jobs N] [FILE ...]

clang-tidy spends most of its time in the headers of the standard library; one translation unit that includes all files
of a folder pays for them once. Files that cannot stand together (two local functions of one name) are split until
they can. Compile flags come from compile_commands.json of the build folder. Exits with 1 when anything is found.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
NOISE = re.compile(r"^(\d+ warnings? (and \d+ errors? )?generated|\d+ errors? generated|Suppressed \d+|Use -header-filter|"
                   r"\d+ warnings? treated as error).*$\n?", re.M)
MAX_GROUP = 12


def load_flags(build):
    """Compile flags that matter to an analysis, by source file relative to the repository."""
    flags = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        words = shlex.split(entry["command"])
        kept = [word for word in words if word.startswith(("-I", "-D", "-std="))]
        kept += [part for index, word in enumerate(words) if word == "-isystem" for part in words[index:index + 2]]
        path = (pathlib.Path(entry["directory"]) / entry["file"]).resolve()
        if path.is_relative_to(REPOSITORY):
            flags[path.relative_to(REPOSITORY)] = kept
    return flags


def first_groups(files, flags):
    """Files of one folder with the same flags, multi-target SIMD files apart."""
    groups = {}
    for path in files:
        if "foreach_target.h" in (REPOSITORY / path).read_text(encoding="utf-8"):
            key = path  # includes itself once per instruction set
        else:
            key = (path.parent, tuple(flags[path]))
        groups.setdefault(key, []).append(path)
    return [group[start:start + MAX_GROUP] for group in groups.values() for start in range(0, len(group), MAX_GROUP)]


def check(group, flags):
    """(files, seconds, what clang-tidy said) for each part of `group` that compiles as one."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / "unit.cpp"
        unit.write_text("".join(f'#include "{REPOSITORY / path}"\n' for path in group), encoding="utf-8")
        options = [*flags[group[0]], "-Wno-unknown-warning-option"]
        if len(group) > 1:
            alone = subprocess.run(["clang++", "-fsyntax-only", "-w", *options, str(unit)], capture_output=True, check=False)
            if alone.returncode != 0:
                middle = len(group) // 2
                return check(group[:middle], flags) + check(group[middle:], flags)
        result = subprocess.run(["clang-tidy", "--quiet", f"--config-file={REPOSITORY / '.clang-tidy'}",
                                 "--checks=-bugprone-suspicious-include", str(unit), "--", *options], capture_output=True, text=True, check=False)
    said = NOISE.sub("", result.stdout + result.stderr).strip()
    failed = result.returncode != 0 or bool(said)
    return [(group, time.monotonic() - started, said if failed else "")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=REPOSITORY / "build" / "release")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--times", action="store_true", help="also print how long each group took")
    parser.add_argument("files", nargs="*", type=pathlib.Path, metavar="FILE", help="default: all")
    options = parser.parse_args()
    if not (options.build / "compile_commands.json").exists():
        sys.exit(f"tidy: {options.build} is not configured; run script/build release")
    flags = load_flags(options.build)
    wanted = {path.resolve().relative_to(REPOSITORY) for path in options.files}
    files = sorted(path for path in flags if path.parts[0] == "src" and path.suffix == ".cpp" and not path.stem.endswith("_test")
                   and (not wanted or path in wanted))
    groups = sorted(first_groups(files, flags), key=len, reverse=True)
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for results in pool.map(lambda group: check(group, flags), groups):
            for group, seconds, said in results:
                bad += bool(said)
                if options.times:
                    print(f"{seconds:6.1f} s  {len(group):2} files  {group[0]}", flush=True)
                if said:
                    print(said, flush=True)
    if bad or not files:
        sys.exit(1)
    print(f"tidy: nothing to say about {len(files)} files")


if __name__ == "__main__":
    main()
