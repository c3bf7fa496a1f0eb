"""The reader: a convolutional network with CTC over strips 32 px high.

Rows are folded away early (32 → 16 → 8 → 4 → 1) while columns stay fine: a
time step is 2 px, for "ll" and ".i." need one step a letter and one between.
The last, one-dimensional blocks see some 15 letters to either side: enough to
tell an l from an I by its neighbours, too little to learn whole addresses by
heart. Depthwise kernels have nine taps: XNNPACK, which runs the network in the
browser, is made for 9 and 25, and 1 × 11 cost four times as much as 1 × 9.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_lowercase

import keras
import numpy as np
from keras import layers

from training import weights
from training.convolution import Conv2D, DepthwiseConv2D
from training.fold import fold_into
from training.norm import FusedBatchNormalization
from training.reader.charset import ALL, CHARACTERS
from training.reader.dataset import HEIGHT

WHITE = 255.0


@dataclass(frozen=True)
class Shape:
    """How large a reader is, at 16, 8, 4 and 1 rows, and what it tells apart."""

    channels: tuple[int, int, int, int]
    blocks: tuple[int, int, int, int]
    characters: str = CHARACTERS

    @property
    def classes(self) -> int:
        """Of its output: the last is CTC's blank."""
        return len(self.characters) + 1


#: The one that reads every strip, and the one that looks again at what is doubtful; that one before it learned letters
#: beyond ASCII, too (``letters.py``).
QUICK = Shape((24, 48, 80, 192), (1, 2, 3, 5))
CAREFUL = Shape((32, 64, 128, 256), (1, 2, 4, 7), ALL)
CAREFUL_ASCII = replace(CAREFUL, characters=CHARACTERS)
SHAPES = (QUICK, CAREFUL, CAREFUL_ASCII)


def norm_relu(x, name: str, folded: bool):
    """Batch normalisation (unless folded away) and ReLU."""
    if not folded:
        x = FusedBatchNormalization(momentum=0.98, name=f"{name}_norm")(x)
    return layers.ReLU(name=f"{name}_relu")(x)


def separable(x, width: int, name: str, folded: bool, strides=(1, 1), kernel=(3, 3)):
    """Depthwise, then pointwise convolution; a shortcut where shapes allow."""
    y = x
    if strides[0] != strides[1]:
        # TensorFlow's depthwise convolution wants equal strides: halve the rows by pooling.
        y, strides = layers.AveragePooling2D(strides, name=f"{name}_pool")(y), (1, 1)
    y = DepthwiseConv2D(kernel, strides=strides, padding="same", use_bias=not folded, name=f"{name}_depthwise")(y)
    y = Conv2D(width, 1, use_bias=folded, name=f"{name}_pointwise")(y)
    if not folded:
        y = FusedBatchNormalization(momentum=0.98, name=f"{name}_norm")(y)
    if y.shape[1] == x.shape[1] and x.shape[-1] == width:
        y = layers.Add(name=f"{name}_add")([x, y])
    return layers.ReLU(name=f"{name}_relu")(y)


def blocks(x, width: int, stage: str, count: int, folded: bool, kernel=(3, 3)):
    """So many blocks of a stage, named by its letters: r4_a, r4_b and so on."""
    for letter in ascii_lowercase[:count]:
        x = separable(x, width, f"{stage}_{letter}", folded, kernel=kernel)
    return x


def build(shape: Shape = QUICK, width: int | None = None, folded: bool = False) -> keras.Model:
    """Builds a reader.

    Input: grey values 0 to 255, dark on light, [batch, 32, width, 1], width a
    multiple of 2. Output: logits, float32 [batch, 1, width / 2, classes], the
    last class CTC's blank.
    """
    c16, c8, c4, c1 = shape.channels
    strip = x = keras.Input((HEIGHT, width, 1), dtype="float32", name="strip")
    # White becomes 0, as the convolutions' padding: a strip's edge looks like paper.
    x = layers.Rescaling(-1 / WHITE, offset=1.0, name="normalise")(x)
    x = Conv2D(c16, 3, strides=2, padding="same", use_bias=folded, name="stem_pointwise")(x)
    x = norm_relu(x, "stem", folded)
    x = blocks(x, c16, "r16", shape.blocks[0], folded)
    x = separable(x, c8, "r8_down", folded, strides=(2, 1))
    x = blocks(x, c8, "r8", shape.blocks[1], folded)
    x = separable(x, c4, "r4_down", folded, strides=(2, 1))
    x = blocks(x, c4, "r4", shape.blocks[2], folded)
    x = Conv2D(c1, (4, 1), use_bias=folded, name="r1_pointwise")(x)
    x = norm_relu(x, "r1", folded)
    x = blocks(x, c1, "t", shape.blocks[3], folded, kernel=(1, 9))
    logits = Conv2D(shape.classes, 1, dtype="float32", name="logits")(x)
    return keras.Model(strip, logits, name="reader")


def load(path: Path) -> keras.Model:
    """The trained reader in a .keras or .weights.h5 file, of the shape that its weights have.

    Raises:
        ValueError: if they are no reader's weights.
        OSError: if it is no such file.
    """
    return weights.load(path, {(1, 1, shape.channels[-1], shape.classes): shape for shape in SHAPES}, build, "reader")


def shape_of(model: keras.Model) -> Shape:
    """Which of SHAPES a model is."""
    found = tuple(model.get_layer("logits").kernel.shape[2:])
    return next(shape for shape in SHAPES if found == (shape.channels[-1], shape.classes))


def fold(model: keras.Model) -> keras.Model:
    """The same function with fewer steps, for running: see ``build(folded=True)``.

    Batch normalisation goes into the convolution before it, the depthwise bias
    through the pointwise convolution into its bias. The normalisation of grey
    values stays: the stem's padding must look like paper, not like ink.
    """
    return fold_into(build(shape_of(model), folded=True), model)


def greedy(logits: np.ndarray) -> tuple[list[int], list[float]]:
    """Best-path decoding.

    Args:
        logits: float [steps, classes].

    Returns:
        (classes, confidences): one entry a character; the confidence is the
        highest probability its class has in its run of steps.
    """
    shifted = logits - logits.max(-1, keepdims=True)
    probability = np.exp(shifted) / np.exp(shifted).sum(-1, keepdims=True)
    best = probability.argmax(-1)
    classes: list[int] = []
    confidences: list[float] = []
    blank = previous = logits.shape[-1] - 1
    for step, label in enumerate(best):
        if label != blank:
            if label != previous:
                classes.append(int(label))
                confidences.append(float(probability[step, label]))
            else:
                confidences[-1] = max(confidences[-1], float(probability[step, label]))
        previous = label
    return classes, confidences
