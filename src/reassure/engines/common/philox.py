"""Random numbers by counter: Philox 4x32-10 (Salmon and others, SC 2011, section 3.3), compiled.

A number is a function of where it is used, not of how many were drawn before: the counter names
the record, the use and the replication. A changed plan therefore meets the same luck everywhere
else, and replications may be worked out in any order, by any number of workers.
"""

import hashlib

import numpy as np
from numba import njit
from numpy.typing import NDArray

from reassure.engines.common.compiling import compiled

Words = NDArray[np.uint32]

MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
WORD = np.uint64(32)


def entity_key(table: str, record: str) -> int:
    """Return the key of a record: 64 bits that hang on its table and id alone."""
    return int.from_bytes(hashlib.sha256(f"{table}:{record}".encode()).digest()[:8], "little")


def seed_key(seed: int) -> np.uint64:
    """Return the 64-bit key of a root seed, so that neighbouring seeds share nothing."""
    return np.uint64(entity_key("seed", str(seed)))


@njit(inline="always")
def _turn(
    a: np.uint64, b: np.uint64, c: np.uint64, d: np.uint64, k: np.uint64, m: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    p, q = MULTIPLIER_0 * a, MULTIPLIER_1 * c
    return (q >> WORD) ^ b ^ k, q & LOW, (p >> WORD) ^ d ^ m, p & LOW


@compiled
def fill_blocks(
    counters: tuple[Words, Words, Words], last: int, key: np.uint64, blocks: Words
) -> None:
    """Write one block of four words for each counter.

    Parameters
    ----------
    counters
        Words 0 to 2 of the counters, each of shape (n,).
    last
        Word 3 of all of them.
    key
        64-bit key.
    blocks
        Where the blocks go, shape (4, at least n).
    """
    # Rounds and keys are written out: a loop inside of the loop keeps the compiler from working
    # on several counters at once, which is worth a factor of two to four.
    first, second, third = counters
    out_a, out_b, out_c, out_d = blocks[0], blocks[1], blocks[2], blocks[3]
    fourth = np.uint64(last) & LOW
    k0, m0 = key & LOW, key >> WORD
    k1, m1 = (k0 + WEYL_0) & LOW, (m0 + WEYL_1) & LOW
    k2, m2 = (k1 + WEYL_0) & LOW, (m1 + WEYL_1) & LOW
    k3, m3 = (k2 + WEYL_0) & LOW, (m2 + WEYL_1) & LOW
    k4, m4 = (k3 + WEYL_0) & LOW, (m3 + WEYL_1) & LOW
    k5, m5 = (k4 + WEYL_0) & LOW, (m4 + WEYL_1) & LOW
    k6, m6 = (k5 + WEYL_0) & LOW, (m5 + WEYL_1) & LOW
    k7, m7 = (k6 + WEYL_0) & LOW, (m6 + WEYL_1) & LOW
    k8, m8 = (k7 + WEYL_0) & LOW, (m7 + WEYL_1) & LOW
    k9, m9 = (k8 + WEYL_0) & LOW, (m8 + WEYL_1) & LOW
    for i in range(first.shape[0]):
        a, b = np.uint64(first[i]), np.uint64(second[i])
        c, d = np.uint64(third[i]), fourth
        a, b, c, d = _turn(a, b, c, d, k0, m0)
        a, b, c, d = _turn(a, b, c, d, k1, m1)
        a, b, c, d = _turn(a, b, c, d, k2, m2)
        a, b, c, d = _turn(a, b, c, d, k3, m3)
        a, b, c, d = _turn(a, b, c, d, k4, m4)
        a, b, c, d = _turn(a, b, c, d, k5, m5)
        a, b, c, d = _turn(a, b, c, d, k6, m6)
        a, b, c, d = _turn(a, b, c, d, k7, m7)
        a, b, c, d = _turn(a, b, c, d, k8, m8)
        a, b, c, d = _turn(a, b, c, d, k9, m9)
        out_a[i], out_b[i] = np.uint32(a), np.uint32(b)
        out_c[i], out_d[i] = np.uint32(c), np.uint32(d)
