"""Steps of training shared by threads: each takes the next small batch as soon as it is free.

Two threads inside one matrix product wait for each other at every product, and on a machine that
others use too the slower one sets the pace. Small batches handed out one by one keep both busy.
"""

import copy
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import torch

from training.bottom import Bottom
from training.network import Batch, ReaderNetwork, loss_of


class SharedSteps:
    """Sums gradients over small batches on several threads, each with gradients of its own."""

    def __init__(self, network: ReaderNetwork, threads: int, frozen: int = 0) -> None:
        """Make one replica a thread; all share the weights of `network`.

        Of `frozen` layers at the bottom one int8 graph is made for all.
        """
        self._bottom = Bottom(network.encoder, frozen) if frozen else None
        self._frozen = frozen
        torch.set_num_threads(1)
        self._trained = [one for one in network.parameters() if one.requires_grad]
        self._replicas: SimpleQueue[ReaderNetwork] = SimpleQueue()
        self._all = []
        for _ in range(threads):
            replica = copy.deepcopy(network)
            for ours, theirs in zip(replica.parameters(), network.parameters(), strict=True):
                ours.data = theirs.data
            self._replicas.put(replica)
            self._all.append(replica)
        self._pool = ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,))

    def gradients(self, batches: Sequence[Batch]) -> float:
        """Leave the mean gradient over all rows in the network; return the mean loss."""
        ordered = sorted(batches, key=lambda batch: -batch.ids.numel())
        rows = sum(float(batch.weights.sum()) for batch in batches)
        total = sum(self._pool.map(lambda batch: self._one(batch, rows), ordered))
        for replica in self._all:
            trained = [one for one in replica.parameters() if one.requires_grad]
            for ours, theirs in zip(self._trained, trained, strict=True):
                if theirs.grad is not None:
                    ours.grad = theirs.grad if ours.grad is None else ours.grad + theirs.grad
                    theirs.grad = None
        return total

    def _one(self, batch: Batch, rows: float) -> float:
        replica = self._replicas.get()
        try:
            loss = loss_of(replica, batch, self._bottom, self._frozen) / rows
            loss.backward()  # type: ignore[no-untyped-call]
            return float(loss.detach())
        finally:
            self._replicas.put(replica)
