"""docs/rules.md says what the rules say."""

from pathlib import Path

from tests.tools.write_rules_page import page

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"


def test_the_page_of_rules_is_current():
    assert PAGE.read_text() == page(), "write it anew: see tests/tools/write_rules_page.py"
