"""Kokoro's reference implementation (PyPI package `kokoro`, PyTorch), made to run without its other dependencies."""
