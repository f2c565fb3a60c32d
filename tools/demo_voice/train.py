#!/usr/bin/env python3
"""Trains the demo voice on what make_data.py made.

    train.py DATA STATE --hours 40 [--minutes 480] [--ranks 2] [--init FOLDER] [--config FILE]
    train.py DATA STATE --hours 1000 --minutes 25 --device cuda --bf16 --frames 1600

STATE keeps everything: state.pt (weights, their moving average, the optimiser, progress), log.jsonl, and export/ in the
form of assets/demo. The learning rate falls along a cosine that ends when --hours of sound are heard or --minutes are
over, whichever is first. Run again, it goes on where it was (higher limits stretch the cosine); a file STATE/STOP or
SIGTERM ends it after the step, and it may be stopped and continued by signals for as long as one likes. A fresh STATE starts from --init (assets/demo), where shapes fit; --init
none starts from nothing. Decoder and text encoder learn in each step from the teacher's durations, F0, phase and (see --own-energy) energy;
the prosody every --prosody-every steps.
"""
import argparse
import json
import math
import os
import pathlib
import signal
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch.nn import functional as F  # noqa: E402

import weights  # noqa: E402
from dataset import Dataset  # noqa: E402
from features import SAMPLE_RATE  # noqa: E402
from losses import SoundLoss, prosody_loss  # noqa: E402
from network import Network  # noqa: E402
from ranks import Ranks  # noqa: E402
from voices import ASSETS, VOICES  # noqa: E402

WARM_UP = 60          # steps
SAVE_EVERY = 150      # seconds
LOG_EVERY = 30        # seconds
EMA = 0.998
CLIP = 5.0


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("state", type=pathlib.Path)
    parser.add_argument("--hours", type=float, default=40, help="of sound, heard by all runs and ranks together")
    parser.add_argument("--minutes", type=float, default=math.inf, help="wall-clock time of all runs together")
    parser.add_argument("--init", default=str(ASSETS), help="an export to start from, or none")
    parser.add_argument("--config", type=pathlib.Path, help="widths, where they are not those of --init")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--bf16", action="store_true", help="the decoder in bfloat16 (autocast)")
    parser.add_argument("--ranks", type=int, default=1, help="processes, on a CPU")
    parser.add_argument("--frames", type=int, default=110, help="25 ms frames of sound per step and rank")
    parser.add_argument("--crop", type=int, default=44, help="frames of a crop")
    parser.add_argument("--crop-share", type=float, default=0.0, help="part of the run that learns from crops, which fill a GPU better")
    parser.add_argument("--prosody-every", type=int, default=2)
    parser.add_argument("--prosody-frames", type=int, default=800)
    parser.add_argument("--favour", default="", help="voices, with commas between: whole utterances are drawn once more often for each mention")
    parser.add_argument("--own-energy", type=float, default=0.5, help="part of the steps that take the predicted energy, not the teacher's")
    parser.add_argument("--rate", type=float, default=3e-3, help="the learning rate's start; a cosine leads to the end")
    parser.add_argument("--rate-end", type=float, default=5e-5)
    parser.add_argument("--weights", type=json.loads, help="of the terms of losses.py, as JSON",
                        default=dict(convergence=1.0, magnitude=1.0, mel=8.0, complex=0.7, pause=0.2, jump=3.0, buzz=2.0, lines=1.2))
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def parameter_groups(network):
    named = [(name, p) for name, p in network.named_parameters() if p.requires_grad and "pooler" not in name]
    sound = [p for name, p in named if name.split(".")[0] in ("decoder", "text_encoder")]
    prosody = [p for name, p in named if name.split(".")[0] in ("bert", "bert_encoder", "predictor")]
    return sound, prosody


class Training:
    """The state of a run on disk and in memory."""

    def __init__(self, opt, device):
        self.opt, self.step, self.spent, self.hours = opt, 0, 0.0, 0.0
        path = opt.state / "state.pt"
        saved = torch.load(path, map_location="cpu", weights_only=False) if path.exists() else None
        config = json.loads(opt.config.read_text(encoding="utf-8")) if opt.config else None
        if saved:
            self.config = saved["config"]
            self.network = Network(self.config, len(VOICES))
            self.network.load_state_dict(saved["network"])
        elif opt.init != "none":
            self.network, self.config = weights.load(pathlib.Path(opt.init), config)
        else:
            self.config = config or json.loads((ASSETS / "config.json").read_text(encoding="utf-8"))
            self.network = Network(self.config, len(VOICES))
        self.network.to(device)
        self.average = Network(self.config, len(VOICES)).to(device).requires_grad_(False)
        self.average.load_state_dict(saved["average"] if saved else self.network.state_dict())
        self.sound, self.prosody = parameter_groups(self.network)
        groups = [dict(params=self.sound, factor=1.0), dict(params=self.prosody, factor=0.3), dict(params=[self.network.style], factor=1.0)]
        self.optimiser = torch.optim.AdamW(groups, lr=opt.rate, betas=(0.9, 0.99), weight_decay=1e-4, foreach=True)
        if saved:
            self.optimiser.load_state_dict(saved["optimiser"])
            self.step, self.spent, self.hours = saved["step"], saved["spent"], saved["hours"]
        self.started = time.time() - self.spent

    def progress(self):
        self.spent = time.time() - self.started
        return min(1.0, max(self.hours / self.opt.hours, self.spent / (self.opt.minutes * 60)))

    def rate(self):
        cosine = 0.5 * (1 + math.cos(math.pi * self.progress()))
        return (self.opt.rate_end + (self.opt.rate - self.opt.rate_end) * cosine) * min(1.0, (self.step + 1) / WARM_UP)

    def apply(self, rate, with_prosody):
        """One optimiser step and the moving average; a step with a gradient that is not finite is left out."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group["factor"]
        norm = float(torch.nn.utils.clip_grad_norm_(self.sound, CLIP))
        if with_prosody:
            norm += float(torch.nn.utils.clip_grad_norm_(self.prosody, CLIP))
        self.step += 1
        if not math.isfinite(norm):
            print(f"step {self.step}: the gradient is not finite; left out", flush=True)
            return
        self.optimiser.step()
        decay = min(EMA, (1 + self.step) / (20 + self.step))
        with torch.no_grad():
            mine, theirs = list(self.average.parameters()), list(self.network.parameters())
            torch._foreach_lerp_(mine, theirs, 1 - decay)

    def save(self):
        self.opt.state.mkdir(parents=True, exist_ok=True)
        temporary = self.opt.state / "state.pt.tmp"
        torch.save(dict(network=self.network.state_dict(), average=self.average.state_dict(), optimiser=self.optimiser.state_dict(),
                        config=self.config, step=self.step, spent=self.spent, hours=self.hours), temporary)
        os.replace(temporary, self.opt.state / "state.pt")
        weights.save(self.average, self.config, self.opt.state / "export")


class Log:
    """Means of the terms over LOG_EVERY seconds, a JSON line each."""

    def __init__(self, path):
        self._path, self._sums, self._last = path, {}, time.time()

    def add(self, terms):
        for name, value in terms.items():
            self._sums.setdefault(name, []).append(float(value))

    def write(self, training, rate):
        if time.time() - self._last < LOG_EVERY:
            return
        row = dict(step=training.step, minutes=round(training.spent / 60, 2), hours=round(training.hours, 3), rate=round(rate, 6),
                   **{name: round(float(np.mean(values)), 4) for name, values in self._sums.items()})
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)
        self._sums, self._last = {}, time.time()


def predictor_error(energy):
    """Noise like the errors of the predicted energy, so that the decoder does not trust it more than it deserves: [B, 2F]"""
    slow = F.avg_pool1d(torch.randn_like(energy), 9, 1, 4) * 3  # of unit variance
    return 0.08 * torch.randn_like(energy) + 0.15 * slow


def learn(training, data, rng, sound_loss, device):
    """Gradients of one step -> ({term: value}, whether prosody took part)."""
    opt = training.opt
    for parameter in training.network.parameters():
        parameter.grad = None
    crops = training.progress() < opt.crop_share
    batch = data.crops(rng, opt.frames, opt.crop) if crops else data.whole(rng, opt.frames)
    batch = {key: value.to(device) for key, value in batch.items()}
    if not crops and rng.random() < opt.own_energy:
        with torch.no_grad():
            batch["energy"] = training.network.prosody(batch)[2]
    else:
        batch["energy"] = batch["energy"] + predictor_error(batch["energy"])
    with torch.autocast(torch.device(device).type, torch.bfloat16, enabled=opt.bf16):
        made = training.network.speak(batch)
    loss, terms = sound_loss(made.float(), batch["audio"], (batch["f0"] > 0).float())
    loss.backward()
    training.hours += batch["audio"].numel() / SAMPLE_RATE / 3600 * opt.ranks
    with_prosody = training.step % opt.prosody_every == 0
    if with_prosody:
        batch = {key: value.to(device) for key, value in data.whole(rng, opt.prosody_frames).items()}
        position = int(rng.integers(0, 512 - batch["ids"].shape[1])) if rng.random() < 0.6 else 0
        loss, more = prosody_loss(training.network, batch, position)
        loss.backward()
        terms.update(more)
    return terms, with_prosody


def main():
    opt = options()
    opt.state.mkdir(parents=True, exist_ok=True)
    ranks = Ranks(opt.ranks, opt.state)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)  # pauses are full of numbers that are slow and mean nothing
    torch.manual_seed(opt.seed)  # the same start in every rank
    training = Training(opt, opt.device)
    torch.manual_seed(opt.seed + 1000 * ranks.rank + training.step)
    rng = np.random.default_rng(opt.seed + 1000 * ranks.rank + training.step)
    data = Dataset(opt.data, "train", ranks.rank, opt.ranks, favoured=opt.favour.split(","))
    if ranks.rank == 0:
        print(f"{sum(p.numel() for p in training.network.parameters())} parameters; {len(data)} utterances, "
              f"{data.hours():.2f} hours for each rank; from step {training.step}", flush=True)
    sound_loss, log = SoundLoss(opt.weights, opt.device), Log(opt.state / "log.jsonl")
    stop_file, stop, last_save = opt.state / "STOP", [], time.time()
    stop_file.unlink(missing_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
    ended = False
    while not ended:
        terms, with_prosody = learn(training, data, rng, sound_loss, opt.device)
        wanted = bool(stop) or stop_file.exists() or training.progress() >= 1
        parameters = training.sound + [training.network.style] + (training.prosody if with_prosody else [])
        rate, ended = ranks.average_gradients(parameters, training.rate(), wanted)
        training.apply(rate, with_prosody)
        if ranks.rank == 0:
            log.add(terms)
            log.write(training, rate)
            if ended or time.time() - last_save > SAVE_EVERY:
                last_save = time.time()
                training.save()
    ranks.finish()


if __name__ == "__main__":
    main()
