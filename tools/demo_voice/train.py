#!/usr/bin/env python3
"""Trains the parts of the demo voice, each on what the teacher makes of the same input.

    train.py DATA STATE --part prosody|decoder|generator     in any order, or beside each other
    train.py DATA STATE --part joint                          decoder and generator together, from where they are

generator: the teacher's decoder output (its principal components) and harmonic source to its sound. decoder: tokens,
durations, F0 and energy to those components. prosody: tokens to durations, F0 and energy. settings.json has the widths and
each part's minutes and rate. STATE keeps PART.pt (weights, their moving average, the optimiser, progress) and PART.jsonl.
Run again, a part goes on where it was, along a cosine to --minutes of processor time; SIGTERM or a file STATE/STOP ends it after the step.
"""
import argparse
import json
import os
import pathlib
import signal
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np  # noqa: E402
import torch  # noqa: E402

from dataset import Basis, Dataset  # noqa: E402
from network import Network  # noqa: E402
from parts import PARTS  # noqa: E402
from ranks import Ranks  # noqa: E402
from voices import TOOLS  # noqa: E402

WARM_UP = 40      # steps
SAVE_EVERY = 120  # seconds
LOG_EVERY = 30    # seconds
EMA = 0.998
CLIP = 3.0
LAST_RATE = 0.03  # of the first


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("state", type=pathlib.Path)
    parser.add_argument("--part", choices=sorted(PARTS), required=True)
    parser.add_argument("--settings", type=pathlib.Path, default=TOOLS / "settings.json")
    parser.add_argument("--minutes", type=float, help="processor time of all runs of the part together")
    parser.add_argument("--rate", type=float, help="the learning rate's start")
    parser.add_argument("--ranks", type=int, default=1, help="processes, on a CPU")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class Training:
    """A part's network, optimiser, moving average and progress; all of it lies in STATE/PART.pt."""

    def __init__(self, opt, settings):
        self.opt, self.path = opt, opt.state / f"{opt.part}.pt"
        self.part = PARTS[opt.part]
        self.settings = dict(settings["parts"][opt.part])
        self.settings.update({name: value for name in ("minutes", "rate") if (value := getattr(opt, name)) is not None})
        self.network = Network(settings["config"]).to(opt.device)
        self.average = Network(settings["config"]).to(opt.device)
        self.step, self.spent, self.hours = 0, 0.0, 0.0
        self.names = [name for name, p in self.network.named_parameters() if p.requires_grad and self.part.owns(name)]
        self.parameters = [dict(self.network.named_parameters())[name] for name in self.names]
        self.optimiser = torch.optim.AdamW(self.parameters, lr=1e-3, betas=(0.85, 0.99), weight_decay=1e-4)
        if self.path.exists():
            saved = torch.load(self.path, map_location=opt.device)
            self.network.load_state_dict(saved["network"])
            self.average.load_state_dict(saved["average"])
            self.optimiser.load_state_dict(saved["optimiser"])
            self.step, self.spent, self.hours = saved["step"], saved["spent"], saved["hours"]
        else:
            for before in self.part.starts_from:
                self._take_over(PARTS[before], torch.load(opt.state / f"{before}.pt", map_location=opt.device))
            self.average.load_state_dict(self.network.state_dict())
        self._last = time.process_time()

    def _take_over(self, part, saved):
        """The averaged weights of a part that was trained before, and what its optimiser knows of them."""
        self.network.load_state_dict({n: t for n, t in saved["average"].items() if part.owns(n)}, strict=False)
        parameters = dict(self.network.named_parameters())
        theirs = [name for name, p in parameters.items() if p.requires_grad and part.owns(name)]
        for index, state in saved["optimiser"]["state"].items():
            self.optimiser.state[parameters[theirs[index]]] = state

    def progress(self):
        return min(1.0, self.spent / (60 * self.settings["minutes"]))

    def rate(self):
        cosine = 0.5 * (1 + np.cos(np.pi * self.progress()))
        return self.settings["rate"] * min(1.0, (self.step + 1) / WARM_UP) * (LAST_RATE + (1 - LAST_RATE) * float(cosine))

    def apply(self, rate):
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        norm = torch.nn.utils.clip_grad_norm_(self.parameters, CLIP)
        if torch.isfinite(norm):
            self.optimiser.step()
        self.step += 1
        decay = min(EMA, self.step / (self.step + 10))
        with torch.no_grad():
            theirs, mine = dict(self.network.named_parameters()), dict(self.average.named_parameters())
            torch._foreach_lerp_([mine[n] for n in self.names], [theirs[n] for n in self.names], 1 - decay)
        now = time.process_time()  # so that a busy machine does not shorten the run
        self.spent += now - self._last
        self._last = now
        return float(norm)

    def save(self):
        temporary = self.path.with_suffix(".tmp")
        torch.save(dict(network=self.network.state_dict(), average=self.average.state_dict(), optimiser=self.optimiser.state_dict(),
                        step=self.step, spent=self.spent, hours=self.hours), temporary)
        os.replace(temporary, self.path)


class Log:
    """Means of the terms over LOG_EVERY seconds, a JSON line each."""

    def __init__(self, path):
        self._path, self._sums, self._last = path, {}, time.time()

    def add(self, terms):
        for name, value in terms.items():
            self._sums.setdefault(name, []).append(float(value))

    def write(self, training, rate):
        """-> whether it was time to"""
        if time.time() - self._last < LOG_EVERY:
            return False
        row = dict(step=training.step, minutes=round(training.spent / 60, 2), hours=round(training.hours, 3), rate=round(rate, 6),
                   **{name: round(float(np.mean(values)), 4) for name, values in self._sums.items()})
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)
        self._sums, self._last = {}, time.time()
        return True


def basis_of(opt, data, width):
    """The components that all parts agree on: made once from the first sounds."""
    path = opt.state / "basis.pt"
    if not path.exists():
        torch.save(Basis.of(data.items[:60], width).state(), path)
    return Basis(torch.load(path))


def main():
    opt = options()
    opt.state.mkdir(parents=True, exist_ok=True)
    settings = json.loads(opt.settings.read_text(encoding="utf-8"))
    ranks = Ranks(opt.ranks, opt.state)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)  # pauses are full of numbers that are slow and mean nothing
    torch.manual_seed(opt.seed)  # the same start in every rank
    training = Training(opt, settings)
    data = Dataset(opt.data, training.part.kind, training.part.needed, training.part.needless)
    basis = basis_of(opt, data, settings["config"]["decoder_dims"]["dim_out"]) if training.part.needed != "f0" else None
    part = training.part(training.network, training.settings, basis, opt.device)
    if training.step == 0:
        part.begin(data)
        training.average.load_state_dict(training.network.state_dict())
    rng = np.random.default_rng(opt.seed + 1000 * ranks.rank + training.step)
    log = Log(opt.state / f"{opt.part}.jsonl")
    if ranks.rank == 0:
        print(f"{sum(p.numel() for p in training.parameters)} parameters of {opt.part}; {len(data.items)} utterances, "
              f"{data.hours():.2f} hours; from step {training.step}", flush=True)
    stop_file, stop, last_save = opt.state / "STOP", [], time.time()
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
    ended = False
    while not ended:
        for parameter in training.parameters:
            parameter.grad = None
        part.progress = training.progress()
        loss, terms, seconds = part.loss(data, rng)
        loss.backward()
        training.hours += seconds / 3600 * opt.ranks
        wanted = bool(stop) or stop_file.exists() or training.progress() >= 1
        rate, ended = ranks.average_gradients(training.parameters, training.rate(), wanted)
        terms["norm"] = training.apply(rate)
        if ranks.rank == 0:
            log.add(terms)
            if log.write(training, rate):
                data.refresh()
            if ended or time.time() - last_save > SAVE_EVERY:
                last_save = time.time()
                training.save()
    ranks.finish()


if __name__ == "__main__":
    main()
