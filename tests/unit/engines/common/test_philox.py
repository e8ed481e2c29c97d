"""Random numbers by counter: the published answers, and nothing depends on the order."""

import numpy as np
import pytest

from reassure.engines.common.philox import entity_key, fill_blocks, seed_key

FULL = 0xFFFFFFFF
ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((FULL,) * 4, (FULL, FULL), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
"""Counter, key and block: the known answers that the authors publish with Random123."""


def block(counter: tuple[int, ...], key: int) -> tuple[int, ...]:
    words = [np.array([word], dtype=np.uint32) for word in counter[:3]]
    blocks = np.zeros((4, 1), dtype=np.uint32)
    fill_blocks((words[0], words[1], words[2]), counter[3], np.uint64(key), blocks)
    return tuple(int(word) for word in blocks[:, 0])


@pytest.mark.parametrize(("counter", "key", "answer"), ANSWERS)
def test_known_answers(counter: tuple[int, ...], key: tuple[int, int], answer: tuple[int, ...]):
    assert block(counter, key[0] | key[1] << 32) == answer


def test_a_row_of_counters_gives_what_each_gives_alone():
    n, key = 100, int(seed_key(7))
    first = np.arange(n, dtype=np.uint32)
    second = first[::-1].copy()
    blocks = np.zeros((4, n), dtype=np.uint32)
    fill_blocks((first, second, first), 5, np.uint64(key), blocks)
    alone = [block((int(i), int(second[i]), int(i), 5), key) for i in first]
    assert [tuple(int(word) for word in row) for row in blocks.T] == alone


def test_keys_hang_on_table_and_id():
    keys = {entity_key(table, name) for table in ("offers", "lifts") for name in ("a", "b")}
    assert len(keys) == 4
    assert max(keys) < 2**64
    assert entity_key("offers", "a") == entity_key("offers", "a")
