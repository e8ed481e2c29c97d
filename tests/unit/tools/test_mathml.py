import pytest

from tools.mathml import on_page_content


def test_inline_and_block_equations_become_mathml() -> None:
    page = on_page_content(
        '<p>at <span class="arithmatex">\\(x_t \\le 3\\)</span></p>'
        '<div class="arithmatex">\\[\n\\begin{aligned} a &amp;= b \\\\ c &amp;\\le d \\end{aligned}'
        " \\tag{7}\n\\]</div>"
    )
    assert page.count("<math") == 2
    assert page.count("<mtr>") == 2
    assert "(7)</span>" in page
    assert "arithmatex" not in page


def test_a_page_without_equations_stays_as_it_is() -> None:
    page = "<p>costs 3 $ a day</p>"
    assert on_page_content(page) == page


def test_latex_that_cannot_be_shown_fails_the_build() -> None:
    with pytest.raises(ValueError, match="simpler terms"):
        on_page_content('<span class="arithmatex">\\(a & b\\)</span>')
