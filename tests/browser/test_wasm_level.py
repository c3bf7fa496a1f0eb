"""The service worker and the libraries must agree on which binaries this browser takes."""

MODULE = "/web_src/sw/wasm_level.js"


def test_level_is_what_this_browser_compiles(page, modules):
    # Chromium has had relaxed SIMD since version 114.
    assert modules.run(page, "(m) => m.wasmLevel()", MODULE) == "relaxed-simd"


def test_level_is_what_tesseract_and_tfjs_will_find(page, modules):
    """Both ask wasm-feature-detect, or the same question in their own bytes."""
    detected = modules.run(
        page, "async (m) => [await m.relaxedSimd(), await m.simd()]", "/node_modules/wasm-feature-detect/dist/esm/index.js"
    )
    level = modules.run(page, "(m) => m.wasmLevel()", MODULE)
    assert level == ("relaxed-simd" if detected[0] else "simd" if detected[1] else "plain")


def test_without_simd_the_level_is_plain(page, modules):
    """A browser that compiles no SIMD: played by one whose validate() refuses such bytes."""
    refuse = "m => { WebAssembly.validate = () => false; return m.wasmLevel(); }"
    assert modules.run(page, refuse, MODULE) == "plain"
