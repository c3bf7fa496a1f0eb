"""Writes the recipe: the zoo's pipeline.config with the article's changes, made by code.

    python -m training.article.pipeline --records data/article/records --run runs/article

Where the article stops the zoo's schedule of 50,000 steps after 1,000, at the
highest learning rate, here the schedule is as long as the training.
"""

from __future__ import annotations

from pathlib import Path

import click

from training.article import label_map, zoo
from training.article.object_detection_setup import prepare_protos

RECIPE = Path(__file__).with_name("ssd_mobilenet_v2_fpnlite_640x640.config")
CONFIG = "pipeline.config"  # its name in the folder of a run
LARGEST_WARM_UP = 1000  # steps, the zoo's
# Norm, where the zoo's layers above MobileNet V2 are new: without it, from scratch at a rate of 0.03, the loss was no number
# after some 1,100 steps.
LARGEST_GRADIENT = 5.0


def read(path: Path):
    """Reads a ``TrainEvalPipelineConfig``.

    Raises:
        click.ClickException: if there is none, or it cannot be understood.
    """
    prepare_protos()
    from google.protobuf import text_format
    from object_detection.protos.pipeline_pb2 import TrainEvalPipelineConfig

    try:
        return text_format.Parse(path.read_text(), TrainEvalPipelineConfig())
    except OSError as error:
        raise click.ClickException(f"no recipe at {path}: write it with training.article.pipeline") from error
    except text_format.ParseError as error:
        raise click.ClickException(f"{path} is no pipeline configuration: {error}") from error


def write(config, path: Path) -> None:
    """Writes a ``TrainEvalPipelineConfig``."""
    from google.protobuf import text_format

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_format.MessageToString(config))


def adapt(config, records: Path, classes: int, steps: int, batch: int) -> None:
    """Makes the article's changes to the zoo's recipe, in place; ``begin_with`` says what with.

    Args:
        records: folder that training.article.records wrote.
    """
    config.model.ssd.num_classes = classes
    train = config.train_config
    train.batch_size = batch
    train.num_steps = steps
    train.replicas_to_aggregate = 1  # the zoo's 8 are TPUs
    rate = train.optimizer.momentum_optimizer.learning_rate.cosine_decay_learning_rate
    rate.total_steps = steps
    rate.warmup_steps = min(LARGEST_WARM_UP, steps // 10)
    for reader, split in ((config.train_input_reader, "train"), (config.eval_input_reader[0], "test")):
        reader.label_map_path = str(records / "label_map.pbtxt")
        reader.tf_record_input_reader.input_path[:] = [str(records / f"{split}.record")]


def begin_with(config, checkpoint: Path | None, kind: str = "detection") -> None:
    """Sets what the training begins with, in place.

    Args:
        checkpoint: what to fine-tune, or None to begin from scratch.
        kind: "detection" takes over the zoo's feature extractor (its heads are for other classes),
            "classification" MobileNet V2 alone.
    """
    train = config.train_config
    if checkpoint:
        train.fine_tune_checkpoint, train.fine_tune_checkpoint_type = str(checkpoint), kind
    else:
        train.ClearField("fine_tune_checkpoint")
        train.ClearField("fine_tune_checkpoint_type")
    if kind != "detection" or not checkpoint:
        train.gradient_clipping_by_norm = LARGEST_GRADIENT


def augment_for_text(config) -> None:
    """Takes the mirror out of the augmentations, in place: mirrored text is not what has to be found."""
    options = config.train_config.data_augmentation_options
    kept = [option for option in options if option.WhichOneof("preprocessing_step") != "random_horizontal_flip"]
    del options[:]
    options.extend(kept)


def set_rate(config, rate: float) -> None:
    """Sets the highest learning rate, in place; the warm-up begins at a third of it, as the zoo's."""
    schedule = config.train_config.optimizer.momentum_optimizer.learning_rate.cosine_decay_learning_rate
    schedule.learning_rate_base, schedule.warmup_learning_rate = rate, rate / 3


def slim(config, size: int, width: float) -> None:
    """Makes the network smaller, in place, for machines and tests that cannot carry the zoo's.

    Args:
        size: side of the square input, px; a multiple of 128, the coarsest stride.
        width: factor for the number of channels of MobileNet V2.
    """
    resizer = config.model.ssd.image_resizer.fixed_shape_resizer
    resizer.height = resizer.width = size
    config.model.ssd.feature_extractor.depth_multiplier = width


@click.command()
@click.option("--records", type=click.Path(path_type=Path), default="data/article/records", show_default=True)
@click.option("--run", type=click.Path(path_type=Path), default="runs/article", show_default=True)
@click.option("--zoo", "model", type=click.Path(path_type=Path, exists=True, file_okay=False), default=None,
              help="The zoo's model, unpacked; default: fetched into data/zoo.")
@click.option("--backbone", type=click.Path(path_type=Path), default=None,
              help="The checkpoint that training.article.backbone wrote, in place of the zoo's.")
@click.option("--from-scratch", is_flag=True, help="Do without the zoo's checkpoint.")
@click.option("--steps", default=1000, show_default=True, help="The article's; our data is worth many more.")
@click.option("--batch", default=8, show_default=True)
@click.option("--rate", default=None, type=float, help="Highest learning rate; default: the zoo's, 0.08.")
@click.option("--augmentation", type=click.Choice(["article", "text"]), default="article", show_default=True,
              help="article: the zoo's crops and mirror images; text: crops alone.")
@click.option("--size", default=640, show_default=True, help="Side of the input, px.")
@click.option("--width", default=1.0, show_default=True, help="Factor for the channels of MobileNet V2.")
def main(records: Path, run: Path, model: Path | None, backbone: Path | None, from_scratch: bool, steps: int, batch: int,
         rate: float | None, augmentation: str, size: int, width: float) -> None:
    """Write the recipe of a run: its pipeline.config."""
    if sum(map(bool, (model, backbone, from_scratch))) > 1:
        raise click.ClickException("--zoo, --backbone and --from-scratch contradict each other")
    if backbone and not Path(f"{backbone}.index").is_file():
        raise click.ClickException(f"no checkpoint {backbone}: write it with training.article.backbone")
    if size % 128:
        raise click.BadParameter("must be a multiple of 128", param_hint="--size")
    missing = [name for name in ("train.record", "test.record", "label_map.pbtxt") if not (records / name).is_file()]
    if missing:
        raise click.ClickException(f"no {', '.join(missing)} in {records}: write them with training.article.records")
    classes = len(label_map.read(records / "label_map.pbtxt"))
    if not classes:
        raise click.ClickException(f"no photo in {records} has a box: there is nothing to learn")
    if not (from_scratch or backbone):
        model = zoo.checked(model) if model else zoo.fetch(Path("data/zoo"))
    config = read(model / CONFIG if model else RECIPE)
    adapt(config, records, classes, steps, batch)
    if backbone:
        begin_with(config, backbone, "classification")
    else:
        begin_with(config, zoo.checkpoint(model) if model else None)
    if augmentation == "text":
        augment_for_text(config)
    if rate:
        set_rate(config, rate)
    if (size, width) != (640, 1.0):
        slim(config, size, width)
    write(config, run / CONFIG)
    print(f"{run / CONFIG}: {classes} classes, {steps} steps of {batch}, "
          f"{f'fine-tuning {model or backbone}' if model or backbone else 'from scratch'}")


if __name__ == "__main__":
    main()
