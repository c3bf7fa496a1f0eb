"""Takes the means and variances that a run's last checkpoint normalises with anew.

    python -m training.article.settle --run runs/article
    python -m training.article.evaluate --run runs/article/settled

The recipe averages them over some last thousand steps (decay 0.997). In a run as short as the article's they still
hold what they began with: after 1,000 steps from a backbone of ImageNet's the variances in the heads were three to
twelve times too large, and a network with a loss of 0.37 found nothing. Here the weights stand still, and the averages
go over batches of the training pictures: "precise BatchNorm", Wu and Johnson, arXiv:2105.07576.
"""

from __future__ import annotations

from pathlib import Path

import click
from tqdm import tqdm

from training.article import pipeline
from training.article.evaluate import last_checkpoint
from training.article.object_detection_setup import prepare

DECAY = 0.95  # a batch; of what the averages were, 100 batches leave 0.6 %
FOLDER = "settled"


def average_faster(config) -> None:
    """Sets the decay of all averages in a recipe to DECAY, in place."""
    ssd = config.model.ssd
    for part in (ssd.feature_extractor, ssd.box_predictor.weight_shared_convolutional_box_predictor):
        part.conv_hyperparams.batch_norm.decay = DECAY


def settle(run: Path, out: Path, batches: int) -> str:
    """Writes a run of its own, with the same weights and new averages; returns its checkpoint's path."""
    config = pipeline.read(run / pipeline.CONFIG)
    pipeline.write(config, out / pipeline.CONFIG)
    average_faster(config)
    prepare()
    import tensorflow as tf
    from object_detection import inputs
    from object_detection.builders import model_builder

    model = model_builder.build(config.model, is_training=True)
    pictures = inputs.train_input(config.train_config, config.train_input_reader, config.model, model=model)
    tf.keras.backend.set_learning_phase(True)  # as the API's own loop does

    @tf.function
    def see(pictures, shapes):
        model.predict(pictures, shapes)

    checkpoint = tf.train.Checkpoint(step=tf.Variable(0, trainable=False, dtype=tf.int64), model=model)
    for i, (features, _) in enumerate(tqdm(pictures.take(batches), total=batches, desc="batches")):
        if i == 0:  # makes the variables, which the checkpoint then fills
            see(features["image"], features["true_image_shape"])
            checkpoint.restore(last_checkpoint(run)).expect_partial().assert_existing_objects_matched()
        see(features["image"], features["true_image_shape"])
    return tf.train.CheckpointManager(checkpoint, str(out), max_to_keep=1).save()


@click.command()
@click.option("--run", type=click.Path(path_type=Path), default="runs/article", show_default=True)
@click.option("--batches", default=100, show_default=True)
def main(run: Path, batches: int) -> None:
    """Average anew into a run of its own, RUN/settled."""
    print(settle(run, run / FOLDER, batches))


if __name__ == "__main__":
    main()
