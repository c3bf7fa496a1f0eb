"""Prepares own photos for labelling: turned upright, made smaller, and evened out.

    python -m training.article.photos photos/raw photos/processed --square --grey

Each step can be left out. The article's values are
``--width 1024 --square --grey --brightness 2 --contrast 1.3``; what is done to
the photos here has to be done to every picture that the model sees later, so
less is more: our own recipe only turns and resizes.
"""

from __future__ import annotations

from pathlib import Path

import click
from PIL import Image, ImageEnhance, ImageOps, UnidentifiedImageError
from tqdm import tqdm


def process(photo: Image.Image, width: int | None = None, square: bool = False, grey: bool = False,
            brightness: float = 1.0, contrast: float = 1.0, sharpness: float = 1.0) -> Image.Image:
    """Prepares one photo, in the article's order of steps.

    Args:
        width: largest width in px; narrower photos keep theirs, None keeps any.
        square: cut to the square in the middle.
        brightness, contrast, sharpness: Pillow's factors, 1 leaves as it is.
    """
    photo = ImageOps.exif_transpose(photo).convert("RGB")
    if width and photo.width > width:
        photo = photo.resize((width, max(1, round(photo.height * width / photo.width))), Image.Resampling.LANCZOS)
    if square:
        side = min(photo.size)
        left, top = (photo.width - side) // 2, (photo.height - side) // 2
        photo = photo.crop((left, top, left + side, top + side))
    if grey:
        photo = photo.convert("L")
    for enhance, factor in ((ImageEnhance.Brightness, brightness), (ImageEnhance.Contrast, contrast),
                            (ImageEnhance.Sharpness, sharpness)):
        if factor != 1.0:
            photo = enhance(photo).enhance(factor)
    return photo


def process_folder(raw: Path, out: Path, **steps) -> int:
    """Prepares all photos of a folder as JPEGs of the same names; returns how many.

    Raises:
        click.ClickException: if a file is no picture, or two have one stem.
    """
    files = sorted(path for path in raw.iterdir() if path.is_file() and not path.name.startswith("."))
    if not files:
        raise click.ClickException(f"no photos in {raw}")
    stems = [path.stem for path in files]
    doubled = sorted({stem for stem in stems if stems.count(stem) > 1})
    if doubled:
        raise click.ClickException(f"several files in {raw} would become {', '.join(doubled)}.jpg")
    out.mkdir(parents=True, exist_ok=True)
    for path in tqdm(files, disable=None):
        try:
            with Image.open(path) as photo:
                photo = process(photo, **steps)
        except (UnidentifiedImageError, OSError) as error:
            raise click.ClickException(
                f"{path} cannot be read as a picture ({error}); phones' HEIC files must be "
                "converted to JPEG first") from error
        photo.save(out / f"{path.stem}.jpg", quality=95)
    return len(files)


@click.command()
@click.argument("raw", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--width", default=1024, show_default=True, help="Largest width, px; 0 keeps any.")
@click.option("--square", is_flag=True, help="Cut to the square in the middle.")
@click.option("--grey", is_flag=True)
@click.option("--brightness", default=1.0, show_default=True)
@click.option("--contrast", default=1.0, show_default=True)
@click.option("--sharpness", default=1.0, show_default=True)
def main(raw: Path, out: Path, width: int, **steps) -> None:
    """Prepare the photos of folder RAW into folder OUT."""
    print(f"{process_folder(raw, out, width=width or None, **steps)} photos in {out}")


if __name__ == "__main__":
    main()
