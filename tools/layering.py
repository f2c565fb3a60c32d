#!/usr/bin/env python3
"""Checks the shape of the source tree: who includes whom, how long files are, and what must not be in them.

    tools/layering.py [ROOT]

Prints one line per violation, `path:line: what is wrong`, and exits with 1; or a summary and 0. The rules are the
tables below; docs/decisions tells why.
"""
import argparse
import pathlib
import re
import sys

# Which layers (folders under src/) a layer may include besides itself.
MAY_INCLUDE = {
    "base": set(),
    "checkpoint": {"base"},
    "kernels": {"base"},
    "nn": {"base", "kernels"},
    "model": {"base", "checkpoint", "kernels", "nn"},
    "voice": {"base", "checkpoint"},
    "text": {"base"},
    "dictionary": {"base", "checkpoint", "text"},
    "audio": {"base"},
    "store": {"base"},
    "config": {"base"},
    "engine": {"base", "model", "text", "voice", "store"},
    "server": {"base", "engine", "audio", "store", "config"},
    "cli": {"base", "engine", "audio", "store", "config", "server", "dictionary"},
}
# Single headers beyond that: developer commands that measure the network below the engine.
MAY_INCLUDE_HEADER = {"cli": {"model/bench.hpp", "model/parity.hpp"}}

# Third-party headers by prefix, with the only folders under src/ that may include them.
THIRD_PARTY = {
    "boost/asio": {"server/net"},
    "boost/beast": {"server/net"},
    "boost/json": {"checkpoint", "model", "dictionary", "server", "cli", "audio"},
    "boost/system": {"checkpoint", "model", "server", "cli", "audio"},
    "CLI/": {"cli"},
    "curl/": {"store"},
    "ebur128.h": {"audio"},
    "espeak-ng/": {"text"},
    "expat.h": {"text"},
    "google/protobuf/": {"checkpoint"},
    "hwy/": {"kernels"},
    "libavcodec/": {"audio"},
    "libavformat/": {"audio"},
    "mecab.h": {"text"},
    "openssl/": {"base"},
    "prometheus/": {"server/metrics"},
    "spdlog/": {"base"},
    "toml++/": {"config"},
    "utf8proc.h": {"text"},
    "xxhash.h": {"model"},
    "zlib.h": {"checkpoint"},
}
# Vocabulary that every layer may use.
EVERYWHERE = ("fmt/", "tl/expected.hpp")
TEST_ONLY = ("gtest/", "gmock/")
TEST_SUPPORT = "tests/support"  # headers that the unit tests of several layers share
PLATFORM = re.compile(r"^(sys/\w+|arpa/inet|netinet/\w+|asm/\w+|linux/\w+|unistd|fcntl|sched|poll|signal|pthread|dlfcn|"
                      r"cpuid|\w*intrin|arm_neon|malloc|spawn|termios|netdb|errno|stdint|stddef|string|stdio|stdlib|math)\.h$")

SOURCE_SUFFIXES = {".cpp", ".hpp", ".h", ".c", ".S", ".py", ".cmake", ".sh", ".js", ".css", ".html"}
TEXT_SUFFIXES = SOURCE_SUFFIXES | {".md", ".txt", ".json", ".toml", ".yml", ".yaml", ".service", ".in"}
SKIPPED_FOLDERS = {"build", ".git", ".venv", "__pycache__", ".cache", ".pytest_cache", "data", "assets"}
BANNED_FOLDERS = {"utils", "util", "common", "helpers", "misc"}
MAX_LINES = 500
USUAL_LINES, USUAL_SHARE = 250, 0.9
TABLES = {"src/text/g2p/english/tokenizer_tables.cpp"}  # source files that may exceed MAX_LINES because they are data
README_LINES = 40
MAX_PUBLIC_HEADERS = 8
MACHINE_PATH = re.compile(r"(?<![\w.$/}~-])/(work|tmp|root|home(?!/(me|x)/))(?![\w-])")  # /home/me/ and /home/x/ stand for a user
MACHINE_PATH_ALLOWED = {}  # relative path: why it may name such a path

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
LAYER_TARGET = re.compile(r"kokoro_layer\(\s*(\w+)(?:\s+DEPENDS\s+([^)]*?))?(?:\s+LIBRARIES[^)]*)?\s*\)", re.S)


def is_script(path):
    return path.suffix == "" and path.parent.name in ("script", ".ci")


def tree_files(root):
    """All files that belong to the project's own text, relative to `root`, sorted."""
    found = []
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.is_file() and not any(part in SKIPPED_FOLDERS for part in relative.parts[:-1]):
            found.append(relative)
    return found


def includes_of(root, path):
    """(line number, quote character, header) of each include of the file."""
    for number, line in enumerate((root / path).read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match[1], match[2]


def layer_of(path):
    return path.parts[1] if len(path.parts) > 2 and path.parts[0] == "src" else None


def check_third_party(path, header):
    """What is wrong with including <header> in `path`, or None."""
    folder = "/".join(path.parts[1:-1])
    if header.startswith(EVERYWHERE) or re.fullmatch(r"[a-z_0-9]+", header) or PLATFORM.match(header):
        return None
    if header.startswith(TEST_ONLY):
        return None if path.stem.endswith("_test") else f"<{header}> is for tests"
    for prefix, folders in THIRD_PARTY.items():
        if header.startswith(prefix):
            allowed = any(folder == place or folder.startswith(place + "/") for place in folders)
            return None if allowed else f"<{header}> belongs in {', '.join(sorted(folders))} only"
    return f"<{header}> is no header that the project is known to use: add it to the table in tools/layering.py"


def check_public_header(path, quote, header):
    allowed = quote == "<" and (header.startswith("kokoro/") or header == "tl/expected.hpp"
                                or re.fullmatch(r"[a-z_0-9]+", header))
    return None if allowed else f"a public header may include public headers and the standard library, not {header}"


def check_layer_include(root, path, quote, header):
    layer = layer_of(path)
    target = header.split("/")[0]
    if header.startswith("kokoro/"):
        return None
    if quote == "<":
        return check_third_party(path, header)
    if target in MAY_INCLUDE and "/" in header:
        allowed = target == layer or target in MAY_INCLUDE[layer] or header in MAY_INCLUDE_HEADER.get(layer, ())
        if not allowed:
            return f"{layer} may not include {target} ({header})"
        return None
    if (root / path.parent / header).exists():
        return None
    if path.stem.endswith("_test") and (root / TEST_SUPPORT / header).exists():
        return None
    return f'"{header}" is neither in a layer nor beside the file'


def check_includes(root, files):
    for path in files:
        if path.suffix not in (".cpp", ".hpp", ".h"):
            continue
        layer = layer_of(path)
        if layer and layer not in MAY_INCLUDE:
            yield f"{path}:1: src/{layer} is not a layer: name it in tools/layering.py"
            continue
        for number, quote, header in includes_of(root, path):
            problem = None
            if path.parts[:2] == ("include", "kokoro"):
                problem = check_public_header(path, quote, header)
            elif layer:
                problem = check_layer_include(root, path, quote, header)
            if problem:
                yield f"{path}:{number}: {problem}"


def check_targets(root, files):
    """The same rules for what the libraries link, so that CMake and the includes cannot disagree."""
    for path in files:
        if path.parts[0] != "src" or path.name != "CMakeLists.txt":
            continue
        for match in LAYER_TARGET.finditer((root / path).read_text(encoding="utf-8")):
            layer, depends = match[1], set((match[2] or "").split())
            single = {header.split("/")[0] for header in MAY_INCLUDE_HEADER.get(layer, ())}
            for extra in sorted(depends - MAY_INCLUDE.get(layer, set()) - single):
                yield f"{path}:1: kokoro_{layer} may not link kokoro_{extra}"


def include_target(root, path, header):
    """The file under src/ that "header" means in `path`, or None: from the top of src/, else beside the file."""
    for target in (pathlib.Path("src") / header, path.parent / header):
        if (root / target).exists():
            return target
    return None


def find_cycle(graph):
    """Nodes of one cycle of `graph` (node: nodes it needs), the first again at the end; None when there is none."""
    done = set()

    def visit(node, trail):
        if node in done:
            return None
        if node in trail:
            return trail[trail.index(node):] + [node]
        for target in sorted(graph.get(node, ())):
            if cycle := visit(target, trail + [node]):
                return cycle
        done.add(node)
        return None

    return next((cycle for node in sorted(graph) if (cycle := visit(node, []))), None)


def check_cycles(root, files):
    """Headers that include each other, directly or through others."""
    graph = {path: {target for _, quote, header in includes_of(root, path)
                    if quote == '"' and (target := include_target(root, path, header))}
             for path in files if path.parts[0] == "src" and path.suffix == ".hpp"}
    if cycle := find_cycle(graph):
        yield f"{cycle[0]}:1: include cycle: {' -> '.join(map(str, cycle))}"


def check_folder_cycles(root, files):
    """Folders of one layer that include each other, directly or through others; tests count like the rest."""
    graph, example = {}, {}
    for path in files:
        if not layer_of(path) or path.suffix not in (".cpp", ".hpp", ".h"):
            continue
        for number, quote, header in includes_of(root, path):
            target = include_target(root, path, header) if quote == '"' else None
            if target and target.parent != path.parent and layer_of(target) == layer_of(path):
                graph.setdefault(path.parent, set()).add(target.parent)
                example.setdefault((path.parent, target.parent), f"{path}:{number}")
    if cycle := find_cycle(graph):
        steps = ", ".join(f"{target} from {example[source, target]}" for source, target in zip(cycle, cycle[1:]))
        yield f"{example[cycle[-2], cycle[-1]]}: folder cycle: {steps}"


def check_sizes(root, files):
    lengths = {}
    for path in files:
        lines = len((root / path).read_bytes().splitlines()) if path.suffix in SOURCE_SUFFIXES | {".md"} else 0
        if path.suffix in SOURCE_SUFFIXES and str(path) not in TABLES:
            lengths[path] = lines
            if lines > MAX_LINES:
                yield f"{path}:{lines}: longer than {MAX_LINES} lines"
        if path.name == "README.md" and len(path.parts) > 1 and lines > README_LINES:
            yield f"{path}:{lines}: a folder's README has at most {README_LINES} lines"
    usual = sum(lines < USUAL_LINES for lines in lengths.values())
    if lengths and usual < USUAL_SHARE * len(lengths):
        longest = sorted(lengths, key=lengths.get, reverse=True)[:len(lengths) - usual]
        yield (f"{longest[0]}:1: only {usual} of {len(lengths)} source files have under {USUAL_LINES} lines, "
               f"the longest: {', '.join(f'{path} ({lengths[path]})' for path in longest[:10])}")


def check_names(root, files):
    for folder in sorted({parent for path in files for parent in path.parents}):
        if folder.name in BANNED_FOLDERS:
            yield f"{folder}:1: say what is in the folder; `{folder.name}` does not"
    headers = [path for path in files if path.parts[:2] == ("include", "kokoro")]
    if len(headers) > MAX_PUBLIC_HEADERS:
        yield f"include/kokoro:1: {len(headers)} public headers; at most {MAX_PUBLIC_HEADERS}"


def check_machine_paths(root, files):
    for path in files:
        if (path.suffix not in TEXT_SUFFIXES and not is_script(path)) or str(path) in MACHINE_PATH_ALLOWED:
            continue
        for number, line in enumerate((root / path).read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if match := MACHINE_PATH.search(line):
                yield f"{path}:{number}: {match[0]} is a path of one machine"


CHECKS = (check_includes, check_targets, check_cycles, check_folder_cycles, check_sizes, check_names, check_machine_paths)


def violations(root):
    root = pathlib.Path(root)
    files = tree_files(root)
    return [line for check in CHECKS for line in check(root, files)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", nargs="?", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[1])
    root = parser.parse_args().root
    found = violations(root)
    print("\n".join(found) if found else f"layering: {len(tree_files(root))} files, no violation")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
