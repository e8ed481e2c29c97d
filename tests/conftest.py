"""Fixtures and settings that every test folder shares."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT / ".." / "shared"

# Deadlines measure the machine, not the code; the same examples everywhere make a failure
# repeat itself. `--hypothesis-profile=search` looks for new ones.
settings.register_profile(
    "repeat",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", settings.get_profile("repeat"), derandomize=False)
settings.load_profile("repeat")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("the reference data beside the repository is absent")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """Address of the system's Chromium, which playwright is told to start."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium")
