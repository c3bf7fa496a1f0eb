"""Writes the vectors that hold Python and JavaScript to the same decoding, alignment, strips and readings.

    python -m tests.vectors.make

Made by Python's side; a change here is a change of the contract, so look at the
difference before committing it.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from model_export.detector.export import metadata
from tests.unit.sheets import sheet
from training.camera.view import Bend, View, random_view
from training.detector import labels, maps
from training.detector.decode import WEAK_BARE, Candidate, decode
from training.reader import ctc
from training.reader.align import align
from training.reader.charset import BLANK, CLASSES, to_classes
from training.reader.strip import cut_strip

HERE = Path(__file__).parent
LINK = "https://example.org/a"


def packed(array: np.ndarray) -> str:
    """An array's bytes, little-endian, as base64."""
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def wavering(targets: np.ndarray, seed: int) -> np.ndarray:
    """The maps of a detector that is nearly right: every value is off by a little."""
    rng = np.random.default_rng(seed)
    output = targets + rng.normal(0, 0.06, targets.shape)
    clear = np.where(targets[..., : maps.BODY + 1] > 0.5, 2.5, -3.5)
    output[..., : maps.BODY + 1] = clear + rng.normal(0, 1.2, clear.shape)
    return output.astype(np.float32)


def decode_cases() -> list[dict]:
    """Maps of various views, and the candidates found in them."""
    cases = []
    for seed, rows in enumerate([[LINK], [f"see {LINK} or", LINK], ["no link here"], ["write to a.b@example.org"]]):
        page = sheet(rows, "a.b@example.org" if "@" in rows[0] else LINK)
        target = (200.0, page.lines[0].baseline)
        view = random_view(np.random.default_rng(seed), 320, 128, target, 0.7)
        output = wavering(labels.encode(page, view)[0], seed)
        cases.append({"rows": output.shape[0], "cols": output.shape[1], "maps": packed(output),
                      "candidates": [asdict(c) for c in decode(output)],
                      "thorough": [asdict(c) for c in decode(output, least_bare=WEAK_BARE)]})
    return cases


def strip_cases() -> list[dict]:
    """Small pictures, a candidate, and the strip cut along it."""
    cases = []
    for seed, (ink, ground, height, bend) in enumerate([
            (0, 255, 32, Bend()), (240, 30, 32, Bend()), (60, 200, 48, Bend(18, 120, 140)), (0, 255, 14, Bend())]):
        page = sheet(["", LINK, ""], LINK, ink=ink, ground=ground, size=22)
        line = page.lines[1]
        view = View(352, 96, np.array([[1, 0.05, 10], [-0.04 * seed, 1, line.baseline - 50], [0, 0, 1.0]]), bend)
        picture = view.photograph(page.image, ground)
        candidates = decode(wavering(labels.encode(page, view)[0], 50 + seed) * 1.0)
        candidate = candidates[0]
        strip = cut_strip(picture, candidate, height, beyond=3)
        cases.append({"width": 352, "height": 96, "picture": packed(picture), "candidate": asdict(candidate),
                      "options": {"height": height, "beyond": 3}, "strip": packed(strip.image),
                      "stripWidth": strip.image.shape[1], "cutByEdge": strip.cut_by_edge,
                      "points": [strip.points[i].tolist() for i in (0, len(strip.points) // 2, -1)]})
    return cases


def align_cases() -> list[dict]:
    """Small pictures, a candidate that is off, and what its print says of it."""
    cases = []
    texts = ["see www.example.net/tides of the northern coast", LINK + " and much more beside", "bcdfhkl"]
    for seed, (text, ink, ground, bend, off) in enumerate([
            (texts[0], 0, 255, Bend(), (0.15, 0.04, 1.1)), (texts[1], 235, 30, Bend(), (-0.2, -0.03, 0.9)),
            (texts[1], 40, 210, Bend(16, 300, 220), (0.1, 0.03, 1.0)), (texts[2], 0, 255, Bend(), (0.2, 0.0, 1.2)),
            ("", 0, 255, Bend(), (0, 0, 1))]):
        link = text.split(" ")[1 if text.startswith("see") else 0]
        page = sheet(["xx " * 16, text or "x", "pqg " * 12], link or "x", ink=ink, ground=ground, size=24)
        line = page.lines[1]
        view = View(576, 128, np.array([[1, 0.03, 20], [-0.03 * seed, 1, line.baseline - 60], [0, 0, 1.0]]), bend)
        picture = view.photograph(page.image if text else np.full_like(page.image, ground), ground)
        first = page.links[0].pieces[0][1]
        start, top = view.picture_points(np.array([[line.spans[first, 0], line.baseline],
                                                   [line.spans[first, 0], line.baseline - line.height]]))
        height = float(np.hypot(*(start - top)))
        down, tilt, taller = off
        slope = 0.03 * seed + tilt
        x, y = float(start[0]), float(start[1] + down * height)
        candidate = Candidate("prefix", 1.0, x, y, height * taller, slope, x + 3 * height,
                              [(x + i * 8, y + i * 8 * slope) for i in range(12)])
        cases.append({"width": 576, "height": 128, "picture": packed(picture), "candidate": asdict(candidate),
                      "aligned": asdict(align(picture, candidate))})
    return cases


def spoken(text: str, rng: np.random.Generator) -> np.ndarray:
    """What a network says that sees this text: each character at a step or two, blanks between; float16."""
    rows = []
    for label in to_classes(text):
        rows += [BLANK] * int(rng.integers(1, 3)) + [label] * int(rng.integers(1, 3))
    logits = rng.normal(0, 1, (len(rows) + 1, CLASSES))
    logits[np.arange(len(logits)), [*rows, BLANK]] += 9
    return logits.astype(np.float16)


def ctc_cases() -> list[dict]:
    """Logits of clear and of doubtful texts, and what is read in them."""
    rng = np.random.default_rng(9)
    clear, doubtful, empty = spoken("https://a.org/ll (x)", rng), spoken("www.rnodem.com", rng), spoken("", rng)
    # l or I at every l; an m where r and n stand; a full stop that may not be there.
    for char, other in (("r", "m"), ("c", "e"), (".", " "), ("o", "0")):
        here, there = to_classes(char)[0], to_classes(other)[0]
        doubtful[:, there] = np.maximum(doubtful[:, there], doubtful[:, here] - rng.random(len(doubtful)).astype(np.float16))
    noise = rng.normal(0, 3, (24, CLASSES)).astype(np.float16)
    cases = []
    for logits, temperature in ((clear, 1.0), (doubtful, 1.0), (doubtful, 1.7), (empty, 1.0), (noise, 1.0)):
        reading = ctc.read(logits.astype(np.float32), temperature)
        cases.append({"steps": len(logits), "logits": packed(logits), "temperature": temperature, **asdict(reading)})
    return cases


def main() -> None:
    """Write decode.json, align.json, strip.json and ctc.json."""
    options = metadata()
    (HERE / "decode.json").write_text(json.dumps({"options": options, "cases": decode_cases()}) + "\n")
    (HERE / "align.json").write_text(json.dumps({"cases": align_cases()}) + "\n")
    (HERE / "strip.json").write_text(json.dumps({"cases": strip_cases()}) + "\n")
    (HERE / "ctc.json").write_text(json.dumps({"cases": ctc_cases()}) + "\n")


if __name__ == "__main__":
    main()
