"""PP-OCRv6 small on the whole picture, through rapidocr with its own settings: the strongest other reader found.

It needs requirements/bench.txt.
"""

from __future__ import annotations

import time
from importlib import metadata
from pathlib import Path

import click


class PPOcr:
    """Detector, direction classifier and recogniser; loading them is not counted."""

    name, key = "PP-OCRv6 small, whole picture", "pp-ocr"

    def __enter__(self) -> PPOcr:
        try:
            import rapidocr
        except ImportError as error:
            raise click.ClickException("rapidocr is not installed: pip install -r requirements/bench.txt") from error
        self.version = metadata.version("rapidocr")
        self.size = sum(path.stat().st_size for path in (Path(rapidocr.__file__).parent / "models").glob("*.onnx"))
        self.engine = rapidocr.RapidOCR(params={"Global.log_level": "error"})
        return self

    def read(self, path: Path) -> dict:
        start = time.perf_counter()
        found = self.engine(str(path))
        return {"seconds": time.perf_counter() - start, "lines": list(found.txts or ())}

    def __exit__(self, *_) -> None:
        pass
