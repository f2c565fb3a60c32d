"""Reading the published checkpoint back from a quantised export."""
import io
import pathlib
import pickle
import sys
import types
import zipfile

import numpy as np
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

from real_weights import graph, published, torch_file


def node(kind, name, inputs, outputs):
    return types.SimpleNamespace(op_type=kind, name=name, input=inputs, output=outputs)


@pytest.mark.parametrize("name, path", [
    ("/encoder/text_encoder/cnn.0/cnn.0.0/Conv_quant", "encoder.text_encoder.cnn.0.0"),
    ("/decoder/decoder/decode.0/conv1/Conv_quant", "decoder.decoder.decode.0.conv1"),
    ("/encoder/bert/encoder/attention/query_11/MatMul_quant", "encoder.bert.encoder.attention.query"),
])
def test_paths_of_nodes(name, path):
    assert graph.module_path(name) == path


def test_places_in_the_published_file():
    assert graph.published_place("encoder.F0.1.conv1") == ("predictor", "module.F0.1.conv1")
    assert graph.published_place("decoder.decoder.encode.conv1") == ("decoder", "module.encode.conv1")
    assert graph.published_place("encoder.elsewhere") is None


def linear_graph(second_scale=0.5):
    """A quantised linear layer, applied twice: x -> integer product -> cast -> times (x's scale * weight's scale)."""
    nodes, constants = [], {"zero": np.uint8(128), "scale_0": np.array([0.5, 2.0], np.float32),
                            "scale_1": np.array([second_scale, 2.0], np.float32),
                            "weight": np.array([[130, 128], [127, 129], [128, 120]], np.uint8)}
    for turn in (0, 1):
        nodes += [node("MatMulInteger", f"/encoder/bert/query{'_1' if turn else ''}/MatMul_quant", [f"x{turn}", "weight", "xz", "zero"], [f"a{turn}"]),
                  node("Cast", "", [f"a{turn}"], [f"b{turn}"]),
                  node("Mul", "", ["x_scale", f"scale_{turn}"], [f"s{turn}"]),
                  node("Mul", "", [f"b{turn}", f"s{turn}"], [f"y{turn}"])]
    return graph.Graph(nodes, constants)


def test_a_linear_layer_is_read_back_transposed():
    (key, weight), = linear_graph().tensors().items()
    assert key == ("bert", "module.query.weight")
    assert weight.tolist() == [[1.0, -0.5, 0.0], [0.0, 2.0, -16.0]]


def test_two_values_of_one_tensor_are_refused():
    with pytest.raises(ValueError, match="bert module.query.weight: two different values"):
        linear_graph(second_scale=0.25).tensors()


def test_gates_of_an_lstm():
    assert graph.torch_gates(np.array(list("iofc"))).tolist() == list("ifco")


def test_weight_norm_folds_back_and_empty_rows_stay_finite():
    weight = np.array([[[3.0, 4.0]], [[0.0, 0.0]]], np.float32)
    gain, direction, nothing = published.split_weight_norm(weight)
    assert nothing == 1
    norms = np.sqrt((direction ** 2).sum((1, 2), keepdims=True))
    assert np.allclose(gain * direction / norms, weight)


def test_what_is_wrong_with_an_export_is_said():
    found = {("decoder", "module.a.weight"): np.ones((2, 3), np.float32)}
    listing = [("decoder", "module.a.weight_g", (2, 1)), ("decoder", "module.a.weight_v", (2, 3))]
    groups, empty = published.tensors(found, listing)
    assert list(groups["decoder"]) == ["module.a.weight_g", "module.a.weight_v"] and not empty
    with pytest.raises(ValueError, match="shape .* where .* is published"):
        published.tensors(found, [("decoder", "module.a.weight", (3, 2))])
    with pytest.raises(ValueError, match="module.b: not in the export"):
        published.tensors(found, [("decoder", "module.b", (1,))])
    with pytest.raises(ValueError, match="not finite"):
        published.tensors({("bert", "x"): np.array([np.nan], np.float32)}, [("bert", "x", (1,))])


def test_the_listing_names_every_tensor_of_the_published_file():
    listing = published.read_listing(pathlib.Path(graph.__file__).parents[1] / "data" / "parameters-v1_0.txt")
    assert len(listing) == 548 and sum(int(np.prod(shape)) for _, _, shape in listing) == 81763410


class _Reader(pickle.Unpickler):
    """Reads a torch file's pickle with stand-ins for PyTorch's classes."""

    def __init__(self, archive, stem):
        super().__init__(io.BytesIO(archive.read(f"{stem}/data.pkl")))
        self._archive, self._stem = archive, stem

    def find_class(self, module, name):
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda stored, offset, shape, strides, *_: stored[offset:].reshape(shape) if strides else stored
        return "float32" if module == "torch" else super().find_class(module, name)

    def persistent_load(self, saved):
        return np.frombuffer(self._archive.read(f"{self._stem}/data/{saved[2]}"), "<f4")


def test_a_torch_file_holds_what_was_written(tmp_path):
    content = {"bert": {"a": np.arange(6, dtype=np.float32).reshape(2, 3)}, "decoder": {"b": np.ones((1, 1, 4), np.float32)}}
    path = tmp_path / "one.pth"
    torch_file.write(content, path, "one")
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            at = path.read_bytes().find(archive.read(info.filename), info.header_offset + 30)
            assert at % 64 == 0, f"{info.filename} begins at {at}"
        read = _Reader(archive, "one").load()
    assert {group: {name: array.tolist() for name, array in state.items()} for group, state in read.items()} == {
        group: {name: array.tolist() for name, array in state.items()} for group, state in content.items()}
    assert "torch" not in sys.modules or sys.modules["torch"].__spec__ is not None
