from pathlib import Path

import pytest

from tools.offline import find_outside_assets, find_outside_assets_in_folder


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://example.org/x.js"></script>',
        '<link rel="stylesheet" href="//example.org/x.css">',
        '<img srcset="https://example.org/x.png 2x">',
        "<style>@import 'https://example.org/x.css';</style>",
        '<p style="background: url(https://example.org/x.png)">',
        '<svg><image xlink:href="http://example.org/x.png"/></svg>',
        '<iframe src="//example.org"></iframe>',
    ],
)
def test_what_opening_a_page_would_fetch_is_found(page: str) -> None:
    assert len(find_outside_assets(page)) == 1


@pytest.mark.parametrize(
    "page",
    [
        '<a href="https://example.org">a link that a reader may follow</a>',
        '<link rel="canonical" href="https://example.org/">',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="#part"/></svg>',
        '<img src="data:image/png;base64,AAAA">',
        "<style>p { background: url(x.png) }</style><p>url(https://example.org/x)</p>",
    ],
)
def test_a_page_that_stands_alone_passes(page: str) -> None:
    assert find_outside_assets(page) == []


def test_a_site_is_searched_with_its_style_sheets(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "page.html").write_text("<img src='//example.org/x.png'>", encoding="utf-8")
    (tmp_path / "site.css").write_text("@import 'http://example.org/x.css'", encoding="utf-8")
    found = find_outside_assets_in_folder(tmp_path)
    assert [line.split(":")[0] for line in found] == ["a/page.html", "site.css"]
