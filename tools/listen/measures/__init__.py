"""Figures of sounds; each file one of them, with numpy alone."""
