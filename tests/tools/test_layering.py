"""tools/layering.py accepts a small correct tree and names each kind of violation."""
import importlib.util
import pathlib

import pytest

TOOL = pathlib.Path(__file__).resolve().parents[2] / "tools" / "layering.py"
spec = importlib.util.spec_from_file_location("layering", TOOL)
layering = importlib.util.module_from_spec(spec)
spec.loader.exec_module(layering)

CORRECT = {
    "include/kokoro/error.hpp": "#include <string>\n#include <tl/expected.hpp>\n",
    "src/base/blob.hpp": "#include <sys/mman.h>\n#include <kokoro/error.hpp>\n",
    "src/base/CMakeLists.txt": "kokoro_layer(base)\n",
    "src/checkpoint/tensor.hpp": '#include "base/blob.hpp"\n#include <zlib.h>\n',
    "src/model/config.hpp": '#include "checkpoint/tensor.hpp"\n#include <fmt/format.h>\n',
    "src/model/CMakeLists.txt": "kokoro_layer(model DEPENDS base checkpoint LIBRARIES Boost::boost)\n",
    "src/model/config_test.cpp": '#include "model/config.hpp"\n#include <gtest/gtest.h>\n',
    "src/base/blob_test.cpp": '#include "test_blob.hpp"\n',
    "tests/support/test_blob.hpp": "#include <string>\n",
    "src/cli/command_parity.cpp": '#include "model/parity.hpp"\n',
    "src/server/net/listener.cpp": "#include <boost/asio.hpp>\n",
    "src/README.md": "Layers.\n" * 40,
    "docs/index.md": "Copy kokoro to ~/bin; its home is $HOME/.local/share/kokoro or https://example.org/home/kokoro.\n",
}
MACHINE = "/" + "work"

# what is added to the correct tree, and what the violation says
VIOLATIONS = [
    ({"src/base/bad.cpp": '#include "model/config.hpp"\n'}, "base may not include model"),
    ({"src/voice/bad.cpp": '#include "model/config.hpp"\n'}, "voice may not include model"),
    ({"src/model/bad.cpp": '#include "text/x.hpp"\n'}, "model may not include text"),
    ({"src/engine/bad.cpp": '#include "server/x.hpp"\n'}, "engine may not include server"),
    ({"src/engine/bad.cpp": '#include "engine/x.hpp"\n#include "kernels/x.hpp"\n'}, "bad.cpp:2: engine may not"),
    ({"src/cli/bad.cpp": '#include "model/config.hpp"\n'}, "cli may not include model"),
    ({"src/base/bad.cpp": '#include "test_blob.hpp"\n'}, "neither in a layer nor beside"),
    ({"src/voice/CMakeLists.txt": "kokoro_layer(voice DEPENDS base model)\n"}, "kokoro_voice may not link kokoro_model"),
    ({"src/base/bad.hpp": '#include "nowhere.hpp"\n'}, "neither in a layer nor beside"),
    ({"src/server/http/bad.cpp": "#include <boost/beast.hpp>\n"}, "belongs in server/net only"),
    ({"src/nn/bad.cpp": "#include <hwy/highway.h>\n"}, "belongs in kernels only"),
    ({"src/base/bad.cpp": "#include <Eigen/Dense>\n"}, "add it to the table"),
    ({"src/base/bad.cpp": "#include <gtest/gtest.h>\n"}, "is for tests"),
    ({"src/plugins/bad.cpp": "int x;\n"}, "src/plugins is not a layer"),
    ({"include/kokoro/bad.hpp": "#include <fmt/format.h>\n"}, "a public header may include"),
    ({"include/kokoro/bad.hpp": '#include "base/blob.hpp"\n'}, "a public header may include"),
    ({f"include/kokoro/h{i}.hpp": "" for i in range(8)}, "9 public headers"),
    ({"src/base/a.hpp": '#include "base/b.hpp"\n', "src/base/b.hpp": '#include "base/a.hpp"\n'}, "include cycle"),
    ({"src/text/a/x.cpp": '#include "text/b/y.hpp"\n', "src/text/b/y.hpp": "int y;\n",
      "src/text/b/z.cpp": '#include "text/a/w.hpp"\n', "src/text/a/w.hpp": "int w;\n"}, "folder cycle: src/text/b from"),
    ({"src/text/a/x.cpp": '#include "text/b/y.hpp"\n', "src/text/b/y.hpp": '#include "text/c/z.hpp"\n',
      "src/text/c/z.hpp": "int z;\n", "src/text/c/z_test.cpp": '#include "text/a/w.hpp"\n',
      "src/text/a/w.hpp": "int w;\n"}, "z_test.cpp:1: folder cycle"),
    ({"src/base/utils/x.hpp": "int x;\n"}, "does not"),
    ({"src/base/common/x.hpp": "int x;\n"}, "does not"),
    ({"src/base/long.cpp": "int x;\n" * 501, **{f"src/base/s{i}.cpp": "" for i in range(9)}}, "long.cpp:501: longer than 500"),
    ({"src/base/long1.cpp": "int x;\n" * 260, "src/base/long2.cpp": "int x;\n" * 260}, "under 250 lines"),
    ({"tools/README.md": "x\n" * 41}, "at most 40 lines"),
    ({"src/base/bad.cpp": f'auto path = "{MACHINE}/data";\n'}, "is a path of one machine"),
    ({"script/run": f"cd {MACHINE}\n"}, "is a path of one machine"),
    ({"docs/bad.md": f"See `{MACHINE}/main`.\n"}, "is a path of one machine"),
]


def write_tree(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_a_correct_tree_passes(tmp_path):
    write_tree(tmp_path, CORRECT)
    assert layering.violations(tmp_path) == []


@pytest.mark.parametrize("files, message", VIOLATIONS, ids=[message for _, message in VIOLATIONS])
def test_a_violation_is_named(tmp_path, files, message):
    write_tree(tmp_path, {**CORRECT, **files})
    found = layering.violations(tmp_path)
    assert len(found) == 1 and message in found[0]


def test_the_allowed_includes_have_no_cycle():
    order = []
    while len(order) < len(layering.MAY_INCLUDE):
        ready = [layer for layer, needs in layering.MAY_INCLUDE.items() if layer not in order and needs <= set(order)]
        assert ready, f"no order of the layers beyond {order}"
        order += ready


def test_this_repository_passes():
    assert layering.violations(TOOL.parents[1]) == []
