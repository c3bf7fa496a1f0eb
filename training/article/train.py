"""Trains by the recipe of a run, with the Object Detection API's own loop.

    python -m training.article.train --run runs/article
    tensorboard --logdir runs/article

Started again, it goes on from the last checkpoint; --until ends a part of a long training.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

import click

from training.article import pipeline
from training.article.object_detection_setup import prepare

CHECKPOINTS_KEPT = 3


class StopWithoutLoss(logging.Filter):
    """Ends the API's loop where its loss is no number any more: it would go on, and keep nothing else.

    The loop tells of its losses before it keeps the weights.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if re.search(r"total_loss': [^,}]*nan", record.getMessage()):
            raise click.ClickException("the loss is no number any more: go on from the last checkpoint, or from the start, "
                                       "with a lower --rate of training.article.pipeline")
        return True


def train(run: Path, checkpoint_every: int, log_every: int, until: int | None = None) -> None:
    """Trains until the recipe's number of steps.

    Args:
        until: stop at this step already; the learning rate's schedule stays the recipe's.
        log_every: steps between lines of the log and points in TensorBoard.
    """
    steps = pipeline.read(run / pipeline.CONFIG).train_config.num_steps
    prepare()
    import tensorflow as tf
    from object_detection import model_lib_v2

    tf.get_logger().setLevel("INFO")  # where the loop tells of its losses, every hundred steps
    tf.get_logger().addFilter(StopWithoutLoss())
    model_lib_v2.train_loop(
        str(run / pipeline.CONFIG), str(run), train_steps=min(until or steps, steps),
        checkpoint_every_n=checkpoint_every, checkpoint_max_to_keep=CHECKPOINTS_KEPT,
        num_steps_per_iteration=log_every)


@click.command()
@click.option("--run", type=click.Path(path_type=Path), default="runs/article", show_default=True)
@click.option("--checkpoint-every", default=500, show_default=True, help="Steps.")
@click.option("--log-every", default=50, show_default=True, help="Steps; must divide --checkpoint-every.")
@click.option("--until", type=int, default=None, help="Stop at this step for now; a multiple of --checkpoint-every.")
def main(run: Path, checkpoint_every: int, log_every: int, until: int | None) -> None:
    """Train a run, or go on training it."""
    if checkpoint_every % log_every:
        raise click.BadParameter("must divide --checkpoint-every", param_hint="--log-every")
    if until and until % checkpoint_every:
        raise click.BadParameter("must be a multiple of --checkpoint-every, or its last steps are lost",
                                 param_hint="--until")
    train(run, checkpoint_every, log_every, until)


if __name__ == "__main__":
    main()
