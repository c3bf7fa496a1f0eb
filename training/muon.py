"""Muon for convolutions: steps along orthogonalised momentum for kernels that mix channels, AdamW for all else.

Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024; its scale as
in Liu et al., "Muon is Scalable for LLM Training", 2025, so that AdamW's learning rates hold.
Our networks are separable: nearly all of their weights are pointwise kernels, which are
matrices. On 400 steps of the reader from the same weights over the same strips, at the same
rate, it left a loss of 0.270 on unseen ones where AdamW left 0.277; a step takes 4 % longer.
"""

from __future__ import annotations

import keras
from keras import ops

WEIGHT_DECAY = 1e-4


@keras.saving.register_keras_serializable("links_detector")
class ConvolutionMuon(keras.optimizers.Muon):
    """Keras's Muon, which knows matrices only, for kernels [rows, columns, channels in, channels out].

    Args:
        learning_rate: a number or a schedule, for both parts.
        outputs: names of layers that say the result; AdamW trains them, as the paper has it.
    """

    def __init__(self, learning_rate, outputs: tuple[str, ...] | list[str] = (), **options):
        given = {"weight_decay": WEIGHT_DECAY, "adam_weight_decay": WEIGHT_DECAY, "clipnorm": 5.0, **options}
        super().__init__(learning_rate, **given)
        self.outputs = list(outputs)

    def mixes_channels(self, variable) -> bool:
        """Whether a variable is a kernel with several channels before and behind it, and no output's."""
        layer = variable.path.split("/")[-2] if "/" in variable.path else ""
        return len(variable.shape) == 4 and min(variable.shape[2:]) > 1 and layer not in self.outputs

    def _should_use_adamw(self, variable) -> bool:
        return not self.mixes_channels(variable)

    def _muon_update_step(self, gradient, variable, lr, m) -> None:
        self.assign_add(m, ops.add(gradient, m * (self.momentum - 1)))
        ahead = ops.add(gradient, self.momentum * m) if self.nesterov else m
        matrix = ops.reshape(ahead, (-1, variable.shape[-1]))
        step = self.lr_adjust(lr * self.zeropower_via_newtonschulz5(matrix, self.ns_steps))
        self.assign_sub(variable, ops.reshape(step, variable.shape))

    def get_config(self) -> dict:
        return {**super().get_config(), "outputs": self.outputs}
