#!/usr/bin/env python3
"""Whole path in fp32 against PyTorch eager alone: `bench/compare` with two sides, and the bar of 0.75.

    bench/vs_pytorch.py [options of bench/compare]
"""
import os
import pathlib
import sys

compare = pathlib.Path(__file__).with_name("compare")
os.execv(compare, [str(compare), "--sides", "kokoro,pytorch", "--precision", "fp32", *sys.argv[1:]])
