"""Packs fonts and pages small enough to take along to a machine with a graphics card.

    python -m training.reader.pack --out runs/reader_pack.zip
    python -m training.reader.pack --unpack runs/reader_pack.zip --out data     # over there

Fonts keep the characters that pages are set in, pages what stands around one of their
links, as WebP. Unpacked, both are what ``training.reader.dataset`` reads anywhere.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click
import cv2
import numpy as np
from fontTools import subset
from tqdm import tqdm

from training.pages import fonts
from training.pages.page import Line, Link, Page, page_stems

# Latin with its accents, and the dashes, quotes and dots of running text.
KEPT = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2050)]
AROUND = 5.0  # heights of a line of page that are kept above and below a link
TALLEST = 22.0  # px of the letter h: photos show links no taller than twice that
QUALITY = 40  # of WebP: cameras take more away


def small_font(path: Path) -> bytes:
    """The font with KEPT alone, WOFF 2, without hints."""
    options = subset.Options(flavor="woff2", hinting=False)
    font = subset.load_font(str(path), options)
    options.drop_tables += ["SVG", "COLR", "CPAL"]  # letters are drawn in one tone
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=KEPT)
    subsetter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()


def excerpt(rng: np.random.Generator, page: Page) -> Page | None:
    """The band of a page around one of its links, no taller than needed; None where it has none.

    Coordinates move with it; links with a piece outside are left out of ``links``.
    """
    certain = [link for link in page.links if link.certain]
    if not certain:
        return None
    own = [page.lines[index] for index, _, _ in certain[int(rng.integers(len(certain)))].pieces]
    height = max(line.height for line in own)
    top = max(0, int(min(line.baseline for line in own) - AROUND * height))
    bottom = min(page.image.shape[0], int(max(line.baseline for line in own) + AROUND * height))
    scale = min(1.0, TALLEST / height)
    image = page.image[top:bottom]
    if scale < 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    kept = [i for i, line in enumerate(page.lines) if top + line.height < line.baseline < bottom]
    lines = [Line(page.lines[i].text, page.lines[i].spans * np.float32(scale),
                  (page.lines[i].baseline - top) * scale, page.lines[i].height * scale) for i in kept]
    links = [replace(link, pieces=[(kept.index(i), first, end) for i, first, end in link.pieces])
             for link in page.links if all(i in kept for i, _, _ in link.pieces)]
    return Page(image, lines, links, page.source)


def packed_page(stem: Path) -> tuple[bytes, str] | None:
    """(picture, truth) of a page's excerpt."""
    # A stem's name is fixed, so its excerpt is, too.
    page = excerpt(np.random.default_rng(list(stem.name.encode())), Page.load(stem))
    if page is None:
        return None
    _, picture = cv2.imencode(".webp", page.image, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    lines = [{**asdict(line), "spans": np.round(line.spans, 1).tolist()} for line in page.lines]
    return picture.tobytes(), json.dumps({"source": page.source, "lines": lines, "links": [asdict(k) for k in page.links]})


def unpacked_page(picture: bytes, truth: str) -> Page:
    """What ``packed_page`` packed."""
    record = json.loads(truth)
    lines = [Line(**{**line, "spans": np.asarray(line["spans"], np.float32).reshape(-1, 2)}) for line in record["lines"]]
    links = [Link(**{**link, "pieces": [tuple(piece) for piece in link["pieces"]], "style": tuple(link["style"])})
             for link in record["links"]]
    return Page(cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE), lines, links, record["source"])


def packed_faces(faces: list[fonts.Face]) -> list[fonts.Face]:
    """All faces of the pages' families, and of each of the others the plainest: many families weigh more than many faces."""
    plainest: dict[str, fonts.Face] = {}
    for face in faces:
        if face.drawn_only:
            plainest[face.family] = min(face, plainest.get(face.family, face),
                                        key=lambda face: (face.italic, abs(face.weight - 400)))
    return [face for face in faces if not face.drawn_only or face is plainest[face.family]]


def pack(out: Path, folders: list[Path], font_folder: Path, pages: int) -> None:
    """Writes the pack: ``pages`` pages of each folder at most, always the same ones, and all fonts."""
    pool = ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=cv2.setNumThreads, initargs=(1,))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive, pool:
        faces = packed_faces(fonts.load(font_folder, drawn=True))
        files = [font_folder / face.path for face in faces]
        small = tqdm(pool.map(small_font, files, chunksize=8), total=len(files), desc="fonts")
        for face, data in zip(faces, small):
            archive.writestr(f"fonts/{face.path}", data, zipfile.ZIP_STORED)
        archive.writestr("fonts/index.json", json.dumps([asdict(face) for face in faces]))
        for number, folder in enumerate(folders):
            stems = page_stems(folder)
            np.random.default_rng(number).shuffle(stems)
            made = 0
            for stem, page in zip(tqdm(stems, desc=str(folder)), pool.map(packed_page, stems, chunksize=8)):
                if page is None:
                    continue
                archive.writestr(f"pages/{number}/{stem.name}.webp", page[0], zipfile.ZIP_STORED)
                archive.writestr(f"pages/{number}/{stem.name}.json", page[1])
                made += 1
                if made == pages:
                    pool.shutdown(cancel_futures=True)
                    pool = ProcessPoolExecutor(mp_context=get_context("spawn"))
                    break


def _unpack_page(name: str, source: Path, out: Path) -> None:
    with zipfile.ZipFile(source) as archive:
        page = unpacked_page(archive.read(f"{name}.webp"), archive.read(f"{name}.json").decode())
    page.save(out / name)


def unpack(source: Path, out: Path) -> None:
    """Writes ``fonts`` and ``pages`` below a folder."""
    with zipfile.ZipFile(source) as archive:
        names = archive.namelist()
        archive.extractall(out, [name for name in names if name.startswith("fonts/")])
    pages = [name.removesuffix(".webp") for name in names if name.endswith(".webp")]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for _ in pool.map(partial(_unpack_page, source=source, out=out), pages, chunksize=32):
            pass


@click.command()
@click.option("--pages", "folders", multiple=True, type=click.Path(path_type=Path),
              default=("data/pages/documents/train", "data/pages/designed/train"), show_default=True)
@click.option("--font-folder", type=click.Path(path_type=Path), default="data/fonts", show_default=True)
@click.option("--most", default=850, show_default=True, help="Pages of each folder.")
@click.option("--unpack", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Unpack this into the folder --out instead.")
@click.option("--out", required=True, type=click.Path(path_type=Path))
def main(folders: tuple[Path, ...], font_folder: Path, most: int, source: Path | None, out: Path) -> None:
    """Pack fonts and pages, or unpack them."""
    if source:
        unpack(source, out)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        pack(out, list(folders), font_folder, most)
        print(f"{out}: {out.stat().st_size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
