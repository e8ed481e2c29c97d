"""Finds what a page would fetch from elsewhere: the brief and the site must stand alone."""

import re
from html.parser import HTMLParser
from pathlib import Path

OUTSIDE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"""(?:url\(|@import)\s*['"]?((?:https?:)?//[^'")\s]+)""", re.IGNORECASE)
# Links that a reader may follow are no assets; these attributes are fetched on opening the page.
FETCHED = {"src", "srcset", "data", "poster", "background", "xlink:href"}
FETCHED_HREF_TAGS = {"link", "image", "use", "script", "feimage"}
HARMLESS_RELATIONS = {"canonical", "license", "author", "next", "prev", "edit"}


class _AssetParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._is_in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name.lower(): value or "" for name, value in attrs}
        relations = set(values.get("rel", "").lower().split())
        for name, value in values.items():
            is_fetched = name in FETCHED or (
                name == "href" and tag in FETCHED_HREF_TAGS and not relations & HARMLESS_RELATIONS
            )
            if is_fetched and OUTSIDE.match(value):
                self.found.append(f"<{tag} {name}={value!r}>")
            if name == "style":
                self.found += IN_STYLE.findall(value)
        self._is_in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._is_in_style = self._is_in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._is_in_style:
            self.found += IN_STYLE.findall(data)


def find_outside_assets(page_html: str) -> list[str]:
    """List what opening an HTML page would fetch from another host.

    Parameters
    ----------
    page_html
        The page's text.

    Returns
    -------
    list of str
        One entry per asset, in page order; empty for a page that stands alone.

    Examples
    --------
    >>> find_outside_assets('<a href="https://example.org">read on</a>')
    []
    >>> find_outside_assets('<script src="//example.org/x.js"></script>')
    ["<script src='//example.org/x.js'>"]
    """
    parser = _AssetParser()
    parser.feed(page_html)
    parser.close()
    return parser.found


def find_outside_assets_in_folder(folder: Path) -> list[str]:
    """List what the pages and style sheets of a built site would fetch from another host.

    Parameters
    ----------
    folder
        Root of the site.

    Returns
    -------
    list of str
        *file: asset*, in order of file names.
    """
    found: list[str] = []
    for path in sorted(folder.rglob("*.html")):
        found += [
            f"{path.relative_to(folder)}: {asset}"
            for asset in find_outside_assets(path.read_text(encoding="utf-8"))
        ]
    for path in sorted(folder.rglob("*.css")):
        found += [
            f"{path.relative_to(folder)}: {asset}"
            for asset in IN_STYLE.findall(path.read_text(encoding="utf-8"))
        ]
    return found
