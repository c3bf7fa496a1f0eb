"""Converts a run's exported model for the browser and tells the three sizes.

    python -m training.article.convert --run runs/article

``--graph heads`` (default) runs with tfjs's ``execute()``; ``--graph detections``
is what the article converts, with suppression and control flow inside, and needs
``executeAsync()``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from training.article import pipeline
from training.article.object_detection_setup import prepare

GRAPHS = {"heads": "heads", "detections": "saved_model"}  # folder below exported/
CONTROL_FLOW = {"While", "If", "Switch", "Merge", "Enter", "Exit", "LoopCond", "NextIteration",
                "StatelessIf", "StatelessWhile", "NonMaxSuppressionV4", "NonMaxSuppressionV5"}


def size(*paths: Path) -> int:
    """Bytes of files, and of all files in folders."""
    return sum(file.stat().st_size for path in paths
               for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file())


def convert(saved: Path, web: Path, quantise: str | None = None) -> dict:
    """Converts a SavedModel to a tfjs graph model; tells what it holds (see ``model_export.tfjs.describe``).

    Args:
        web: folder for model.json and shards; replaced as a whole.
        quantise: 'float16', 'uint8' or None, the article's choice.
    """
    prepare()
    from tensorflowjs.converters import tf_saved_model_conversion_v2 as converter

    from model_export.tfjs import describe

    if web.exists():
        shutil.rmtree(web)
    converter.convert_tf_saved_model(
        str(saved), str(web), control_flow_v2=True,
        quantization_dtype_map={quantise: "*"} if quantise else None)
    return describe(web)


@click.command()
@click.option("--run", type=click.Path(path_type=Path), default="runs/article", show_default=True)
@click.option("--graph", type=click.Choice(sorted(GRAPHS)), default="heads", show_default=True)
@click.option("--quantise", type=click.Choice(["float16", "uint8", "none"]), default="none", show_default=True)
def main(run: Path, graph: str, quantise: str) -> None:
    """Convert a run's exported model into its folder web/."""
    pipeline.read(run / pipeline.CONFIG)
    saved = run / "exported" / GRAPHS[graph]
    if not saved.exists():
        raise click.ClickException(f"no {saved}: export with training.article.export")
    web = run / "web" / graph
    summary = convert(saved, web, None if quantise == "none" else quantise)
    flow = sorted(CONTROL_FLOW & set(summary["operations"]))
    if graph == "heads" and flow:
        raise click.ClickException(f"the graph holds {', '.join(flow)}: execute() cannot run it")
    checkpoint = run / "exported" / "checkpoint"
    print(f"checkpoint {size(checkpoint):>12,} bytes\nSavedModel {size(saved):>12,}\n"
          f"tfjs       {size(web):>12,}   {summary['nodes']} nodes, weights {summary['bytes']:,}")


if __name__ == "__main__":
    main()
