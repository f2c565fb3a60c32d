"""Builds the reference's KModel for any widths, and takes its weights apart into the published checkpoint layout."""
import copy
import json
import tempfile

import torch
from torch import nn

GROUPS = ("bert", "bert_encoder", "predictor", "decoder", "text_encoder")
# InstanceNorm's affine parameters exist in the reference's code (a work-around for ONNX export) but not in its files.
NOT_IN_FILE = (".norm.weight", ".norm.bias")
PUBLISHED_DECODER_DIMS = {"dim_dec": 1024, "dim_asr_res": 64, "dim_out": 512}


def load_config(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def sized_decoder(istftnet, dims):
    """The reference's Decoder class with its three hard-coded widths made parameters; forward is the reference's."""
    hidden, residual, out = (dims[name] for name in ("dim_dec", "dim_asr_res", "dim_out"))

    class SizedDecoder(istftnet.Decoder):
        def __init__(self, dim_in, style_dim, dim_out, disable_complex=False, **generator):
            nn.Module.__init__(self)
            block, norm = istftnet.AdainResBlk1d, istftnet.weight_norm
            self.encode = block(dim_in + 2, hidden, style_dim)
            self.decode = nn.ModuleList([block(hidden + 2 + residual, hidden, style_dim) for _ in range(3)])
            self.decode.append(block(hidden + 2 + residual, out, style_dim, upsample=True))
            self.F0_conv = norm(nn.Conv1d(1, 1, kernel_size=3, stride=2, groups=1, padding=1))
            self.N_conv = norm(nn.Conv1d(1, 1, kernel_size=3, stride=2, groups=1, padding=1))
            self.asr_res = nn.Sequential(norm(nn.Conv1d(dim_in, residual, kernel_size=1)))
            self.generator = istftnet.Generator(style_dim, disable_complex=disable_complex, **generator)

    return SizedDecoder


def build(modules, config, checkpoint=None):
    """KModel in evaluation mode; the weights of the file `checkpoint`, or torch's own initialisation without one.

    `modules` is what package.load() returned. The model carries `style_dim` and `istftnet` for stages.py.
    """
    model_module, istftnet = modules
    published = model_module.Decoder
    if "decoder_dims" in config:
        model_module.Decoder = sized_decoder(istftnet, {**PUBLISHED_DECODER_DIMS, **config["decoder_dims"]})
    try:
        with tempfile.NamedTemporaryFile(suffix=".pth") as empty:
            torch.save({}, empty.name)
            model = model_module.KModel(repo_id="local", config=copy.deepcopy(config), model=checkpoint or empty.name)
    finally:
        model_module.Decoder = published
    model.style_dim = config["style_dim"]
    model.istftnet = istftnet
    return model.eval()


def state_groups(model):
    """The five state dicts as the published v1.0 file has them: `module.` before each name, torch's metadata kept."""
    groups = {}
    for group in GROUPS:
        state = getattr(model, group).state_dict()
        kept = type(state)((f"module.{name}", tensor.detach().clone().contiguous())
                           for name, tensor in state.items() if not name.endswith(NOT_IN_FILE))
        kept._metadata = state._metadata
        groups[group] = kept
    return groups


def with_shared_lstm_storage(groups):
    """The same tensors in plain dicts, those of each LSTM as views of one storage, as cuDNN's flattening leaves them."""
    result = {group: dict(state) for group, state in groups.items()}
    for state in result.values():
        by_layer = {}
        for name in state:
            if "_l0" in name:
                by_layer.setdefault(name.rsplit(".", 1)[0], []).append(name)
        for names in by_layer.values():
            flat = torch.cat([state[name].reshape(-1) for name in names])
            offset = 0
            for name in names:
                count = state[name].numel()
                state[name] = flat[offset:offset + count].view(state[name].shape)
                offset += count
    return result
