#!/usr/bin/env python3
"""Word errors of mended OCR readings, by reading language and scan damage.

    python3 scripts/pair_errors.py PAIRS MENDED

PAIRS holds index.tsv (number, font, size, dpi, damage, ...) and NUMBER.truth.txt,
NUMBER.eng.txt and NUMBER.swe.txt for each page; MENDED holds what

    justera repair PAIRS/*.eng.txt PAIRS/*.swe.txt -o MENDED

wrote, or a part of it: pages without a mended text are left out. Printed for
each reading and damage: words of the truth, word error rate before and after
in percent, and right words damaged per 10,000.

A word is what stands between white space, after joining lower-case words
hyphenated over a line end and evening out dashes and quotation marks. The rate
is the Levenshtein distance between word sequences over the words of the truth.
Which words of a reading are right, and which were changed, is found by difflib's
matching blocks: repeated words can be matched otherwise than a reader would, so
the damage is a close estimate and not a count by hand.
"""

from __future__ import annotations

import argparse
import difflib
import re
from collections import Counter
from pathlib import Path

LANGUAGES = ("eng", "swe")
DAMAGES = ("none", "light", "medium", "heavy")


def words(path: Path) -> list[str]:
    """The words of a text, in order."""
    text = re.sub(r"-\n(?=[a-zåäö])", "", path.read_text(encoding="utf-8"))
    for marks, plain in (("[”“„]", '"'), ("[’‘]", "'"), ("[–—]", "-")):
        text = re.sub(marks, plain, text)
    return text.split()


def distance(left: list[str], right: list[str]) -> int:
    """Levenshtein distance in words: insertions, deletions and substitutions cost 1."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def matcher(left: list[str], right: list[str]) -> difflib.SequenceMatcher:
    return difflib.SequenceMatcher(None, left, right, autojunk=False)


def count(truth: list[str], reading: list[str], mended: list[str]) -> Counter[str]:
    """The page's words, errors before and after, right words and those damaged."""
    right = [False] * len(reading)
    for block in matcher(truth, reading).get_matching_blocks():
        right[block.b : block.b + block.size] = [True] * block.size
    changed = (op for op in matcher(reading, mended).get_opcodes() if op[0] != "equal")
    return Counter(
        words=len(truth),
        before=distance(truth, reading),
        after=distance(truth, mended),
        right=sum(right),
        damaged=sum(sum(right[start:end]) for _, start, end, _, _ in changed),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, metavar="PAIRS")
    parser.add_argument("mended", type=Path, metavar="MENDED")
    options = parser.parse_args()

    totals: dict[tuple[str, str], Counter[str]] = {}
    index = (options.pairs / "index.tsv").read_text(encoding="utf-8")
    for number, _font, _size, _dpi, damage, *_rest in (line.split("\t") for line in index.splitlines()):
        for language in LANGUAGES:
            mended = options.mended / f"{number}.{language}.txt"
            if mended.exists():
                truth, reading = (words(options.pairs / f"{number}.{part}.txt") for part in ("truth", language))
                totals.setdefault((language, damage), Counter()).update(count(truth, reading, words(mended)))
    if not totals:
        parser.error(f"{options.mended}: no mended text of a page in {options.pairs}; run `justera repair` first")

    print("reading  damage    words  before   after  damaged/10,000")
    for language in LANGUAGES:
        for damage in DAMAGES:
            if total := totals.get((language, damage)):
                before, after = (100 * total[key] / total["words"] for key in ("before", "after"))
                harm = 1e4 * total["damaged"] / max(1, total["right"])
                print(f"{language:7}  {damage:7} {total['words']:7} {before:7.2f} {after:7.2f} {harm:15.1f}")


if __name__ == "__main__":
    main()
