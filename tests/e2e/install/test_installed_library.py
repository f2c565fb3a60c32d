"""`cmake --install` of the release build, and the programs of examples/ built against it, away from the source tree."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("KOKORO_BIN", REPOSITORY / "build/release/bin/kokoro")).parents[1]
EXAMPLES = ["whole", "streamed", "text_as_it_comes"]
TEXT = "This is the first sentence of the text. And here is the second one."
SAMPLE_RATE_HZ = 24000


def run(*command, **options):
    """What the command prints; its error output is part of the failure."""
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=600, check=False, **options)
    assert done.returncode == 0, f"{command}:\n{done.stdout[-4000:].decode()}\n{done.stderr[-4000:].decode()}"
    return done.stdout


@pytest.fixture(scope="session")
def prefix(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed") / "prefix"
    run("cmake", "--install", BUILD, "--prefix", folder)
    return folder


@pytest.fixture(scope="session")
def library_folder(prefix):
    (archive,) = prefix.rglob("libkokoro.a")
    return archive.parent


@pytest.fixture
def examples(tmp_path):
    """A copy of examples/, so that nothing can be found by its place in the repository."""
    folder = tmp_path / "examples"
    shutil.copytree(REPOSITORY / "examples", folder)
    return folder


def with_cmake(examples, prefix, component):
    build = examples.parent / "build"
    options = [f"-DCMAKE_PREFIX_PATH={prefix}", f"-DKOKORO_EXAMPLES_COMPONENT={component}"]
    run("cmake", "-S", examples, "-B", build, *options)
    run("cmake", "--build", build)
    return build


def with_pkg_config(examples, library_folder, static):
    environment = {**os.environ, "PKG_CONFIG_PATH": str(library_folder / "pkgconfig")}
    query = ["pkg-config", "--cflags", "--libs", *(["--static"] if static else []), "kokoro"]
    flags = run(*query, env=environment).decode().split()
    if static:
        flags = ["-l:libkokoro.a" if flag == "-lkokoro" else flag for flag in flags]
    for example in EXAMPLES:
        run("g++", "-std=c++20", examples / f"{example}.cpp", "-o", examples / example, *flags)
    return examples


def check_speech(folder, tmp_path, library_folder=None):
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "KOKORO_HOME": str(tmp_path / "home")}
    if library_folder:
        environment["LD_LIBRARY_PATH"] = str(library_folder)
    whole = run(folder / "whole", TEXT, env=environment)
    assert len(whole) > 2 * SAMPLE_RATE_HZ, "at least a second of 16-bit speech"
    assert len(set(whole)) > 100, "sound, no silence"
    assert run(folder / "streamed", TEXT, env=environment) == whole
    lines = TEXT.replace(". ", ".\n").encode()
    came = subprocess.run(
        [folder / "text_as_it_comes"], input=lines, capture_output=True, env=environment, timeout=600, check=True
    )
    assert len(came.stdout) > 2 * SAMPLE_RATE_HZ
    assert came.stderr.decode().count("spoken: ") == 2


def needs_library(program):
    return "libkokoro.so.0" in run("readelf", "-d", program).decode()


def test_shared_library_with_find_package(examples, prefix, tmp_path):
    folder = with_cmake(examples, prefix, "")
    assert needs_library(folder / "whole")
    check_speech(folder, tmp_path)


def test_static_library_with_find_package(examples, prefix, tmp_path):
    folder = with_cmake(examples, prefix, "static")
    assert not needs_library(folder / "whole")
    check_speech(folder, tmp_path)


def test_shared_library_with_pkg_config(examples, library_folder, tmp_path):
    folder = with_pkg_config(examples, library_folder, static=False)
    assert needs_library(folder / "whole")
    check_speech(folder, tmp_path, library_folder)


def test_static_library_with_pkg_config(examples, library_folder, tmp_path):
    folder = with_pkg_config(examples, library_folder, static=True)
    assert not needs_library(folder / "whole")
    check_speech(folder, tmp_path)


def test_find_package_refuses_a_component_that_there_is_not(examples, prefix):
    command = ["cmake", "-S", examples, "-B", examples / "build", f"-DCMAKE_PREFIX_PATH={prefix}"]
    done = subprocess.run(
        [*command, "-DKOKORO_EXAMPLES_COMPONENT=gpu"], capture_output=True, timeout=600, check=False
    )
    assert done.returncode != 0
    assert b"gpu" in done.stderr


def test_shared_library_shows_the_public_names_only(library_folder):
    headers = "".join(path.read_text() for path in (REPOSITORY / "include/kokoro").glob("*.hpp"))
    public = set(re.findall(r"class KOKORO_EXPORT (\w+)", headers))
    public |= set(re.findall(r"^KOKORO_EXPORT [^(]*?(\w+)\(", headers, re.MULTILINE))
    library = library_folder / "libkokoro.so.0"
    shown = set()
    for line in run("nm", "-DC", "--defined-only", library).decode().splitlines():
        name = line.split(maxsplit=2)[2]
        if name.startswith("KOKORO_0"):
            continue
        found = re.search(r"\bkokoro::(\w+)(::State\b)?", name)
        assert found, f"a name of others is shown: {name}"
        assert found[1] in public and not found[2], f"an internal name is shown: {name}"
        shown.add(found[1])
    assert {"Engine", "traits", "program_version"} <= shown


def test_versions_agree(prefix, library_folder):
    lists = (REPOSITORY / "CMakeLists.txt").read_text()
    (version,) = re.findall(r"^project\(kokoro VERSION (\S+)", lists, re.MULTILINE)
    assert f"kokoro {version}".encode() in run(prefix / "bin/kokoro", "--version")
    assert f"Version: {version}\n" in (library_folder / "pkgconfig/kokoro.pc").read_text()
    assert (library_folder / f"libkokoro.so.{version}").is_file()
    assert f'"{version}"' in (library_folder / "cmake/kokoro/kokoroConfigVersion.cmake").read_text()


def test_service_names_the_program_of_its_prefix(prefix):
    unit = (prefix / "lib/systemd/system/kokoro.service").read_text()
    assert f"ExecStart={prefix}/bin/kokoro serve" in unit
    assert "@" not in unit.replace("@system-service", "")


def test_manual_and_completions(prefix):
    manual = (prefix / "share/man/man1/kokoro.1").read_text()
    completions = (prefix / "share/bash-completion/completions/kokoro").read_text()
    for command in ("say", "serve", "pull", "doctor"):
        assert f".SS kokoro {command}\n" in manual
        assert f"    {command})" in completions
    assert "\n.B \\-o, \\-\\-output FILE\n" in manual
    assert "@" not in manual
    run("bash", "-n", prefix / "share/bash-completion/completions/kokoro")
    assert (prefix / "share/zsh/site-functions/_kokoro").read_text().startswith("#compdef kokoro")
    assert "complete -c kokoro" in (prefix / "share/fish/vendor_completions.d/kokoro.fish").read_text()


def test_source_tree_inside_another_project(tmp_path):
    """The page's three lines configure, and the embedder gets neither our tests nor warnings as errors."""
    (tmp_path / "main.cpp").write_text("int main() {}\n")
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.25)\nproject(embedder LANGUAGES CXX)\n"
        f"add_subdirectory({REPOSITORY} kokoro)\n"
        "add_executable(your_program main.cpp)\ntarget_link_libraries(your_program PRIVATE kokoro::kokoro)\n"
    )
    run("cmake", "-S", tmp_path, "-B", tmp_path / "build", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
    commands = (tmp_path / "build/compile_commands.json").read_text()
    assert "engine.cpp" in commands
    assert "_test.cpp" not in commands
    assert "-Werror" not in commands
    own = next(line for line in commands.splitlines() if '"command"' in line and "main.cpp" in line)
    assert str(REPOSITORY / "include") in own and "++20" in own
    assert str(REPOSITORY / "src") not in own
