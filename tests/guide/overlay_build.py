"""Builds the program with some files changed, without touching the tree: only what depends on them is compiled.

Works on top of build/release: the objects of sources that changed, or that include a header that changed, are compiled
from an overlay folder and linked before the libraries, so that the linker takes them instead of the library's own.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "release"


def run_checked(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(map(str, command[-3:]))}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done.stdout


def includers(changed):
    """Sources of build/release that include one of the files, by what ninja knows of them."""
    found, source = set(), None
    for line in run_checked(["ninja", "-t", "deps"], BUILD).splitlines():
        if not line.startswith(" "):
            source = line.split(":")[0]
        elif (BUILD / line.strip()).resolve() in changed:
            found.add(source)
    return found


def output_of(entry):
    arguments = shlex.split(entry["command"])
    return arguments[arguments.index("-o") + 1]


class OverlayBuild:
    """`files`: path relative to the root to its new text."""

    def __init__(self, folder, files):
        self.folder = pathlib.Path(folder)
        for path, text in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        commands = {output_of(entry): entry for entry in json.loads((BUILD / "compile_commands.json").read_text())}
        by_source = {str(pathlib.Path(entry["file"]).resolve().relative_to(ROOT)): entry for entry in commands.values()
                     if pathlib.Path(entry["file"]).resolve().is_relative_to(ROOT)}
        affected = includers({(ROOT / path).resolve() for path in files})
        sources = {str(pathlib.Path(commands[name]["file"]).resolve().relative_to(ROOT))
                   for name in affected if name in commands}
        sources |= {path for path in files if path.endswith(".cpp")}
        jobs = [self._command(source, by_source) for source in sorted(sources) if not source.endswith("_test.cpp")]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            objects = list(pool.map(lambda job: run_checked(job[1], BUILD) and job[0] or job[0], jobs))
        self.program = self._link([str(one) for one in objects])

    def _command(self, source, by_source):
        """(object, command) that compiles `source`; a new one as its neighbours are."""
        entry = by_source.get(source)
        if entry is None:
            folder = str(pathlib.Path(source).parent)
            entry = next(one for path, one in sorted(by_source.items())
                         if str(pathlib.Path(path).parent) == folder and not path.endswith("_test.cpp"))
        target = self.folder / "objects" / (source.replace("/", "_") + ".o")
        target.parent.mkdir(exist_ok=True)
        arguments = [one for one in shlex.split(entry["command"])]
        for flag in ("-MF", "-MT"):
            if flag in arguments:
                at = arguments.index(flag)
                del arguments[at:at + 2]
        arguments = [one for one in arguments if one != "-MD"]
        arguments[arguments.index("-o") + 1] = str(target)
        changed = self.folder / source
        arguments[arguments.index("-c") + 1] = str(changed if changed.exists() else ROOT / source)
        compiler = 2 if arguments[0].endswith("ccache") else 1
        arguments[compiler:compiler] = [f"-I{self.folder / 'src'}"]
        return target, arguments

    def _link(self, objects):
        line = run_checked(["ninja", "-t", "commands", "bin/kokoro"], BUILD).splitlines()[-1]
        line = re.sub(r"^: && |( && :)+$", "", line.strip())
        arguments = shlex.split(line)
        program = self.folder / "kokoro"
        at = arguments.index("-o")
        arguments[at + 1] = str(program)
        arguments[at:at] = objects
        run_checked(arguments, BUILD)
        return program
