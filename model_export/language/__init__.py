"""The exported language model: weights in one byte each, and what the browser must know besides."""
