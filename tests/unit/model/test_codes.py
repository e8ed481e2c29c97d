"""Every code that the package uses has an entry in the catalogue, and every entry a use."""

import re
from pathlib import Path

import reassure
from reassure.model.codes import CATALOGUE

SOURCE = Path(reassure.__file__).parent
CODE = re.compile(r'"((?:IO|CHK|ENG|CLI|BRF)-[A-Z]+(?:-[A-Z]+)*-\d{3})"')


def used_codes() -> set[str]:
    files = (path for path in SOURCE.rglob("*.py") if path.name != "codes.py")
    return {code for path in files for code in CODE.findall(path.read_text(encoding="utf-8"))}


def test_code_and_catalogue_agree():
    assert used_codes() == set(CATALOGUE)


def test_every_code_has_a_test():
    tests = Path(__file__).resolve().parents[2]
    text = "\n".join(path.read_text(encoding="utf-8") for path in tests.rglob("*.py"))
    assert [code for code in CATALOGUE if code not in text] == []


def test_entries_are_sentences():
    for code, entry in CATALOGUE.items():
        assert entry.meaning.endswith("."), code
        assert not entry.title.endswith("."), code
