"""What each part of the network is taught by: its parameters, its data, its loss on a step's worth of utterances."""
import torch
from torch.nn.utils.rnn import pad_sequence

from dataset import frame_tokens, style_of, window
from losses import DEEPEST, SoundLoss, prosody_losses, spectrum_loss
from network import run_lstm, spread

SOUND_WEIGHTS = dict(convergence=0.5, magnitude=0.5, mel=1.5, complex=1.0)
PROSODY_WEIGHTS = dict(duration=2.0, entropy=0.3, f0=8.0, energy=2.0, voicing=0.0)


class Part:
    kind, needed, needless, starts_from, prefixes = "sound", "audio", (), (), ()

    def __init__(self, network, settings, basis, device):
        self.network, self.settings, self.basis, self.device = network, settings, basis, device
        self.progress = 0.0  # of the run, 0 to 1

    def begin(self, data):
        """Called once for a new network."""

    @classmethod
    def owns(cls, name):
        return name.startswith(cls.prefixes)


class GeneratorPart(Part):
    """The teacher's decoder output and source in, its sound out. Steps are stretches of utterances: instance norm sees a few
    seconds, as it does in use."""

    prefixes = ("decoder.generator.",)
    spectrum_weight = 1.0

    def __init__(self, *args):
        super().__init__(*args)
        self.sound_loss = SoundLoss(SOUND_WEIGHTS, self.device)

    def begin(self, data):
        """What a new network starts with: the last convolution at the teacher's mean magnitudes, which are far from zero."""
        levels = torch.stack([row["spectrum"][:11].float().clamp(min=DEEPEST).mean(1) for row in data.items])
        with torch.no_grad():
            self.network.decoder.generator.conv_post.bias[:11] = levels.mean(0)

    def frames(self):
        """Of 25 ms in a stretch: short ones at first, for more steps; the length that is spoken later."""
        first, last = self.settings["frames"]
        return round(first + (last - first) * self.progress)

    def heard(self, features, style, source, spectrum, audio):
        generator = self.network.decoder.generator
        with torch.autocast(torch.device(self.device).type, torch.bfloat16):  # convolutions twice as fast
            made = generator.spectrum(features, style, source)
        loss, terms = self.sound_loss(generator.sound(made), audio)
        level, angle = spectrum_loss(made, spectrum)
        return loss + self.spectrum_weight * (0.5 * level + angle), dict(terms, level=level.detach(), angle=angle.detach())

    def loss(self, data, rng):
        total, sums, seconds = 0, {}, 0
        for row in data.draw(rng, self.settings["utterances"]):
            features, source, spectrum, audio = (t.to(self.device) for t in window(row, rng, self.frames(), self.basis))
            loss, terms = self.heard(features, style_of(row).to(self.device), source, spectrum, audio)
            total = total + loss / self.settings["utterances"]
            sums = {name: sums.get(name, 0) + value / self.settings["utterances"] for name, value in terms.items()}
            seconds += audio.shape[1] / 24000
        return total, sums, seconds


class DecoderPart(Part):
    """Tokens with the teacher's durations, F0 and energy in; the components of its decoder output out. Whole utterances."""

    prefixes = ("text_encoder.", "decoder.encode.", "decoder.decode.", "decoder.F0_conv.", "decoder.N_conv.", "decoder.asr_res.")
    kind, needed = "prosody", "features"

    def features(self, row):
        """Of the whole utterance: on stretches the instance norm saw other means, and the error was twice as large."""
        with torch.autocast(torch.device(self.device).type, torch.bfloat16):
            return self.network.features(row["ids"][None].long().to(self.device), frame_tokens(row).to(self.device), row["f0"][None].to(self.device),
                                         row["energy"][None].to(self.device), style_of(row).to(self.device)).float()

    def distance(self, made, wanted):
        """Small components count more than in the square, so that what is quiet is learnt too."""
        spread_ = wanted.square().mean((0, 2), keepdim=True).sqrt().clamp(min=0.02).sqrt()
        return ((made - wanted).abs() / spread_).mean(), ((made - wanted).square().mean() / wanted.square().mean())

    def loss(self, data, rng):
        rows = data.draw(rng, self.settings["utterances"], self.settings["frames"])
        total, share, seconds = 0, 0, 0
        for row in rows:
            wanted = self.basis.project(row["features"].float())[None].to(self.device)
            distance, relative = self.distance(self.features(row), wanted)
            total, share = total + distance / len(rows), share + relative.detach() / len(rows)
            seconds += len(row["f0"]) / 80
        return total, dict(distance=total.detach(), error=share), seconds


class JointPart(GeneratorPart):
    """Decoder and generator in one: the student's own decoder output to the sound."""

    prefixes = DecoderPart.prefixes + GeneratorPart.prefixes
    starts_from = ("decoder", "generator")
    begin = Part.begin
    features, distance = DecoderPart.features, DecoderPart.distance

    def loss(self, data, rng):
        total, sums, seconds = 0, {}, 0
        for row in data.draw(rng, self.settings["utterances"], longest=self.settings["longest"]):
            have = len(row["f0"]) // 2
            first = 2 * int(rng.integers(0, max(1, have - self.frames() + 1)))
            last = min(2 * have, first + 2 * self.frames())
            features = self.features(row)
            wanted = self.basis.project(row["features"].float())[None].to(self.device)
            distance, relative = self.distance(features, wanted)
            samples, steps = slice(300 * first, 300 * last), slice(60 * first, 60 * last + 1)
            loss, terms = self.heard(features[:, :, first:last], style_of(row).to(self.device), *(
                row[name][..., where][None].float().to(self.device) for name, where in
                (("source", samples), ("spectrum", steps), ("audio", samples))))
            total = total + (loss + 0.5 * distance) / self.settings["utterances"]
            for name, value in dict(terms, error=relative.detach()).items():
                sums[name] = sums.get(name, 0) + value / self.settings["utterances"]
            seconds += (last - first) / 80
        return total, sums, seconds


class ProsodyPart(Part):
    """Tokens in; durations, F0 and energy out, the two curves with the teacher's durations."""

    prefixes = ("bert.", "bert_encoder.", "predictor.")
    kind, needed, needless = "prosody", "f0", ("features",)

    def loss(self, data, rng):
        rows = data.draw(rng, self.settings["utterances"], self.settings["frames"])
        lengths = torch.tensor([len(row["ids"]) for row in rows])
        ids = pad_sequence([row["ids"].long() for row in rows], batch_first=True).to(self.device)
        keep = (torch.arange(ids.shape[1]) < lengths[:, None]).float()[:, None].to(self.device)
        styles = torch.cat([style_of(row) for row in rows]).to(self.device)
        position = int(rng.integers(0, 512 - ids.shape[1])) if rng.random() < 0.3 else 0
        network = self.network
        tokens, logits = network.durations(network.read(ids, keep, position), styles, lengths, keep)
        places = [frame_tokens(row)[0].to(self.device) for row in rows]
        frames = torch.tensor([len(place) for place in places])
        shared = run_lstm(network.predictor.shared, spread(tokens, pad_sequence(places, batch_first=True)), frames)
        sums = {}
        for i, row in enumerate(rows):  # one by one: instance norm must not see padding
            f0, energy = network.predictor.curves_of(shared[i:i + 1, :frames[i]], styles[i:i + 1])
            terms = prosody_losses(logits[i, :lengths[i]], row["exact"].to(self.device), f0[0], energy[0],
                                   row["f0"].to(self.device), row["energy"].to(self.device))
            for name, value in terms.items():
                sums[name] = sums.get(name, 0) + value / len(rows)
        loss = sum(PROSODY_WEIGHTS[name] * value for name, value in sums.items())
        return loss, {name: value.detach() for name, value in sums.items()}, sum(len(row["f0"]) for row in rows) / 80


PARTS = {"generator": GeneratorPart, "decoder": DecoderPart, "prosody": ProsodyPart, "joint": JointPart}
