"""How near the student's network is to the teacher's when both have the teacher's durations: the same noise, own F0 and energy."""
import pathlib
import sys

import numpy as np
import torch

from network import F0_UNIT, run_lstm, spread
from voices import ASSETS, VOICES

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))


@torch.no_grad()
def curves(network, ids, row, place):
    """The student's durations before rounding [T], F0 in Hz and energy [1, 2F]; `row`: the predictor's half of a style [1, S];
    `place`: the token of each frame [1, F]."""
    lengths, keep = torch.tensor([ids.shape[1]]), torch.ones(1, 1, ids.shape[1])
    tokens, logits = network.durations(network.read(ids, keep), row, lengths, keep)
    shared = run_lstm(network.predictor.shared, spread(tokens, place), torch.tensor([place.shape[1]]))
    f0, energy = network.predictor.curves_of(shared, row)
    return torch.sigmoid(logits).sum(-1)[0], f0 * F0_UNIT, energy


@torch.no_grad()
def measure(teacher, network, voice, phonemes):
    """One utterance of VOICES[voice] -> figures"""
    from listen.measures import mel
    ids = teacher.ids(phonemes)
    pack = teacher.pack(VOICES[voice].teacher)[ids.shape[1] - 3][None]
    exact, durations, f0, energy = teacher.prosody(teacher.read(ids), pack[:, 128:])
    place = teacher.frame_tokens(durations)
    student = torch.load(ASSETS / "voices" / f"{VOICES[voice].name}.pt").float()[ids.shape[1] - 3]
    decoder_style, predictor_style = student.chunk(2, 1)
    own_exact, own_f0, own_energy = curves(network, ids, predictor_style, place)
    sounds = []
    torch.manual_seed(0)
    sounds.append(teacher.sound(teacher.features(ids, durations, f0, energy, pack[:, :128]), f0, pack[:, :128])["audio"].numpy())
    for pitch, loudness in ((own_f0, own_energy), (f0[None], energy[None])):
        generator = network.decoder.generator
        torch.manual_seed(0)
        source = generator.m_source(pitch)
        sounds.append(generator.sound(generator.spectrum(network.features(ids, place, pitch, loudness, decoder_style), decoder_style,
                                                         source))[0].numpy())
    both = (f0 > 60) & (own_f0[0] > 60)
    logs = [np.log(pitch[both].numpy()) for pitch in (f0, own_f0[0])]
    bands = [mel.levelled(sound) for sound in sounds]
    return dict(mel_db=mel.distance(bands[0], bands[1]), mel_given_prosody_db=mel.distance(bands[0], bands[2]),
                duration_frames=float((exact - own_exact).abs().mean()), f0_correlation=float(np.corrcoef(*logs)[0, 1]),
                f0_deviation_ratio=float(logs[1].std() / logs[0].std()),
                voicing_error=float(((f0 > 10) != (own_f0[0] > 10)).float().mean())), sounds
