"""Equations of the documentation as MathML, written when the site is built.

A page holds LaTeX between dollar signs; browsers show MathML by themselves, so the site needs
no script from anywhere. MkDocs calls ``on_page_content`` (mkdocs.yml, hooks).
"""

import html
import re
from typing import Any

from latex2mathml.converter import convert

INLINE = re.compile(r'<span class="arithmatex">\\\((.+?)\\\)</span>', re.DOTALL)
BLOCK = re.compile(r'<div class="arithmatex">\s*\\\[(.+?)\\\]\s*</div>', re.DOTALL)
TAG = re.compile(r"\\tag\{([^}]*)\}")
# What the converter does not know it copies into a token as it stands.
NOT_CONVERTED = re.compile(r"<m[iont][a-z]*[^>]*>(?:&(?:amp;)?|\\[^<]*)</m")


def on_page_content(page_html: str, **_: Any) -> str:
    r"""Replace each equation that arithmatex marked by its MathML.

    Parameters
    ----------
    page_html
        One page, as Markdown made it.

    Returns
    -------
    str
        The same page with ``<math>`` elements; block equations keep a ``div`` that scrolls,
        with the number that ``\tag`` gave at its right.

    Raises
    ------
    ValueError
        If an equation uses LaTeX that cannot be converted.
    """
    page_html = BLOCK.sub(lambda found: _block(html.unescape(found[1])), page_html)
    return INLINE.sub(lambda found: _mathml(html.unescape(found[1]), display="inline"), page_html)


def _block(latex: str) -> str:
    number = TAG.search(latex)
    label = f'<span class="equation-number">({html.escape(number[1])})</span>' if number else ""
    return f'<div class="equation">{_mathml(TAG.sub("", latex), display="block")}{label}</div>'


def _mathml(latex: str, *, display: str) -> str:
    # The converter knows the outer environment alone; inside an equation both look the same.
    latex = latex.replace("{aligned}", "{align*}").strip()
    mathml = convert(latex, display=display)
    if NOT_CONVERTED.search(mathml):
        msg = f"equation: found LaTeX that MathML cannot show; write it in simpler terms: {latex}"
        raise ValueError(msg)
    return mathml
