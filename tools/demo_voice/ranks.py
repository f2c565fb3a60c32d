"""Data parallel training in processes of one thread each (gloo): a busy machine slows them, but does not stall them as
it does OpenMP's threads, which wait for each other within every operation."""
import datetime
import os
import subprocess
import sys

import torch
import torch.distributed as distributed


class Ranks:
    """This process's place among `count`; rank 0 starts the others with its own command line."""

    def __init__(self, count, folder):
        self.count, self.rank = count, int(os.environ.get("DEMO_VOICE_RANK", 0))
        self._others = []
        if count == 1:
            return
        meeting = os.environ.get("DEMO_VOICE_MEETING", f"{folder}/ranks-{os.getpid()}")  # a file that no earlier run knows
        if self.rank == 0:
            environment = dict(os.environ, DEMO_VOICE_MEETING=meeting)
            self._others = [subprocess.Popen([sys.executable, *sys.argv], env=dict(environment, DEMO_VOICE_RANK=str(rank)))
                            for rank in range(1, count)]
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
        meeting = os.path.abspath(meeting)
        distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=self.rank, world_size=count,
                                       timeout=datetime.timedelta(days=7))  # a background run may wait for hours

    def average_gradients(self, parameters, rate, stop):
        """Gradients become their mean; returns rank 0's (learning rate, stop), so that all ranks step and end alike."""
        if self.count == 1:
            return rate, stop
        mine = torch.tensor([rate, float(stop)] if self.rank == 0 else [0.0, 0.0])
        flat = torch.cat([parameter.grad.reshape(-1) for parameter in parameters] + [mine])
        distributed.all_reduce(flat)
        position = 0
        for parameter in parameters:
            size = parameter.numel()
            parameter.grad.copy_(flat[position:position + size].view_as(parameter) / self.count)
            position += size
        return float(flat[-2]), bool(flat[-1] > 0)

    def finish(self):
        for other in self._others:
            other.wait()
