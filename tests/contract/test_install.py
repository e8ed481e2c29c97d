"""What a user's installation holds: the whole package, and no need of anything else."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.contract.repository import ROOT, list_files, name

# Runs in an interpreter of its own: everything that the run-time lock does not name is hidden.
IMPORT_ALL = """
import importlib, importlib.abc, importlib.metadata, pkgutil, re, sys

named = set(re.findall(r"^([a-z0-9-]+)==", open(sys.argv[1]).read(), re.MULTILINE)) | {"reassure"}

def is_named(distribution):
    return re.sub(r"[-_.]+", "-", distribution).lower() in named

hidden = {
    module
    for module, distributions in importlib.metadata.packages_distributions().items()
    if not any(map(is_named, distributions))
}

class Hide(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path, target=None):
        if fullname.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"hidden: {fullname}", name=fullname)

sys.meta_path.insert(0, Hide())
assert "pytest" in hidden and "numpy" not in hidden, sorted(hidden)

import reassure
for module in pkgutil.walk_packages(reassure.__path__, "reassure."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


def test_every_module_imports_without_development_packages() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, ROOT / "requirements" / "run.txt"],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr


def test_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    files = {name(path) for path in list_files()}
    wanted = {file.removeprefix("src/") for file in files if file.startswith("src/")}
    assert wanted
    assert wanted <= held, sorted(wanted - held)
    assert not [entry for entry in held if entry.startswith(("tests/", "tools/", "data/"))]
