"""Files of other projects that are served as they are: Tesseract and the binaries of tfjs.

Their own code asks for them by name, so they keep their names, in folders
named by content hash. For each file that comes in variants, VARIANTS says which
browsers will ask for which, so that the service worker stores one of them.
"""

from __future__ import annotations

import json
from pathlib import Path

import bootstrap

from .errors import BuildError
from .files import SiteFiles

TFJS_BINARIES = "@tensorflow/tfjs-backend-wasm/wasm-out"
# The last two are for threads, where the service worker has isolated the page.
TFJS_FILES = ("tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm",
              "tfjs-backend-wasm-threaded-simd.wasm", "tfjs-backend-wasm-threaded-simd.js")
TFJS_THREAD = "tfjs-thread.js"  # see web_src/scan/wasm_threads.js
TESSERACT_WORKER = "tesseract.js/dist/worker.min.js"
TESSERACT_CORE = "tesseract.js-core"
# Of the two sets of English data in the package, the one for the LSTM reader
# alone: the other carries the old reader too, which we never start (11 MB, not 3).
TESSERACT_ENGLISH = "@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz"

# What is inside the files above: Tesseract's worker is a bundle itself.
PACKAGES = {
    "@tensorflow/tfjs-backend-wasm", "@tesseract.js-data/eng", "tesseract.js", "tesseract.js-core",
    "bmp-js", "idb-keyval", "is-url", "regenerator-runtime", "wasm-feature-detect", "zlibjs",
}

# How far a browser's WebAssembly goes (web_src/sw/wasm_level.js) → the build of Tesseract it takes.
TESSERACT_BUILDS = {"relaxed-simd": "relaxedsimd-lstm", "simd": "simd-lstm", "plain": "lstm"}

VARIANTS = {
    "tfjs-backend-wasm.wasm": ["plain"],
    "tfjs-backend-wasm-simd.wasm": ["simd", "relaxed-simd"],
    "tfjs-backend-wasm-threaded-simd.wasm": ["simd", "relaxed-simd"],
    "tfjs-backend-wasm-threaded-simd.js": ["simd", "relaxed-simd"],
    TFJS_THREAD: ["simd", "relaxed-simd"],
    **{f"tesseract-core-{build}.wasm": [level] for level, build in TESSERACT_BUILDS.items()},
    **{f"tesseract-core-{build}.wasm.js": [level] for level, build in TESSERACT_BUILDS.items()},
}


def add_third_party(site: SiteFiles, node_modules: Path) -> dict[str, object]:
    """Add the files to the site; returns their rows of the asset table."""

    def read(name: str) -> bytes:
        try:
            return (node_modules / name).read_bytes()
        except FileNotFoundError:
            raise BuildError(
                f"node_modules/{name} is missing: delete node_modules and run the build again, "
                "or, after a change of package.json, mend web_src/generator/third_party.py"
            ) from None

    tfjs = {name: read(f"{TFJS_BINARIES}/{name}") for name in TFJS_FILES}
    tfjs[TFJS_THREAD] = _thread_script(node_modules)
    tfjs_folder = site.add_folder("assets/tfjs", tfjs)
    tesseract = {"worker.min.js": _without_map_comment(read(TESSERACT_WORKER))}
    for build in TESSERACT_BUILDS.values():
        # The worker asks for a `.wasm.js`: the binary inside the script, in base64.
        # Under that name we give it the script without the binary, which then loads
        # the `.wasm` from the folder of the worker: a quarter less to download.
        tesseract[f"tesseract-core-{build}.wasm.js"] = read(f"{TESSERACT_CORE}/tesseract-core-{build}.js")
        tesseract[f"tesseract-core-{build}.wasm"] = read(f"{TESSERACT_CORE}/tesseract-core-{build}.wasm")
    folder = site.add_folder("assets/tesseract", tesseract)
    return {
        "tfjs-wasm-folder": {"url": tfjs_folder},
        "tesseract-worker": site.assets[folder + "worker.min.js"].entry(),
        "tesseract-core-folder": {"url": folder},
        "tesseract-lang-folder": {"url": site.add_folder("assets/english", {
            "eng.traineddata.gz": read(TESSERACT_ENGLISH),
        })},
    }


def _thread_script(node_modules: Path) -> bytes:
    """What tfjs would start its threads from as a blob, which the site's policy forbids."""
    module = (node_modules / TFJS_BINARIES / "tfjs-backend-wasm-threaded-simd.worker.js").resolve()
    run = bootstrap.run_node("-e", f"process.stdout.write(require({json.dumps(str(module))}).wasmWorkerContents)")
    if run.returncode or not run.stdout:
        raise BuildError(f"{module} holds no script for threads any more; mend web_src/generator/third_party.py")
    return run.stdout.replace("\n", "\\n").encode()  # line ends inside its strings, as tfjs mends them


def _without_map_comment(script: bytes) -> bytes:
    """A script without the pointer to a source map that we do not serve."""
    lines = script.rstrip().split(b"\n")
    if lines[-1].startswith(b"//# sourceMappingURL="):
        lines.pop()
    return b"\n".join(lines) + b"\n"
