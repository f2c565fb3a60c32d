"""The published network as the teacher, in this folder's own graph (network.py)."""
import json
import pathlib

import torch
from torch.nn.utils import remove_weight_norm

from network import F0_UNIT, Network, spread
from weights import TO_HERTZ

PUBLISHED_WIDTHS = {"dim_dec": 1024, "dim_asr_res": 64, "dim_out": 512}  # that its config.json does not name


class Teacher:
    """Kokoro-82M v1.0 and its voice packs from a data directory of the program (KOKORO_HOME)."""

    def __init__(self, home, device="cpu"):
        home = pathlib.Path(home)
        config = json.loads(next(home.glob("builds/v1_0/config.json")).read_text(encoding="utf-8"))
        config["decoder_dims"] = PUBLISHED_WIDTHS
        self.home, self.device, self.vocabulary = home, device, config["vocab"]
        self.network = Network(config).eval().to(device)
        groups = torch.load(home / "models/v1_0/kokoro-v1_0.pth", map_location=device, weights_only=True)
        state = {f"{group}.{name.removeprefix('module.')}": tensor for group, part in groups.items() for name, tensor in part.items()}
        wanted = self.network.state_dict()
        state = {name: tensor / TO_HERTZ.get(name, 1.0) for name, tensor in state.items() if name in wanted}
        missing = set(wanted) - set(state)
        if missing:
            raise SystemExit(f"the checkpoint lacks {sorted(missing)[:3]}")
        self.network.load_state_dict(state)
        for module in self.network.modules():
            if hasattr(module, "weight_g"):
                remove_weight_norm(module)

    def pack(self, voice):
        """[510, 256] styles by number of phonemes less one"""
        return torch.load(self.home / f"voices/v1_0/{voice}.pt", map_location=self.device, weights_only=True).squeeze(1).float()

    def ids(self, phonemes):
        """Token ids with the zero at both ends, [1, T]"""
        known = [self.vocabulary[symbol] for symbol in phonemes if symbol in self.vocabulary]
        return torch.tensor([[0, *known, 0]], device=self.device)

    @torch.no_grad()
    def read(self, ids):
        """What the text encoder of the predictor (ALBERT) says of the tokens: the same for all voices. [1, T, C]"""
        embeddings, bert = self.network.bert.embeddings, self.network.bert.encoder
        return self.network.bert_encoder(bert(embeddings(ids), torch.zeros(1, 1, 1, 1)))

    @torch.no_grad()
    def prosody(self, read, style):
        """style [1, S] (the predictor's half) -> durations before rounding [T], rounded [T], F0 in Hz and energy [2F]"""
        predictor, count = self.network.predictor, read.shape[1]
        keep = torch.ones(1, 1, count, device=self.device)
        tokens = predictor.text_encoder(read, style, torch.tensor([count]), keep)
        logits = predictor.duration_proj.linear_layer(predictor.lstm(tokens)[0])
        exact = torch.sigmoid(logits).sum(-1)[0]
        durations = exact.round().clamp(min=1).long()
        f0, energy = predictor.curves(spread(tokens, self.frame_tokens(durations)), style)
        return exact, durations, f0[0] * F0_UNIT, energy[0]

    @staticmethod
    def frame_tokens(durations):
        return torch.repeat_interleave(torch.arange(len(durations), device=durations.device), durations)[None]

    @torch.no_grad()
    def features(self, ids, durations, f0, energy, style):
        """style [1, S] (the decoder's half) -> the decoder's output [1, C, 2F]"""
        network, count = self.network, ids.shape[1]
        keep = torch.ones(1, 1, count, device=self.device)
        text = spread(network.text_encoder(ids, torch.tensor([count]), keep), self.frame_tokens(durations)).transpose(1, 2)
        with self._half():
            return network.decoder.features(text, f0[None] / F0_UNIT, energy[None], style).float()

    @torch.no_grad()
    def sound(self, features, f0, style):
        """features [1, C, 2F], F0 in Hz [2F] -> {"source": samples of the harmonic source, "spectrum": the last convolution's
        output [22, frames], "audio": samples}"""
        generator = self.network.decoder.generator
        source = generator.m_source(f0[None])
        with self._half():
            spectrum = generator.spectrum(features, style, source)
        return dict(source=source[0], spectrum=spectrum[0], audio=generator.sound(spectrum)[0])

    def _half(self):
        return torch.autocast(torch.device(self.device).type, torch.bfloat16)  # 44 dB below the sound, and faster
