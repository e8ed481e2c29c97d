"""Builds the documentation site, strictly, and proves that it needs no other host.

``python -m tools.docs`` writes ``site/``; ``--check`` builds into a temporary folder instead.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.offline import find_outside_assets_in_folder

ROOT = Path(__file__).resolve().parents[1]


def build_site(site: Path) -> int:
    """Build the site and look for assets of other hosts.

    Parameters
    ----------
    site
        Folder to write.

    Returns
    -------
    int
        Exit code: 0 done, 1 a warning of the build or an asset from outside.
    """
    # Never with --quiet: it drops the warnings before --strict counts them.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", site]
    # The theme's notice about its successor is news, not a warning of this build.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        return 1
    outside = find_outside_assets_in_folder(site)
    for asset in outside:
        print(f"docs: {asset}: found an asset from another host; expected none; ship it in docs/")
    return 1 if outside else 0


def main() -> int:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(prog="python -m tools.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="build, look, and keep nothing")
    if not parser.parse_args().check:
        return build_site(ROOT / "site")
    with tempfile.TemporaryDirectory() as folder:
        return build_site(Path(folder))


if __name__ == "__main__":
    sys.exit(main())
