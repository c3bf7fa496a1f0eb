"""Makes the TensorFlow Object Detection API, last released for TensorFlow 2.8, run on 2.19.

Five things stand between the released package and this project's environment.
All are mended in memory when the API is about to be imported; nothing that is
installed is touched and nothing is generated, so there is nothing to clean up.

- Its Keras is version 2: TF_USE_LEGACY_KERAS makes ``tf.keras`` that one.
- Its generated ``*_pb2`` modules are refused by today's protobuf. But each
  carries its schema in serialized form, and that has not aged: a module with
  the same name is built from it the way protoc's own output does today.
- It imports tensorflow_io and tf.compat.v1.estimator, which have no release for
  2.19, for models and tools that are not used here: empty modules stand in.
- tf_slim, which decodes its records, calls names that TensorFlow has moved.
- It draws TensorBoard's pictures with a method that Pillow 10 dropped.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import os
import sys
import types
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

import click
from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.internal import builder

PROTOS = "object_detection.protos."
UNUSED_MODULES = ("tensorflow_io", "tensorflow.compat.v1.estimator")


class _ProtoModules(MetaPathFinder, Loader):
    """Imports ``object_detection.protos.*_pb2`` from the schemas inside the installed files."""

    def find_spec(self, name, path=None, target=None) -> ModuleSpec | None:
        if not (name.startswith(PROTOS) and name.endswith("_pb2")):
            return None
        found = PathFinder.find_spec(name, path)
        return found and importlib.util.spec_from_file_location(name, found.origin, loader=self)

    def exec_module(self, module: types.ModuleType) -> None:
        schema = serialized_schema(Path(module.__spec__.origin).read_text())
        for imported in descriptor_pb2.FileDescriptorProto.FromString(schema).dependency:
            importlib.import_module(imported.removesuffix(".proto").replace("/", ".") + "_pb2")
        # What protoc writes into a _pb2 module today, with the schema taken from the old one.
        module.DESCRIPTOR = descriptor_pool.Default().AddSerializedFile(schema)
        builder.BuildMessageAndEnumDescriptors(module.DESCRIPTOR, module.__dict__)
        builder.BuildTopDescriptorsAndMessages(module.DESCRIPTOR, module.__name__, module.__dict__)


def serialized_schema(source: str) -> bytes:
    """The FileDescriptorProto, serialized, in the source of an old ``_pb2`` module.

    Raises:
        ValueError: if the module carries none.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "serialized_pb":
            return ast.literal_eval(node.value)
    raise ValueError("no serialized_pb in this module: was it made by another protoc?")


def prepare_protos() -> None:
    """Makes ``object_detection.protos`` importable; needs no TensorFlow and takes no time.

    Raises:
        click.ClickException: if the API is not installed.
    """
    if importlib.util.find_spec("object_detection") is None:
        raise click.ClickException("the Object Detection API is not installed: "
                                   "pip install --no-deps -r requirements/train.txt")
    if not any(isinstance(finder, _ProtoModules) for finder in sys.meta_path):
        sys.meta_path.insert(0, _ProtoModules())


def prepare() -> None:
    """Makes all of ``object_detection`` that this project uses importable.

    Raises:
        RuntimeError: if TensorFlow was imported before, with Keras 3 in it.
    """
    if "tensorflow" in sys.modules and os.environ.get("TF_USE_LEGACY_KERAS") != "1":
        raise RuntimeError("the Object Detection API needs Keras 2, and TensorFlow "
                           "was imported with Keras 3 already: use another process")
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # no chatter about missing GPUs
    prepare_protos()
    for name in UNUSED_MODULES:
        sys.modules.setdefault(name, types.ModuleType(name))

    import tensorflow as tf
    from PIL import ImageFont
    from tensorflow.python.ops import control_flow_ops

    for name in ("case", "cond", "while_loop"):
        if not hasattr(control_flow_ops, name):
            setattr(control_flow_ops, name, getattr(tf.compat.v1, name))
    if not hasattr(control_flow_ops, "Assert"):
        control_flow_ops.Assert = tf.compat.v1.Assert
    if not hasattr(ImageFont.FreeTypeFont, "getsize"):
        ImageFont.FreeTypeFont.getsize = lambda font, text: font.getbbox(text)[2:]
