"""Kokoro-82M v1.0 from what the Python package index carries; script/real_weights runs it."""
