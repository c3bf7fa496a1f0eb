"""The detector: a small fully convolutional network.

Made for one kind of object: text of 8 to 60 px, wide and nearly horizontal,
among thousands of look-alikes. Separable 5 × 5 convolutions see whole letters
at stride 4, words at stride 8, lines at strides 16 and 32; what the coarse
stages know flows back to stride 8, where the maps are read.

Batch normalisation follows pointwise convolutions only, where the tfjs
converter can fold it away; after depthwise ones it would stay in the graph.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from keras import layers, ops

from training import weights
from training.detector import maps
from training.fold import fold_into
from training.norm import FusedBatchNormalization


@dataclass(frozen=True)
class Shape:
    """How large a detector is: channels at strides 4, 8, 16 and 32, and blocks more than the small one has at 4 and 8."""

    widths: tuple[int, int, int, int]
    more: tuple[int, int] = (0, 0)


#: The app's, 0.23 G multiply-adds for 640 × 640, and one that it may learn from, 0.48 G.
SMALL = Shape((24, 48, 80, 112))
LARGE = Shape((32, 64, 112, 160), (1, 1))
SHAPES = {"small": SMALL, "large": LARGE}
#: By the size of the last kernel, which each has alone.
TELLING = {(1, 1, shape.widths[1], maps.CHANNELS): shape for shape in SHAPES.values()}

# An untrained logit says 1 %: with thousands of empty cells to each prefix,
# starting at one half would spend the first epoch on unlearning.
PRIOR = -4.6
HALF = 127.5  # grey values 0 to 255 become -1 to 1


@keras.saving.register_keras_serializable("links_detector")
class Double(layers.Layer):
    """Bilinear enlargement by two, for pictures of a size known only when run.

    keras.layers.UpSampling2D computes the same, but not in a graph whose
    height and width are open, and ours takes frames of any size.
    """

    def call(self, x):
        if keras.backend.backend() == "tensorflow":  # ops.image.resize wants the size known
            import tensorflow as tf
            return tf.image.resize(x, 2 * tf.shape(x)[1:3])
        shape = ops.shape(x)
        return ops.image.resize(x, (2 * shape[1], 2 * shape[2]), interpolation="bilinear")

    def compute_output_shape(self, shape):
        batch, height, width, channels = shape
        return batch, height and 2 * height, width and 2 * width, channels


def normalised(x, name: str, folded: bool):
    """Batch normalisation; nothing where it is folded into the convolution before."""
    return x if folded else FusedBatchNormalization(momentum=0.98, name=f"{name}_norm")(x)


def separable(x, width: int, name: str, stride: int = 1, kernel: int = 5, *, folded: bool):
    """Depthwise, then pointwise convolution; a shortcut where shapes allow."""
    y = layers.DepthwiseConv2D(kernel, strides=stride, padding="same", use_bias=not folded,
                               name=f"{name}_depthwise")(x)
    y = layers.Conv2D(width, 1, use_bias=folded, name=f"{name}_pointwise")(y)
    y = normalised(y, name, folded)
    if stride == 1 and x.shape[-1] == width:
        y = layers.Add(name=f"{name}_add")([x, y])
    return layers.ReLU(name=f"{name}_relu")(y)


def lateral(coarse, fine, name: str):
    """Brings a coarse stage to the width and stride of a finer one and adds it."""
    up = layers.Conv2D(fine.shape[-1], 1, name=f"{name}_lateral")(coarse)
    up = Double(name=f"{name}_up")(up)
    return layers.Add(name=f"{name}_merge")([fine, up])


def build(shape: Shape = SMALL, height: int | None = None, width: int | None = None, folded: bool = False) -> keras.Model:
    """Builds a detector.

    Input: grey values 0 to 255, any number type, [batch, height, width, 1],
    height and width multiples of 32. Output: raw maps, float32
    [batch, height / 8, width / 8, CHANNELS], as in ``maps``.

    Args:
        folded: without batch normalisation, for ``fold``.
    """
    s4, s8, s16, s32 = shape.widths
    block = functools.partial(separable, folded=folded)
    picture = x = keras.Input((height, width, 1), dtype="float32", name="picture")
    if not folded:
        x = layers.Rescaling(1 / HALF, offset=-1.0, name="normalise")(x)
    x = layers.Conv2D(s4, 4, strides=4, use_bias=folded, name="patches_pointwise")(x)
    x = layers.ReLU(name="patches_relu")(normalised(x, "patches", folded))
    x = block(x, s4, "s4_a")
    for number in range(shape.more[0]):
        x = block(x, s4, f"s4_more{number}")
    x = block(x, s8, "s8_down", stride=2)
    x = block(x, s8, "s8_a")
    for number in range(shape.more[1]):
        x = block(x, s8, f"s8_more{number}")
    fine = block(x, s8, "s8_b")
    x = block(fine, s16, "s16_down", stride=2)
    x = block(x, s16, "s16_a")
    x = block(x, s16, "s16_b")
    middle = block(x, s16, "s16_c")
    x = block(middle, s32, "s32_down", stride=2)
    x = block(x, s32, "s32_a")
    x = block(x, s32, "s32_b")
    x = block(lateral(x, middle, "s16"), s16, "s16_d")
    x = block(lateral(x, fine, "s8"), s8, "s8_c")
    x = block(x, s8, "s8_d")
    out = layers.Conv2D(maps.CHANNELS, 1, name="maps",
                        kernel_initializer=keras.initializers.RandomNormal(stddev=0.01))(x)
    model = keras.Model(picture, out, name="detector")
    bias = np.zeros(maps.CHANNELS, np.float32)
    bias[: maps.BODY + 1] = PRIOR
    kernel, _ = model.get_layer("maps").get_weights()
    model.get_layer("maps").set_weights([kernel, bias])
    return model


def load(path: Path) -> keras.Model:
    """The trained detector in a .keras or .weights.h5 file, of the shape that its weights have.

    Raises:
        ValueError: if they are no detector's weights.
        OSError: if it is no such file.
    """
    return weights.load(path, TELLING, build, "detector")


def shape_of(model: keras.Model) -> Shape:
    """Which of SHAPES a model is.

    Raises:
        ValueError: if it is none.
    """
    size = tuple(model.get_layer("maps").kernel.shape)
    if size not in TELLING:
        raise ValueError(f"no detector's last kernel is {size}")
    return TELLING[size]


def fold(model: keras.Model) -> keras.Model:
    """The same function with fewer steps, for running: see ``build(folded=True)``.

    Batch normalisation goes into the convolution before it, the depthwise bias
    through the pointwise convolution into its bias, and the normalisation of
    the input into the first kernel.
    """
    # x / HALF - 1, the same for every pixel
    return fold_into(build(shape_of(model), folded=True), model, {"patches": lambda kernel: (kernel / HALF, -kernel.sum((0, 1, 2)))})
