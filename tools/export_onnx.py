#!/usr/bin/python3
"""Exports the reference network to ONNX, for ONNX Runtime's side of bench/compare, and checks the file.

    tools/export_onnx.py [--model build/models/full/kokoro-v1_0.pth --config build/models/full/config.json]
                         [--out build/onnx/kokoro.onnx] [--check-only]

The graph computes what KModel computes, but aligns text and frames as it is told: inputs `ids` [1, tokens] (int64),
`alignment` [1, tokens, frames] (1 where the frame belongs to the token) and `style` [1, 2 * style_dim]; outputs `audio`
[600 * frames] at 24 kHz and the `duration` [1, tokens] that it would have chosen, in frames. Tokens and frames are
dynamic. As in Kokoro's own exports the STFT is the reference's CustomSTFT, convolutions instead of complex numbers.
Weight norm is folded and the packing of padded batches left out: ONNX Runtime gets no more to do than it must.

Then tools/check_onnx.py compares the file in ONNX Runtime with PyTorch on an input other than the traced one, and the
exit status is its: 1 where they differ. Needs Debian's python3-torch and python3-numpy; ONNX Runtime comes from PyPI
into build/onnx/venv.
"""
import argparse
import contextlib
import math
import pathlib
import subprocess
import sys
import tempfile
import warnings

TOOLS = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(TOOLS))

import numpy as np
import torch
from reference import network, package, stages

BUILD = package.REPOSITORY / "build"
VENV = BUILD / "onnx" / "venv"
REQUIREMENTS = ("onnxruntime==1.32.0", "onnx==1.23.2")
OPSET = 16  # 17 has LayerNormalization, which torch 1.13 writes wrongly where the layer has no weights
NOISE_SEED = 7


class GivenAlignment(torch.nn.Module):
    """KModel's forward pass for one utterance whose alignment is an input."""

    def __init__(self, model: torch.nn.Module):
        super().__init__()
        self.model = model

    def forward(self, ids, alignment, style):
        """(audio [samples], duration [1, tokens]) for the inputs that the module's docstring lists."""
        model, predictor = self.model, self.model.predictor
        lengths, mask = torch.LongTensor([ids.shape[1]]), torch.zeros_like(ids, dtype=torch.bool)
        decoder_style, prosody_style = style[:, :model.style_dim], style[:, model.style_dim:]
        encoded = model.bert_encoder(model.bert(ids, attention_mask=(~mask).int())).transpose(-1, -2)
        prosody = predictor.text_encoder(encoded, prosody_style, lengths, mask)
        duration = torch.sigmoid(predictor.duration_proj(predictor.lstm(prosody)[0])).sum(axis=-1)
        f0, energy = predictor.F0Ntrain(prosody.transpose(-1, -2) @ alignment, prosody_style)
        text = model.text_encoder(ids, lengths, mask)
        return model.decoder(text @ alignment, f0, energy, decoder_style).reshape(-1), duration


def fold_weight_norm(module: torch.nn.Module) -> None:
    """Replaces weight_v and weight_g by their weight, in double precision and with the same exceptions as src/model:
    rows whose gain is their norm stay as they are, rows without a direction are 0."""
    direction, gain = module.weight_v.detach().double(), module.weight_g.detach()
    norm = direction.flatten(1).norm(dim=1).reshape(gain.shape)
    factor = torch.where(norm > 0, gain.double() / norm, torch.zeros_like(norm))
    factor = torch.where((norm.float() == gain) & (norm > 0), torch.ones_like(norm), factor)
    torch.nn.utils.remove_weight_norm(module)
    module.weight.data.copy_(direction * factor)


def lean_model(config: str, checkpoint: str, reference: str | None) -> torch.nn.Module:
    """The reference as it is exported: CustomSTFT, weight norm folded into the weights."""
    model = network.build(package.load(reference), network.load_config(config), checkpoint)
    generator = model.decoder.generator
    stft = generator.stft
    generator.stft = model.istftnet.CustomSTFT(stft.filter_length, stft.hop_length, stft.win_length)
    for module in model.modules():
        if hasattr(module, "weight_v"):
            fold_weight_norm(module)
    return model


@contextlib.contextmanager
def unpacked_sequences():
    """Makes the packing of padded sequences do nothing: one utterance has no padding."""
    rnn = torch.nn.utils.rnn
    saved = rnn.pack_padded_sequence, rnn.pad_packed_sequence
    rnn.pack_padded_sequence = lambda sequence, *_args, **_options: sequence
    rnn.pad_packed_sequence = lambda sequence, **_options: (sequence, None)
    try:
        yield
    finally:
        rnn.pack_padded_sequence, rnn.pad_packed_sequence = saved


def atan2(graph, y, x):
    """atan2 in ONNX's operators, which torch 1.13 lacks; atan2(0, 0) = 0 and atan2(0, x < 0) = pi, as in torch."""
    def constant(value):
        return graph.op("Constant", value_t=torch.tensor(value))

    zero = constant(0.0)
    slope = graph.op("Div", y, graph.op("Where", graph.op("Equal", x, zero), constant(1e-38), x))
    half_turn = graph.op("Where", graph.op("Less", y, zero), constant(-math.pi), constant(math.pi))
    return graph.op("Add", graph.op("Atan", slope), graph.op("Where", graph.op("Less", x, zero), half_turn, zero))


def example(model: torch.nn.Module, durations: list[int], seed: int):
    """(ids, alignment, style) of random tokens with these durations."""
    tokens = len(durations)
    random = np.random.RandomState(seed)
    ids = torch.tensor([[0, *random.choice(sorted(model.vocab.values()), tokens - 2), 0]])
    token_of_frame = torch.repeat_interleave(torch.arange(tokens), torch.tensor(durations))
    alignment = torch.nn.functional.one_hot(token_of_frame, tokens).T[None].float()
    style = torch.from_numpy(0.15 * random.standard_normal((1, 2 * model.style_dim))).float()
    return ids, alignment, style


def export(model: torch.nn.Module, path: pathlib.Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.register_custom_op_symbolic("aten::atan2", atan2, OPSET)
    axes = {"ids": {1: "tokens"}, "alignment": {1: "tokens", 2: "frames"}, "audio": {0: "samples"},
            "duration": {1: "tokens"}}
    with unpacked_sequences(), torch.no_grad():
        # In evaluation mode: the exporter puts the module back into the mode it was in, and dropout must stay off.
        torch.onnx.export(GivenAlignment(model).eval(), example(model, [3, 2, 4, 1, 2], 1), str(path),
                          opset_version=OPSET, input_names=["ids", "alignment", "style"],
                          output_names=["audio", "duration"], dynamic_axes=axes)


def write_expected(model: torch.nn.Module, path: pathlib.Path) -> None:
    """An input of another size than the traced one, the noise drawn for it and what PyTorch computes, as .npz."""
    durations = [1 + index % 5 for index in range(37)]
    ids, alignment, style = example(model, durations, 2)
    seen = {}
    audio, _ = stages.forward(model, ids, style, noise_seed=NOISE_SEED, durations=durations,
                              record=lambda name, tensor: seen.update({name: tensor.clone()}))
    harmonics = torch.cat([seen["gen.har_spec"], seen["gen.har_phase"]], dim=1)
    noise = stages.noise(NOISE_SEED, audio.numel())
    tensors = {"ids": ids, "alignment": alignment, "style": style, "noise": noise, "audio": audio,
               "duration": seen["pred.duration"], "harmonics": harmonics}
    np.savez(path, **{name: tensor.numpy() for name, tensor in tensors.items()})


def onnx_python() -> pathlib.Path:
    """The interpreter of build/onnx/venv, which is made if it is not there or holds other versions."""
    mark = VENV / "requirements.txt"
    wanted = "\n".join(REQUIREMENTS)
    if not mark.exists() or mark.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        subprocess.run([VENV / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir",
                        *REQUIREMENTS], check=True)
        mark.write_text(wanted)
    return VENV / "bin" / "python"


def main() -> None:
    models = BUILD / "models" / "full"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=pathlib.Path, default=models / "kokoro-v1_0.pth")
    parser.add_argument("--config", type=pathlib.Path, default=models / "config.json")
    parser.add_argument("--out", type=pathlib.Path, default=BUILD / "onnx" / "kokoro.onnx")
    parser.add_argument("--check-only", action="store_true", help="check the file --out, do not write it")
    parser.add_argument("--reference", help="folder of the reference package (default: build/reference/kokoro)")
    options = parser.parse_args()
    if not options.model.exists():
        parser.error(f"{options.model} is missing: run tools/make_checkpoint.py full")
    warnings.filterwarnings("ignore")

    model = lean_model(str(options.config), str(options.model), options.reference)
    if not options.check_only:
        export(model, options.out)
        print(f"wrote {options.out}, {options.out.stat().st_size / 1e6:.0f} MB", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        expected = pathlib.Path(folder) / "expected.npz"
        write_expected(model, expected)
        check = subprocess.run([onnx_python(), TOOLS / "check_onnx.py", options.out, expected], check=False)
    sys.exit(check.returncode)


if __name__ == "__main__":
    main()
