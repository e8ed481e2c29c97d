"""Batches of replications: what a worker of a cluster is sent, works out, and sends back."""

import hashlib
import pickle
import zlib
from typing import TypedDict

from reassure.engines.simulate.whole import BLOCK, Counts, Frame, Results, Whole, run_replications
from reassure.model.result import versions_of

MOST_IN_BATCH = 256
"""Replications of a batch, at most: enough work that to send it costs little beside it, and little
enough that not much is lost with a worker, or begun in vain at the end of a time limit."""


class Batch(TypedDict):
    """What a worker sends back; the last two are empty if it runs other programs.

    Attributes
    ----------
    worker
        Its address.
    versions
        Its programs.
    control
        Hash of replication 0, which must come out alike on every machine.
    packed
        Results and counts.
    """

    worker: str
    versions: dict[str, str]
    control: str
    packed: tuple[bytes, bytes]


def programs() -> dict[str, str]:
    """Return the versions of what works out replications."""
    return dict(versions_of("llvmlite", "numba", "numpy"))


def control_of(whole: Whole, frame: Frame, *, seed: int) -> str:
    """Return the hash of replication 0, by which machines are compared."""
    results, counts, _ = run_replications(whole, frame, seed=seed, first=0, n=1)
    return hashlib.sha256(b"".join(part.tobytes() for part in (*results, *counts))).hexdigest()


def pack_plan(whole: Whole, frame: Frame) -> bytes:
    """Pack what replications are worked out from."""
    # As plain bytes, since arrays that Dask sends may not be written to on the other side, and all
    # would be compiled once more for such arrays. Packed is a tenth: most rows are alike.
    return zlib.compress(pickle.dumps((whole, frame), protocol=5), 1)


def work_out(versions: dict[str, str], plan: bytes, seed: int, first: int, n: int) -> Batch:
    """Work out a batch; this runs on workers.

    Parameters
    ----------
    versions
        Programs of the machine that asks.
    plan
        What replications are worked out from, packed.
    seed, first, n
        Root seed, number of the first replication, and how many.
    """
    from distributed import get_worker

    batch: Batch = {
        "worker": get_worker().address,
        "versions": programs(),
        "control": "",
        "packed": (b"", b""),
    }
    if batch["versions"] != versions:
        return batch
    whole, frame = pickle.loads(zlib.decompress(plan))
    batch["control"] = control_of(whole, frame, seed=seed)
    results, counts, _ = run_replications(whole, frame, seed=seed, first=first, n=n)
    batch["packed"] = (
        pickle.dumps(tuple(results), protocol=5),
        zlib.compress(pickle.dumps(tuple(counts), protocol=5), 1),
    )
    return batch


def unpack(batch: Batch) -> tuple[Results, Counts]:
    """Return the results and counts of a batch."""
    results, counts = batch["packed"]
    return Results(*pickle.loads(results)), Counts(*pickle.loads(zlib.decompress(counts)))


def size_of_batches(n: int, n_threads: int) -> int:
    """Return how many replications of ``n`` make a batch, so that all threads have work."""
    shared = -(-n // max(1, 2 * n_threads))
    return min(MOST_IN_BATCH, -(-shared // BLOCK) * BLOCK)
