"""Kokoro's graph with every width a parameter; state dicts have the published checkpoint's names.

Differences from the reference are in the plumbing only: F0 is handled in units of F0_UNIT Hz inside (weights.py
rescales F0_proj and F0_conv exactly), batches are padded or cropped, and in training the source takes the teacher's phase.
"""
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils import weight_norm
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from generator import Generator
from layers import EPS, AdainResBlk1d

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from reference.albert import AlbertConfig, AlbertModel  # noqa: E402

F0_UNIT = 100.0


def run_lstm(lstm, x, lengths):
    y, _ = lstm(pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False))
    return pad_packed_sequence(y, batch_first=True, total_length=x.shape[1])[0]


def bidirectional(width_in, width):
    return nn.LSTM(width_in, width // 2, 1, batch_first=True, bidirectional=True)


def spread(x, frame_tokens):
    """x [B, T, C] of tokens -> [B, F, C] of the frames, by the token of each frame [B, F]."""
    return x.gather(1, frame_tokens[..., None].expand(-1, -1, x.shape[2]))


class Decoder(nn.Module):
    def __init__(self, width, style_dim, dim_dec, dim_asr_res, dim_out, **generator):
        super().__init__()
        self.encode = AdainResBlk1d(width + 2, dim_dec, style_dim)
        joined = dim_dec + 2 + dim_asr_res
        self.decode = nn.ModuleList([AdainResBlk1d(joined, dim_dec, style_dim) for _ in range(3)])
        self.decode.append(AdainResBlk1d(joined, dim_out, style_dim, upsample=True))
        self.F0_conv = weight_norm(nn.Conv1d(1, 1, 3, 2, 1))
        self.N_conv = weight_norm(nn.Conv1d(1, 1, 3, 2, 1))
        self.F0_conv.weight_g.data.fill_(0.5)
        self.N_conv.weight_g.data.fill_(0.3)
        self.asr_res = nn.Sequential(weight_norm(nn.Conv1d(width, dim_asr_res, 1)))
        self.generator = Generator(style_dim, **generator)

    def features(self, text, f0, energy, style):
        """text [B, C, F], f0 (F0_UNIT Hz) and energy [B, 2F], style [B, S] -> the generator's input [B, C, 2F]"""
        f, n = self.F0_conv(f0[:, None]), self.N_conv(energy[:, None])
        x = self.encode(torch.cat([text, f, n], 1), style)
        residual = self.asr_res(text)
        for block in self.decode:
            x = block(torch.cat([x, residual, f, n], 1), style)
        return x


class LayerNorm(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.gamma, self.beta = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return F.layer_norm(x.transpose(1, 2), self.gamma.shape, self.gamma, self.beta, EPS).transpose(1, 2)


class TextEncoder(nn.Module):
    def __init__(self, width, kernel, depth, symbols):
        super().__init__()
        self.embedding = nn.Embedding(symbols, width)
        self.cnn = nn.ModuleList([nn.Sequential(weight_norm(nn.Conv1d(width, width, kernel, padding=(kernel - 1) // 2)),
                                                LayerNorm(width), nn.LeakyReLU(0.2)) for _ in range(depth)])
        self.lstm = bidirectional(width, width)

    def forward(self, ids, lengths, keep):
        """[B, T] -> [B, T, C]"""
        x = self.embedding(ids).transpose(1, 2) * keep
        for layer in self.cnn:
            x = layer(x) * keep
        return run_lstm(self.lstm, x.transpose(1, 2), lengths)


class AdaLayerNorm(nn.Module):
    def __init__(self, style_dim, width):
        super().__init__()
        self.fc = nn.Linear(style_dim, width * 2)

    def forward(self, x, style):
        scale, shift = self.fc(style)[:, None].chunk(2, 2)
        return torch.addcmul(shift, 1 + scale, F.layer_norm(x, x.shape[-1:], eps=EPS))


class DurationEncoder(nn.Module):
    def __init__(self, style_dim, width, depth):
        super().__init__()
        self.lstms = nn.ModuleList()
        for _ in range(depth):
            self.lstms += [bidirectional(width + style_dim, width), AdaLayerNorm(style_dim, width)]

    def forward(self, x, style, lengths, keep):
        repeated, keep = style[:, None].expand(-1, x.shape[1], -1), keep.transpose(1, 2)
        x = torch.cat([x, repeated], 2) * keep
        for lstm, norm in zip(self.lstms[::2], self.lstms[1::2]):
            x = torch.cat([norm(run_lstm(lstm, x, lengths), style), repeated], 2) * keep
        return x


class LinearNorm(nn.Module):
    def __init__(self, width_in, width_out):
        super().__init__()
        self.linear_layer = nn.Linear(width_in, width_out)


class ProsodyPredictor(nn.Module):
    def __init__(self, style_dim, width, depth, max_dur):
        super().__init__()
        self.text_encoder = DurationEncoder(style_dim, width, depth)
        self.lstm = bidirectional(width + style_dim, width)
        self.duration_proj = LinearNorm(width, max_dur)
        self.duration_proj.linear_layer.bias.data.copy_(2.0 - 0.7 * torch.arange(max_dur))
        self.shared = bidirectional(width + style_dim, width)

        def blocks():
            return nn.ModuleList([AdainResBlk1d(width, width, style_dim), AdainResBlk1d(width, width // 2, style_dim, upsample=True),
                                  AdainResBlk1d(width // 2, width // 2, style_dim)])
        self.F0, self.N = blocks(), blocks()
        self.F0_proj, self.N_proj = nn.Conv1d(width // 2, 1, 1), nn.Conv1d(width // 2, 1, 1)

    def curves(self, frames, style):
        """[B, F, C + S] -> F0 (F0_UNIT Hz) and energy, [B, 2F] each"""
        return self.curves_of(self.shared(frames)[0], style)

    def curves_of(self, shared, style):
        """The same from the output of the LSTM that both share [B, F, C]"""
        f0 = energy = shared.transpose(1, 2)
        for block in self.F0:
            f0 = block(f0, style)
        for block in self.N:
            energy = block(energy, style)
        return self.F0_proj(f0)[:, 0], self.N_proj(energy)[:, 0]


class Network(nn.Module):
    """The five groups of a Kokoro checkpoint."""

    GROUPS = ("bert", "bert_encoder", "predictor", "decoder", "text_encoder")

    def __init__(self, config):
        super().__init__()
        width, style_dim = config["hidden_dim"], config["style_dim"]
        self.bert = AlbertModel(AlbertConfig(vocab_size=config["n_token"], **config["plbert"]))
        self.bert_encoder = nn.Linear(config["plbert"]["hidden_size"], width)
        self.predictor = ProsodyPredictor(style_dim, width, config["n_layer"], config["max_dur"])
        self.text_encoder = TextEncoder(width, config["text_encoder_kernel_size"], config["n_layer"], config["n_token"])
        self.decoder = Decoder(width, style_dim, **config["decoder_dims"], **config["istftnet"])
        for module in self.bert.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, 0, 0.05)
                nn.init.zeros_(module.bias)
        nn.init.normal_(self.bert.embeddings.position_embeddings.weight, 0, 0.02)
        nn.init.normal_(self.bert.embeddings.word_embeddings.weight, 0, 0.3)

    def read(self, ids, keep, position=0):
        """ids [B, T], keep [B, 1, T] -> [B, T, C]; `position` is the first token's, so that all positions get trained."""
        embeddings, encoder = self.bert.embeddings, self.bert.encoder
        positions = embeddings.position_embeddings(torch.arange(ids.shape[1], device=ids.device) + position)[None]
        x = embeddings.LayerNorm(embeddings.word_embeddings(ids) + embeddings.token_type_embeddings.weight[0] + positions)
        return self.bert_encoder(encoder(x, (1 - keep)[:, :, None] * -1e4))

    def durations(self, read, style, lengths, keep):
        """-> tokens for curves() [B, T, C + S], duration logits [B, T, max_dur]"""
        tokens = self.predictor.text_encoder(read, style, lengths, keep)
        return tokens, self.predictor.duration_proj.linear_layer(run_lstm(self.predictor.lstm, tokens, lengths))

    def features(self, ids, frame_tokens, f0, energy, style):
        """One utterance: ids [1, T], the token of each frame [1, F], f0 (Hz) and energy [1, 2F] -> [1, C, 2F]. The frames may
        be a stretch of those of all tokens."""
        lengths, keep = torch.tensor([ids.shape[1]]), torch.ones(1, 1, ids.shape[1], device=ids.device)
        with torch.autocast(ids.device.type, enabled=False):
            text = spread(self.text_encoder(ids, lengths, keep), frame_tokens).transpose(1, 2)
        return self.decoder.features(text, f0 / F0_UNIT, energy, style)
