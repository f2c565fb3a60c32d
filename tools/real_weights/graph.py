"""The weights in an ONNX export of Kokoro that ONNX Runtime has quantised dynamically.

    embeddings                     int8, one scale and zero point           w = scale * (q - zero)
    Linear (MatMulInteger)         int8 [in, out], a scale per output       transposed
    Conv1d (ConvInteger)           uint8, one scale and zero point          weight norm is folded into it
    LSTM (DynamicQuantizeLSTM)     int8 W [2, in, 4H] and R [2, H, 4H]      a scale per direction; gates i, o, f, c
    everything else                float32 as it is

A tensor is found by the path in its node's name, "/decoder/decoder/decode.0/conv1/Conv_quant", and read from that node's
inputs: ONNX Runtime has merged equal constants, so the names of zero points and of some scales mislead.
"""
import re

import numpy as np

_BERT_PASS = re.compile(r"_\d+$")  # ALBERT's one layer is applied 12 times: query, query_1 … query_11
_PREDICTOR_PARTS = {"F0", "N", "shared", "F0_proj", "N_proj"}  # traced from outside `predictor`, so not below it
_WEIGHTED = {"MatMulInteger", "ConvInteger", "DynamicQuantizeLSTM", "Conv", "ConvTranspose", "MatMul"}
_SNAKE = re.compile(r"(.+)\.(alpha[12]\.\d)")


def module_path(node_name):
    """'/encoder/text_encoder/cnn.0/cnn.0.0/Conv_quant' -> 'encoder.text_encoder.cnn.0.0'."""
    parts = node_name.strip("/").split("/")[:-1]
    kept = [part for part, following in zip(parts, [*parts[1:], ""]) if not following.startswith(part + ".")]
    path = ".".join(kept)
    return _BERT_PASS.sub("", path) if path.startswith("encoder.bert.") else path


def published_place(path):
    """(group, "module.…") of a module path such as encoder.predictor.lstm; None if it is none of the network's."""
    parts = path.split(".")
    if parts[:2] == ["decoder", "decoder"]:
        return "decoder", ".".join(["module", *parts[2:]])
    if parts[0] != "encoder" or len(parts) < 2:
        return None
    if parts[1] in _PREDICTOR_PARTS:
        return "predictor", ".".join(["module", *parts[1:]])
    if parts[1] in ("bert", "bert_encoder", "predictor", "text_encoder"):
        return parts[1], ".".join(["module", *parts[2:]])
    return None


def dequantised(quantised, scale, zero):
    return ((quantised.astype(np.float64) - np.float64(zero)) * np.float64(scale)).astype(np.float32)


def torch_gates(array):
    """ONNX's i, o, f, c to PyTorch's i, f, g, o along the first axis."""
    i, o, f, c = np.split(array, 4)
    return np.concatenate([i, f, c, o])


class Graph:
    """Nodes with their constants. `constants`: {name: array}."""

    def __init__(self, nodes, constants):
        self.nodes, self.constants = nodes, constants
        self._maker = {output: node for node in nodes for output in node.output}
        self._users = {}
        for node in nodes:
            for name in node.input:
                self._users.setdefault(name, []).append(node)

    @classmethod
    def read(cls, path):
        import onnx
        graph = onnx.load(str(path)).graph
        return cls(graph.node, {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer})

    def _input(self, node, index):
        return self.constants[node.input[index]]

    def _weight_scale(self, node):
        """The weight's part of what an integer product is multiplied with behind its bias and its cast."""
        name = node.output[0]
        while True:
            (user,) = self._users[name]
            if user.op_type == "Mul":
                break
            name = user.output[0]
        (scales,) = [self._maker[other] for other in user.input if other != name]
        (constant,) = [other for other in scales.input if other in self.constants]
        return self.constants[constant]

    def _integer_weight(self, node):
        return dequantised(self._input(node, 1), self._weight_scale(node), self._input(node, 3))

    def _lstm(self, node):
        for direction, suffix in enumerate(("", "_reverse")):
            for part, weight, scale, zero in (("ih", 1, 8, 9), ("hh", 2, 10, 11)):
                stored = dequantised(*(self._input(node, index)[direction] for index in (weight, scale, zero)))
                yield f"weight_{part}_l0{suffix}", torch_gates(np.ascontiguousarray(stored.T))
            for part, bias in zip(("ih", "hh"), np.split(self._input(node, 3)[direction], 2)):
                yield f"bias_{part}_l0{suffix}", torch_gates(bias)

    def _of_node(self, node):
        """(last part of the name, float32 array) of a node's weights."""
        kind = node.op_type
        if kind == "DynamicQuantizeLSTM":
            yield from self._lstm(node)
        elif kind == "MatMulInteger":
            yield "weight", self._integer_weight(node).T
        elif kind == "ConvInteger":
            yield "weight", self._integer_weight(node)
        elif kind == "Gather":
            (linear,) = self._users[node.output[0]]
            yield "weight", dequantised(self._input(node, 0), self._input(linear, 1), self._input(linear, 2))
        elif kind in ("Conv", "ConvTranspose"):
            yield "weight", self._input(node, 1)
        elif kind == "MatMul":
            yield "weight", self._input(node, 1).T

    def _has_weight(self, node):
        if node.op_type == "Gather":
            return node.input[0].endswith(".weight_quantized")
        return node.op_type in _WEIGHTED and node.input[1] in self.constants

    def tensors(self):
        """{(group, name): float32 array}, weight norm folded: "….weight". ValueError where one place has two values."""
        found = {}

        def add(place, part, array):
            key = place[0], f"{place[1]}.{part}"
            if key in found and not np.array_equal(found[key], array):
                raise ValueError(f"{' '.join(key)}: two different values")
            found[key] = array

        for node in self.nodes:
            place = published_place(module_path(node.name))
            if place and self._has_weight(node):
                for part, array in self._of_node(node):
                    add(place, part, array)
        for name, array in self.constants.items():
            if array.dtype != np.float32 or name.endswith(("_scale", "_output_0")):
                continue
            snake = _SNAKE.fullmatch(name)
            stem, _, part = (snake[1], "", snake[2]) if snake else name.rpartition(".")
            place = published_place(stem) if stem else None
            if place:
                add(place, part, array)
        return found
