"""Speaks sets of texts with several programs and judges what they say: `python3 tools/listen --help`."""
