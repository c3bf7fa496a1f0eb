"""The detector: a small fully convolutional network.

Made for one kind of object: text of 8 to 60 px, wide and nearly horizontal,
among thousands of look-alikes. Separable 5 × 5 convolutions see whole letters
at stride 4, words at stride 8, lines at strides 16 and 32; what the coarse
stages know flows back to stride 8, where the maps are read.

Batch normalisation follows pointwise convolutions only, where the tfjs
converter can fold it away; after depthwise ones it would stay in the graph.
"""

from __future__ import annotations

import keras
import numpy as np
from keras import layers

from training.detector import maps

# Channels at strides 4, 8, 16 and 32. 0.21 G multiply-adds for 640 × 640.
WIDTHS = (24, 48, 80, 112)
# An untrained logit says 1 %: with thousands of empty cells to each prefix,
# starting at one half would spend the first epoch on unlearning.
PRIOR = -4.6


def separable(x, width: int, name: str, stride: int = 1, kernel: int = 5):
    """Depthwise, then pointwise convolution; a shortcut where shapes allow."""
    y = layers.DepthwiseConv2D(kernel, strides=stride, padding="same", name=f"{name}_depthwise")(x)
    y = layers.Conv2D(width, 1, use_bias=False, name=f"{name}_pointwise")(y)
    y = layers.BatchNormalization(momentum=0.98, name=f"{name}_norm")(y)
    if stride == 1 and x.shape[-1] == width:
        y = layers.Add(name=f"{name}_add")([x, y])
    return layers.ReLU(name=f"{name}_relu")(y)


def lateral(coarse, fine, name: str):
    """Brings a coarse stage to the width and stride of a finer one and adds it."""
    up = layers.Conv2D(fine.shape[-1], 1, name=f"{name}_lateral")(coarse)
    up = layers.UpSampling2D(2, interpolation="bilinear", name=f"{name}_up")(up)
    return layers.Add(name=f"{name}_merge")([fine, up])


def build(height: int | None = None, width: int | None = None) -> keras.Model:
    """Builds the detector.

    Input: grey values 0 to 255, any number type, [batch, height, width, 1],
    height and width multiples of 32. Output: raw maps, float32
    [batch, height / 8, width / 8, CHANNELS], as in ``maps``.
    """
    s4, s8, s16, s32 = WIDTHS
    picture = keras.Input((height, width, 1), dtype="float32", name="picture")
    x = layers.Rescaling(1 / 127.5, offset=-1.0, name="normalise")(picture)
    x = layers.Conv2D(s4, 4, strides=4, use_bias=False, name="patches")(x)
    x = layers.BatchNormalization(momentum=0.98, name="patches_norm")(x)
    x = layers.ReLU(name="patches_relu")(x)
    x = separable(x, s4, "s4_a")
    x = separable(x, s8, "s8_down", stride=2)
    x = separable(x, s8, "s8_a")
    fine = separable(x, s8, "s8_b")
    x = separable(fine, s16, "s16_down", stride=2)
    x = separable(x, s16, "s16_a")
    x = separable(x, s16, "s16_b")
    middle = separable(x, s16, "s16_c")
    x = separable(middle, s32, "s32_down", stride=2)
    x = separable(x, s32, "s32_a")
    x = separable(x, s32, "s32_b")
    x = separable(lateral(x, middle, "s16"), s16, "s16_d")
    x = separable(lateral(x, fine, "s8"), s8, "s8_c")
    x = separable(x, s8, "s8_d")
    bias = np.zeros(maps.CHANNELS, np.float32)
    bias[: maps.BODY + 1] = PRIOR
    out = layers.Conv2D(maps.CHANNELS, 1, name="maps",
                        kernel_initializer=keras.initializers.RandomNormal(stddev=0.01))(x)
    model = keras.Model(picture, out, name="detector")
    kernel, _ = model.get_layer("maps").get_weights()
    model.get_layer("maps").set_weights([kernel, bias])
    return model
