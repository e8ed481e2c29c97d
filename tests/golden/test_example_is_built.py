"""The committed example is what the recipe builds, byte for byte."""

from pathlib import Path

from data.recipe.__main__ import EXAMPLE, main


def test_the_recipe_builds_the_committed_example(tmp_path: Path) -> None:
    built = tmp_path / "reassurance-force"
    assert main([str(built)]) == 0
    made = {
        path.relative_to(built): path.read_bytes() for path in built.rglob("*") if path.is_file()
    }
    held = {
        path.relative_to(EXAMPLE): path.read_bytes()
        for path in EXAMPLE.rglob("*")
        if path.is_file()
    }
    cure = "run python -m data.recipe"
    assert sorted(made) == sorted(held), cure
    changed = sorted(str(name) for name, content in made.items() if held[name] != content)
    assert changed == [], cure
