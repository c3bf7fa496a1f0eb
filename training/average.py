"""The mean of a network's weights: along one training, or of several that began with the same weights.

    python -m training.average detector A.weights.h5 runs/detector/last.keras --out mean.keras

Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", 2018; Wortsman
et al., "Model soups", 2022. Where training gains no more, the mean of what it began with and what
it came to often is better than either: it reads as both would together, in the time of one.
"""

from __future__ import annotations

from pathlib import Path

import click
import keras
import numpy as np
import tensorflow as tf

from training.detector import model as detector
from training.reader import model as reader

NETWORKS = {"detector": detector, "reader": reader}


class Average:
    """The mean of a model's weights along its training.

    Normalisation's averages are weights, too: their mean is what a pass over the strips would measure, to within
    a thousandth of the loss.
    """

    def __init__(self, model: keras.Model):
        self.model, self.mean = model, keras.models.clone_model(model)
        self.mean.set_weights(model.get_weights())
        self.count = tf.Variable(0, dtype=tf.int64)

    def add(self) -> None:
        """Takes in the weights as they are now."""
        self.count.assign_add(1)
        share = 1.0 / float(self.count)
        for mean, now in zip(self.mean.variables, self.model.variables):
            mean.assign(mean + share * (now - mean))


def load(network: str, source: Path) -> keras.Model:
    """The network whose weights are in a .keras or .weights.h5 file.

    Raises:
        click.ClickException: if they are another network's, or no weights at all.
    """
    try:
        return NETWORKS[network].load(source)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{source} holds no weights of the {network}: {error}") from error


@click.command()
@click.argument("network", type=click.Choice(list(NETWORKS)))
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A .keras or .weights.h5 file.")
def main(network: str, sources: tuple[Path, ...], out: Path) -> None:
    """Write the mean of the weights in SOURCES."""
    models = [load(network, source) for source in sources]
    model, *others = models
    for source, other in zip(sources[1:], others):
        if other.count_params() != model.count_params():
            raise click.ClickException(f"{source} holds weights of another size than {sources[0]}")
    model.set_weights([np.mean(values, 0) for values in zip(*(one.get_weights() for one in models))])
    if out.suffix == ".keras":
        model.save(out)
    else:
        model.save_weights(out)


if __name__ == "__main__":
    main()
