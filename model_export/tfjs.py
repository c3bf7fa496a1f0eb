"""From a Keras model to a tfjs graph model, by way of a SavedModel."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import keras
import tensorflow as tf


def convert(model: keras.Model, out: Path, quantise: str | dict[str, list[str] | bool] | None = "float16") -> dict:
    """Exports a model for the browser.

    A static batch of one spares the graph its shape arithmetic.

    Args:
        model: one input [batch, height, width, 1], one output.
        out: folder for model.json and its shards; replaced as a whole.
        quantise: 'float16', 'uint8', either with patterns of the names of the
            weights that are stored so (True: all others), or None.

    Returns:
        {'nodes': number of graph nodes, 'bytes': size of the shards,
        'operations': {operation: count}}.

    Raises:
        ValueError: if the graph holds an operation that execute() cannot run
            or batch normalisation that was not folded.
    """
    # Slow to import, and needed here alone. One of its imports wants a notebook to greet.
    os.environ["TFDF_DISABLE_WELCOME_MESSAGE"] = "1"
    from tensorflowjs.converters import tf_saved_model_conversion_v2 as converter

    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "saved_model"
        shape = (1, *model.inputs[0].shape[1:])
        model.export(saved, format="tf_saved_model", verbose=False,
                     input_signature=[keras.InputSpec(shape=shape, dtype="float32", name="picture")])
        web = Path(folder) / "web"
        converter.convert_tf_saved_model(
            str(saved), str(web), control_flow_v2=False,
            quantization_dtype_map={quantise: "*"} if isinstance(quantise, str) else quantise)
        summary = describe(web)
        bad = {"While", "If", "StatelessIf", "StatelessWhile", "NonMaxSuppressionV3", "NonMaxSuppressionV5",
               "FusedBatchNormV3"} & set(summary["operations"])
        if bad:
            raise ValueError(f"the graph holds {', '.join(sorted(bad))}")
        if out.exists():
            shutil.rmtree(out)
        shutil.copytree(web, out)
    return summary


def describe(web: Path) -> dict:
    """Counts a converted model's nodes and bytes (see ``convert``)."""
    topology = json.loads((web / "model.json").read_text())
    nodes = topology["modelTopology"]["node"]
    operations: dict[str, int] = {}
    for node in nodes:
        operations[node["op"]] = operations.get(node["op"], 0) + 1
    size = sum(path.stat().st_size for path in web.glob("*.bin"))
    return {"nodes": len(nodes), "bytes": size, "operations": operations}


def quiet() -> None:
    """Keeps TensorFlow's start-up chatter off the terminal."""
    tf.get_logger().setLevel("ERROR")
