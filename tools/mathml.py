"""Equations of the documentation as MathML, written when the site is built.

A page holds LaTeX between dollar signs; browsers show MathML by themselves, so the site needs
no script and no font from anywhere. MkDocs calls ``on_page_content`` (mkdocs.yml, hooks).
"""

import html
import re
from typing import Any

from latex2mathml.converter import convert

INLINE = re.compile(r'<span class="arithmatex">\\\((.+?)\\\)</span>', re.DOTALL)
BLOCK = re.compile(r'<div class="arithmatex">\s*\\\[(.+?)\\\]\s*</div>', re.DOTALL)


def on_page_content(page_html: str, **_: Any) -> str:
    """Replace each equation that arithmatex marked by its MathML.

    Parameters
    ----------
    page_html
        One page, as Markdown made it.

    Returns
    -------
    str
        The same page with ``<math>`` elements; block equations keep a ``div`` that scrolls.
    """
    page_html = BLOCK.sub(
        lambda found: f'<div class="equation">{_mathml(found[1], display="block")}</div>',
        page_html,
    )
    return INLINE.sub(lambda found: _mathml(found[1], display="inline"), page_html)


def _mathml(latex: str, *, display: str) -> str:
    return convert(html.unescape(latex).strip(), display=display)
