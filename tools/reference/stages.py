"""Runs the reference's forward pass step by step, showing every tensor at a module boundary to a caller.

The same operations in the same order as KModel.forward_with_tokens: the audio is bit-identical to it.
"""
import contextlib

import numpy as np
import torch

SAMPLES_PER_FRAME = 600  # one duration frame is 25 ms


def noise(seed, samples):
    """The source noise of the golden cases, [1, samples, 9]: numpy's legacy gaussian stream, as float32."""
    return torch.from_numpy(np.random.RandomState(seed).standard_normal((1, samples, 9)).astype(np.float32))


class _FixedRandom:
    """Stands in for the name `torch` inside istftnet.py, where all of the network's randomness is.

    The initial phases are zero: the reference adds them to the first sample only, and its down-sampling by
    interpolation never reads that sample. The gaussian noise is given. The second noise of SourceModule is unused.
    """

    def __init__(self, given):
        self._given = given

    def __getattr__(self, name):
        return getattr(torch, name)

    @staticmethod
    def rand(*shape, **_options):
        return torch.zeros(*shape)

    def randn_like(self, x):
        if x.shape[-1] == 1:
            return torch.zeros_like(x)
        if self._given.shape != x.shape:
            raise ValueError(f"noise of shape {tuple(self._given.shape)} where {tuple(x.shape)} is drawn")
        return self._given.to(x.dtype)


@contextlib.contextmanager
def _fixed_random(istftnet, given):
    istftnet.torch = _FixedRandom(given)
    try:
        yield
    finally:
        istftnet.torch = torch


def _boundaries(model):
    """(name, module, part of its output) of every module whose output is recorded as it stands."""
    def whole(output):
        return output

    def first(output):
        return output[0]

    def packed(output):
        return output[0].data

    predictor, decoder, generator = model.predictor, model.decoder, model.decoder.generator
    yield "bert.embeddings", model.bert.embeddings, whole
    yield "bert.mapping_in", model.bert.encoder.embedding_hidden_mapping_in, whole
    for index, block in enumerate(predictor.text_encoder.lstms):
        is_lstm = isinstance(block, torch.nn.LSTM)
        yield f"dur_enc.{'lstm' if is_lstm else 'adaln'}{index}", block, packed if is_lstm else whole
    yield "pred.shared_lstm", predictor.shared, first
    for branch in ("F0", "N"):
        for index, block in enumerate(getattr(predictor, branch)):
            yield f"pred.{branch}{index}", block, whole
    yield "text_enc.embedding", model.text_encoder.embedding, whole
    for index, block in enumerate(model.text_encoder.cnn):
        yield f"text_enc.cnn{index}", block, whole
    for name in ("F0_conv", "N_conv", "asr_res", "encode"):
        yield f"dec.{name}", getattr(decoder, name), whole
    for index, block in enumerate(decoder.decode):
        yield f"dec.decode{index}", block, whole
    yield "gen.sinegen.uv", generator.m_source.l_sin_gen, lambda output: output[1]
    yield "gen.har_source", generator.m_source, first
    for index in range(len(generator.ups)):
        yield f"gen.noise_conv{index}", generator.noise_convs[index], whole
        yield f"gen.noise_res{index}", generator.noise_res[index], whole
        yield f"gen.up{index}", generator.ups[index], whole
    for index, block in enumerate(generator.resblocks):
        yield f"gen.resblock{index}", block, whole
    yield "gen.conv_post", generator.conv_post, whole


@contextlib.contextmanager
def _recorded(model, record, harmonics):
    """Calls `record` at every boundary while in force; `harmonics` replaces the spectrum of the harmonic source."""
    def watch(module, name, part):
        return module.register_forward_hook(lambda _module, _input, output: record(name, part(output)))

    handles = [watch(module, name, part) for name, module, part in _boundaries(model)]
    applications = iter(range(1000))  # one layer, applied many times
    handles.append(model.bert.encoder.albert_layer_groups[0].albert_layers[0].register_forward_hook(
        lambda _module, _input, output: record(f"bert.layer{next(applications):02d}", output)))
    stft = model.decoder.generator.stft
    transform, inverse = stft.transform, stft.inverse

    def recorded_transform(source):
        magnitude, phase = harmonics or transform(source)
        record("gen.har_spec", magnitude)
        record("gen.har_phase", phase)
        return magnitude, phase

    def recorded_inverse(magnitude, phase):
        record("gen.spec", magnitude)
        record("gen.phase", phase)
        return inverse(magnitude, phase)

    stft.transform, stft.inverse = recorded_transform, recorded_inverse
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
        del stft.transform, stft.inverse


@torch.no_grad()
def forward(model, ids, style, speed=1.0, noise_seed=None, durations=None, curves=None, harmonics=None, record=None):
    """(audio [samples], durations [tokens]) for `ids` [tokens] and `style` [1, 2 * style_dim].

    durations, curves=(F0, N) and harmonics=(magnitude, phase) replace what the network computes. Without a noise_seed
    the noise is torch's. record(name, tensor) sees every boundary.
    """
    record = record or (lambda _name, _tensor: None)
    with _recorded(model, record, harmonics):
        return _steps(model, ids, style, speed, noise_seed, durations, curves, record)


def _steps(model, ids, style, speed, noise_seed, durations, curves, record):
    def seen(name, tensor):
        record(name, tensor)
        return tensor

    predictor = model.predictor
    ids = torch.as_tensor(ids, dtype=torch.long).reshape(1, -1)
    tokens = ids.shape[1]
    lengths, mask = torch.LongTensor([tokens]), torch.zeros(1, tokens, dtype=torch.bool)
    decoder_style, prosody_style = style[:, :model.style_dim], style[:, model.style_dim:]

    bert = seen("bert", model.bert(ids, attention_mask=(~mask).int()))
    encoded = seen("bert_encoder", model.bert_encoder(bert).transpose(-1, -2))
    prosody = seen("dur_enc", predictor.text_encoder(encoded, prosody_style, lengths, mask))
    logits = seen("pred.dur_logits", predictor.duration_proj(seen("pred.lstm", predictor.lstm(prosody)[0])))
    duration = seen("pred.duration", torch.sigmoid(logits).sum(axis=-1) / speed)
    if durations is None:
        durations = torch.round(duration).clamp(min=1).long().reshape(-1)
    durations = seen("pred_dur", torch.as_tensor(durations, dtype=torch.long))

    token_of_frame = torch.repeat_interleave(torch.arange(tokens), durations)
    frames = token_of_frame.shape[0]
    alignment = torch.zeros((tokens, frames))
    alignment[token_of_frame, torch.arange(frames)] = 1
    alignment = alignment.unsqueeze(0)
    f0, energy = predictor.F0Ntrain(seen("en", prosody.transpose(-1, -2) @ alignment), prosody_style)
    f0, energy = curves or (f0, energy)
    record("F0", f0)
    record("N", energy)
    text = seen("t_en", model.text_encoder(ids, lengths, mask))
    aligned = seen("asr", text @ alignment)
    random = contextlib.nullcontext() if noise_seed is None else _fixed_random(
        model.istftnet, noise(noise_seed, frames * SAMPLES_PER_FRAME))
    with random:
        audio = seen("audio", model.decoder(aligned, f0, energy, decoder_style).reshape(-1))
    return audio, durations
