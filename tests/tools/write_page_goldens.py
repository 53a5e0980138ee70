"""Writes tests/golden/render/<case>/pages.txt anew, to be looked at and committed.

Run from the checkout: `PYTHONPATH=layers/engine:. python tests/tools/write_page_goldens.py`.
"""

from tests.golden.render.cases import FOLDER, names, page_texts, print_case


def main() -> None:
    for name in names():
        text = "\n\f\n".join(page_texts(print_case(name)))
        (FOLDER / name / "pages.txt").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
