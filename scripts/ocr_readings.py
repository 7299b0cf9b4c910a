#!/usr/bin/env python3
"""Make the readings that the test corpus holds, from its HTML documents.

    python3 scripts/ocr_readings.py CORPUS [NAME ...]   make the readings
    python3 scripts/ocr_readings.py --check             what is missing here?

Each folder CORPUS/NAME holds one document, NAME.html: self-contained (no
address but data: is followed) and saying in its head how it is scanned:

    <meta name="justera-dpi" content="200">
    <meta name="justera-damage" content="none|light|medium|heavy">

Beside it this script writes

    NAME.clean         the text as it was written: one block element or table
                       row a line, a blank line between blocks, two spaces
                       between cells
    NAME.txt           the typeset PDF's text layer (pdftotext -layout), with
                       pdftotext's form feed after each page
    NAME.tess-eng.txt  the scanned pages read by Tesseract as English,
    NAME.tess-swe.txt  and as Swedish, with a form feed between pages

Without a NAME, every document of the corpus is read. With --keep DIR the PDF
and the scanned pages are left in DIR/NAME, to look at.

The same HTML gives the same bytes on the same machine. On another one, other
versions of the fonts, Tesseract, WeasyPrint or NumPy may read differently;
that is why the readings are kept in the corpus and not made by the tests.

A page spoilt to medium should be filled to about half or more: on a nearly
empty one Tesseract takes the paper's noise for ink and finds no text at all.

NAME.clean knows no CSS: text that a style sheet makes (counters, list marks,
page headers) or hides is not treated as such.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # at run time --check must work where these are missing
    import numpy as np
    from PIL import Image

LANGUAGES = ("eng", "swe")

# What is needed, and the Debian or Python package that brings it.
PROGRAMS = {
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "tesseract": "tesseract-ocr",
    "fc-list": "fontconfig",
}
TRAINED_DATA = {"eng": "tesseract-ocr-eng", "swe": "tesseract-ocr-swe"}
FONTS = {
    "Liberation Serif": "fonts-liberation",
    "Liberation Sans": "fonts-liberation",
    "Carlito": "fonts-crosextra-carlito",
    "Caladea": "fonts-crosextra-caladea",
    "DejaVu Sans": "fonts-dejavu",
    "Courier Prime": "fonts-courier-prime",
}
MODULES = {"weasyprint": "weasyprint", "PIL": "pillow", "numpy": "numpy"}
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0")  # what WeasyPrint loads

DEBIAN = sorted({*PROGRAMS.values(), *TRAINED_DATA.values(), *FONTS.values(), *PANGO})
INSTALL_ALL = f"""\
To install all that is needed (on Debian, as root):
  apt-get update
  apt-get install -y {" ".join(DEBIAN)}
  pip install {" ".join(MODULES.values())}"""


class Fault(Exception):
    """Something the user can put right; the message says what."""


# --- What is missing -------------------------------------------------------


def output_of(*command: str | Path) -> str:
    """What a program prints."""
    # Read as bytes: text mode would change line ends, and so the reading.
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise Fault(f"{command[0]} failed ({done.returncode}): {said}")
    return done.stdout.decode("utf-8")


def missing_programs() -> list[str]:
    return [
        f"program {program} ({package})"
        for program, package in PROGRAMS.items()
        if shutil.which(program) is None
    ]


def missing_trained_data() -> list[str]:
    held = []
    if shutil.which("tesseract") is not None:
        held = output_of("tesseract", "--list-langs").split()
    return [
        f"Tesseract's data for {language} ({package})"
        for language, package in TRAINED_DATA.items()
        if language not in held
    ]


def missing_fonts() -> list[str]:
    if shutil.which("fc-list") is None:
        return ["perhaps fonts: they can't be looked up without fc-list"]
    # A missing font is never an error to WeasyPrint: it would set the page in
    # another one, and the readings would change without a word.
    held = {
        family.strip()
        for line in output_of("fc-list", ":", "family").splitlines()
        for family in line.split(",")
    }
    return [
        f"font {family} ({package})"
        for family, package in FONTS.items()
        if family not in held
    ]


def missing_modules() -> list[str]:
    missing = []
    for module, package in MODULES.items():
        try:
            loaded = importlib.import_module(module)
        except ImportError:
            missing.append(f"Python package {package}")
        except OSError:  # WeasyPrint is there, but not the libraries it loads
            missing.append(f"libraries of {package} ({', '.join(PANGO)})")
        else:
            if module == "weasyprint" and not hasattr(loaded.urls, "URLFetcher"):
                missing.append("a newer weasyprint (pip install -U weasyprint)")
    return missing


def require_everything() -> None:
    missing = (missing_programs() + missing_trained_data() + missing_fonts()
               + missing_modules())
    if missing:
        lines = [f"  - {thing}" for thing in missing]
        raise Fault("\n".join(["missing here:", *lines, INSTALL_ALL]))


# --- The HTML: its clean text and its scan ---------------------------------

HIDDEN = frozenset({"head", "title", "style", "script", "template"})
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog "
    "div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hgroup hr html legend li main nav ol p pre section summary table tbody "
    "tfoot thead ul".split()
)
CELLS = frozenset({"td", "th"})
SOFT_HYPHEN = "\u00ad"


class Reader(HTMLParser):
    """Collects the clean text and the named meta values of one document.

    It keeps no tree: the start or the end of a block, a row or a cell ends
    the text before it, so end tags that HTML lets one leave out (</p>, </li>,
    </td>) are not missed.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.blocks: list[list[str]] = []  # each a list of lines
        self._text: list[str] = []  # of the block or cell being read
        self._cells: list[str] | None = None  # of the row being read, if in one
        self._rows: list[str] | None = None  # the block that the next row joins
        self._hidden = 0
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            values = dict(attrs)
            self.meta[values.get("name") or ""] = values.get("content") or ""
        elif tag in HIDDEN:
            self._hidden += 1
        elif tag == "body":
            self._hidden = 0  # </head> may be left out
        elif tag == "br":
            self._text.append("\n")
        self._boundary(tag)
        if tag == "tr":
            self._cells = []
        elif tag == "pre":
            self._pre += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        self._boundary(tag)
        if tag == "tr":
            self._cells = None
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if not self._pre:
            # A line end in the source is but a space, unlike one that <br>
            # adds. \s also takes the no-break space, which on paper looks
            # like any other.
            data = re.sub(r"\s+", " ", data)
        self._text.append(data.replace(SOFT_HYPHEN, ""))

    def close(self) -> None:
        super().close()
        self._end_row()
        self._end_block()

    def _boundary(self, tag: str) -> None:
        if tag in CELLS:
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag in BLOCKS:
            if self._cells is not None and tag != "table":
                self._text.append(" ")  # a block in a cell stays in its row
                return
            self._end_row()
            self._end_block()
            if tag == "table":
                self._cells = None  # </tr> may be left out
                self._rows = None  # two tables stand apart, one's rows do not

    def _end_cell(self) -> None:
        if self._cells is None:  # a cell outside of any row
            self._end_block()
            return
        cell = " ".join("".join(self._text).split())
        self._text.clear()
        if cell:
            self._cells.append(cell)

    def _end_row(self) -> None:
        if self._cells is None:
            self._end_block()
            return
        self._end_cell()
        if self._cells:
            if self._rows is None:
                self._rows = []
                self.blocks.append(self._rows)
            self._rows.append("  ".join(self._cells))
            self._cells = []

    def _end_block(self) -> None:
        lines = "".join(self._text).replace("\u00a0", " ").split("\n")
        self._text.clear()
        if not self._pre:
            lines = [" ".join(line.split()) for line in lines]
        block = "\n".join(line.rstrip() for line in lines).strip("\n")
        if block:
            self.blocks.append([block])
            self._rows = None


def read_html(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def clean_text(reader: Reader) -> str:
    return "\n\n".join("\n".join(block) for block in reader.blocks) + "\n"


@dataclass(frozen=True)
class Damage:
    """What scanning does to a page."""

    skew: float  # standard deviation of the rotation, in degrees
    blur: float  # radius in pixels at 200 dpi
    noise: float  # standard deviation, of 255 grey levels
    faded: bool = False  # a weak copy: grey ink on paper that is not white
    threshold: int | None = None  # a fax or photocopy: black or white only


DAMAGES = {
    "none": None,
    "light": Damage(skew=0.35, blur=0.7, noise=18),
    "medium": Damage(skew=0.5, blur=0.9, noise=28, faded=True),
    "heavy": Damage(skew=0.7, blur=1.05, noise=36, threshold=165),
}


def scan_settings(meta: dict[str, str]) -> tuple[int, Damage | None]:
    """The dpi and the damage that a document's head asks for."""
    # No defaults: a misspelt name would quietly give a reading too good.
    dpi = meta.get("justera-dpi", "")
    if not re.fullmatch(r"[1-9][0-9]{1,2}", dpi):
        raise Fault(f'<meta name="justera-dpi"> must be 10 to 999, not "{dpi}"')
    damage = meta.get("justera-damage", "")
    if damage not in DAMAGES:
        raise Fault('<meta name="justera-damage"> must be one of '
                    f'{", ".join(DAMAGES)}, not "{damage}"')
    return int(dpi), DAMAGES[damage]


# --- From HTML to PDF to scanned pages to text -----------------------------


def typeset(html: str, pdf: Path) -> None:
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    # A page that drew on another file would change when that file does.
    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    try:
        HTML(string=html, base_url="", url_fetcher=fetcher).write_pdf(pdf)
    except FatalURLFetchingError as error:
        raise Fault(f"the HTML is not self-contained: {error}") from error


def text_layer(pdf: Path) -> str:
    text = output_of("pdftotext", "-layout", "-enc", "UTF-8", "-eol", "unix", pdf, "-")
    return cut_trailing_spaces(text)


def cut_trailing_spaces(text: str) -> str:
    return re.sub(r"[ \t]+(?=[\n\f]|\Z)", "", text)


def render(pdf: Path, dpi: int, folder: Path) -> list[Path]:
    output_of("pdftoppm", "-gray", "-r", str(dpi), pdf, folder / "page")
    return sorted(folder.glob("page-*.pgm"))  # pdftoppm pads the numbers


def random_for(name: str, page: int) -> np.random.Generator:
    import numpy as np

    # Not hash(), which differs from run to run. The page has a part in it so
    # that a page's noise does not hang on how many pages came before it.
    digest = hashlib.sha256(name.encode("utf-8")).digest()
    return np.random.default_rng([int.from_bytes(digest[:8], "big"), page])


def spoil(image: Image.Image, damage: Damage, dpi: int,
          random: np.random.Generator) -> Image.Image:
    """The page as a worn scanner would give it."""
    import numpy as np
    from PIL import Image, ImageFilter

    paper = 255
    image = image.rotate(random.normal(0, damage.skew),
                         resample=Image.Resampling.BICUBIC, fillcolor=paper)
    # The blur is a length on paper, so it grows with the resolution.
    image = image.filter(ImageFilter.GaussianBlur(damage.blur * dpi / 200))
    grey = np.asarray(image, dtype=np.float64)
    grey = grey + random.normal(0, damage.noise, grey.shape)
    if damage.faded:
        grey = 60 + 0.75 * grey
    if damage.threshold is not None:
        grey = np.where(grey < damage.threshold, 0, 255)
    return Image.fromarray(np.clip(np.rint(grey), 0, 255).astype(np.uint8))


def scan(pdf: Path, name: str, dpi: int, damage: Damage | None,
         folder: Path) -> list[Path]:
    """The PDF's pages as scanned images, each spoilt once for both languages."""
    from PIL import Image

    scans = []
    for number, page in enumerate(render(pdf, dpi, folder), start=1):
        with Image.open(page) as image:
            scanned = image.convert("L")
        page.unlink()
        if damage is not None:
            scanned = spoil(scanned, damage, dpi, random_for(name, number))
        scans.append(page.with_suffix(".png"))
        scanned.save(scans[-1])
    return scans


def ocr(scans: list[Path], language: str, dpi: int) -> str:
    # An empty page separator: Tesseract's own would also end the last page.
    pages = [
        output_of("tesseract", page, "stdout", "-l", language,
                  "--dpi", str(dpi), "-c", "page_separator=")
        for page in scans
    ]
    return "\f".join(cut_trailing_spaces(page) for page in pages)


def readings(html: str, name: str, folder: Path) -> dict[str, str]:
    """Each reading's ending and text; the PDF and the scans stay in folder."""
    reader = read_html(html)
    dpi, damage = scan_settings(reader.meta)
    pdf = folder / f"{name}.pdf"
    typeset(html, pdf)
    made = {"clean": clean_text(reader), "txt": text_layer(pdf)}
    scans = scan(pdf, name, dpi, damage, folder)
    for language in LANGUAGES:
        made[f"tess-{language}.txt"] = ocr(scans, language, dpi)
    return made


# --- The corpus ------------------------------------------------------------


def documents(corpus: Path, names: list[str]) -> list[str]:
    """The names to read: those asked for, or all that the corpus holds."""
    if not corpus.is_dir():
        raise Fault(f"no such folder: {corpus}")
    if not names:
        names = sorted(folder.name for folder in corpus.iterdir()
                       if (folder / f"{folder.name}.html").is_file())
        if not names:
            raise Fault(f"no document NAME/NAME.html in {corpus}")
    for name in names:
        if not (corpus / name / f"{name}.html").is_file():
            raise Fault(f"no such document: {corpus / name / name}.html")
    return names


def make_readings(corpus: Path, name: str, keep: Path | None) -> None:
    source = corpus / name
    with tempfile.TemporaryDirectory(prefix="ocr-readings-") as temporary:
        folder = Path(temporary)
        try:
            html = (source / f"{name}.html").read_text(encoding="utf-8")
            made = readings(html, name, folder)
        except (Fault, UnicodeDecodeError) as error:
            raise Fault(f"{name}: {error}") from error
        if keep is not None:
            shutil.copytree(folder, keep / name, dirs_exist_ok=True)
    # Only now that all went well, so that the readings always belong together.
    for ending, text in made.items():
        (source / f"{name}.{ending}").write_text(text, encoding="utf-8", newline="\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, metavar="CORPUS")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--keep", type=Path, metavar="DIR",
                        help="leave the PDF and the scanned pages in DIR/NAME")
    parser.add_argument("--check", action="store_true",
                        help="only say what is missing here (exit 1 if anything is)")
    given = parser.parse_args()
    if given.corpus is None and not given.check:
        parser.error("CORPUS is missing")
    return given


def main() -> int:
    given = arguments()
    # One thread: Tesseract's threads gain nothing on a small page and take
    # the machine from others. One locale: fontconfig chooses fonts by it.
    os.environ.update(OMP_THREAD_LIMIT="1", LC_ALL="C.UTF-8")
    try:
        require_everything()
        if given.check:
            print("nothing is missing")
            return 0
        for name in documents(given.corpus, given.names):
            make_readings(given.corpus, name, given.keep)
            print(f"{name}: read", flush=True)
    except Fault as fault:
        print(f"ocr_readings: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
