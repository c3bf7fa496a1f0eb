"""The model zoo's checkpoint, trained on COCO: fetched once, or taken from a folder."""

from __future__ import annotations

import gzip
import io
import tarfile
import tempfile
import urllib.request
import zlib
from http.client import HTTPException
from pathlib import Path

import click

MODEL = "ssd_mobilenet_v2_fpnlite_640x640_coco17_tpu-8"
ADDRESS = f"http://download.tensorflow.org/models/object_detection/tf2/20200711/{MODEL}.tar.gz"
WAIT = 30  # seconds for the server to say something


def fetch(folder: Path, address: str = ADDRESS) -> Path:
    """Downloads and unpacks the model below a folder, unless it is there; returns its own folder.

    Raises:
        click.ClickException: if it cannot be had; the text says what else can be done.
    """
    model = folder / MODEL
    if not model.exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            # All 20 MB at once: read piece by piece, neither HTTP nor tar would
            # notice a download that breaks off.
            with urllib.request.urlopen(address, timeout=WAIT) as response:
                unzipped = gzip.decompress(response.read())
            # Unpacked aside and moved when whole, so that what is there can be trusted.
            with (tempfile.TemporaryDirectory(dir=folder) as aside,
                  tarfile.open(fileobj=io.BytesIO(unzipped)) as archive):
                archive.extractall(aside, filter="data")
                (Path(aside) / MODEL).rename(model)
        except (OSError, HTTPException, EOFError, zlib.error, tarfile.TarError) as error:
            raise click.ClickException(
                f"could not fetch {address} ({error}). Fetch it on another machine, unpack it and name "
                f"its folder with --zoo, or do without what COCO taught it: --from-scratch") from error
    return checked(model)


def checked(model: Path) -> Path:
    """The folder itself, if it is laid out as the zoo's models are.

    Raises:
        click.ClickException: if its configuration or checkpoint is missing.
    """
    for part in ("pipeline.config", "checkpoint/ckpt-0.index"):
        if not (model / part).is_file():
            raise click.ClickException(f"{model} is no model of the zoo: it has no {part}")
    return model


def checkpoint(model: Path) -> Path:
    """The path that TensorFlow knows a model's checkpoint by."""
    return model / "checkpoint" / "ckpt-0"
