"""Compares an export of tools/export_onnx.py in ONNX Runtime with what PyTorch computed; run by that tool.

    build/onnx/venv/bin/python tools/check_onnx.py MODEL.onnx EXPECTED.npz

The file itself draws its noise at random. For the check the drawing is cut out and PyTorch's noise put in its place.
What is compared, each by the error relative to the root mean square of PyTorch's tensor:
  duration           the predicted frames per token
  audio              with PyTorch's spectrum of the harmonic source put in, so that the bound is float32's
  harmonics          that spectrum as complex numbers: its phase is a long float32 sum, which two programs round
                     differently, so only a coarse bound holds
  audio, all its own what ONNX Runtime makes of its own harmonics
Exit status 1 past a bound.
"""
import sys

import numpy as np
import onnx
import onnxruntime

BOUNDS = {"duration": 1e-4, "audio": 1e-4, "harmonics": 0.1, "audio, all its own": 0.3}
NOISE_OPERATORS = ("RandomNormalLike", "RandomUniformLike")
SOURCE_WEIGHT = "noise_convs.0.weight"  # the convolution that reads the harmonics first


def harmonics_name(graph: onnx.GraphProto) -> str:
    return next(node.input[0] for node in graph.node if node.op_type == "Conv" and node.input[1].endswith(SOURCE_WEIGHT))


def make_inputs(graph: onnx.GraphProto, names: list[str]) -> None:
    """Turns inner values into inputs: whoever computed them no longer does."""
    kept = [node for node in graph.node if not set(node.output) & set(names)]
    del graph.node[:]
    graph.node.extend(kept)
    graph.input.extend(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names)


def run(model: onnx.ModelProto, values: dict[str, np.ndarray], outputs: list[str]) -> list[np.ndarray]:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(outputs, {item.name: values[item.name] for item in session.get_inputs()})


def complex_spectrum(harmonics: np.ndarray) -> np.ndarray:
    magnitude, phase = np.split(harmonics.astype(np.float64), 2, axis=1)
    return magnitude * np.exp(1j * phase)


def relative_error(value: np.ndarray, expected: np.ndarray) -> float:
    """Root mean square of the difference over that of `expected`."""
    return float(np.sqrt((np.abs(value - expected) ** 2).mean() / (np.abs(expected) ** 2).mean()))


def compare(path: str, expected: dict[str, np.ndarray]) -> dict[str, float]:
    model = onnx.load(path)
    harmonics = harmonics_name(model.graph)
    drawn = {node.op_type: node.output[0] for node in model.graph.node if node.op_type in NOISE_OPERATORS}
    random = {drawn["RandomNormalLike"]: expected["noise"],
              drawn["RandomUniformLike"]: np.zeros((1, expected["noise"].shape[2]), np.float32)}
    values = {**expected, **random, harmonics: expected["harmonics"]}

    make_inputs(model.graph, list(random))
    model.graph.output.append(onnx.helper.make_tensor_value_info(harmonics, onnx.TensorProto.FLOAT, None))
    own_audio, duration, own_harmonics = run(model, values, ["audio", "duration", harmonics])
    del model.graph.output[-1]
    make_inputs(model.graph, [harmonics])
    (audio,) = run(model, values, ["audio"])
    return {
        "duration": relative_error(duration, expected["duration"]),
        "audio": relative_error(audio, expected["audio"]),
        "harmonics": relative_error(complex_spectrum(own_harmonics), complex_spectrum(expected["harmonics"])),
        "audio, all its own": relative_error(own_audio, expected["audio"]),
    }


def main() -> None:
    path, expected = sys.argv[1:]
    errors = compare(path, dict(np.load(expected)))
    for name, error in errors.items():
        print(f"{name:<20}{error:.2g}, bound {BOUNDS[name]:g}{'' if error <= BOUNDS[name] else '  EXCEEDED'}")
    sys.exit(any(not error <= BOUNDS[name] for name, error in errors.items()))


if __name__ == "__main__":
    main()
