"""Sound files and pictures of sound, without further packages."""
import struct
import wave
import zlib

import numpy as np


def read(path):
    """float samples in -1..1 of a 16-bit mono file, and its rate"""
    with wave.open(str(path)) as file:
        if file.getsampwidth() != 2 or file.getnchannels() != 1:
            raise ValueError(f"{path}: expected 16 bits and one channel")
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64) / 32768, file.getframerate()


def write(path, samples, rate=24000):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.clip(np.round(samples * 32768), -32768, 32767).astype("<i2").tobytes())


def spectrogram(x, size=512, hop=120):
    """[size/2 + 1, frames], 70 dB from black to white, high frequencies on top."""
    window = np.hanning(size)
    at = np.arange(0, len(x), hop)[:, None] + np.arange(size)
    magnitude = np.abs(np.fft.rfft(np.pad(x, size)[at + size // 2] * window, axis=1)) * 2 / window.sum()
    return np.clip((20 * np.log10(magnitude + 1e-5) + 90) / 70, 0, 1).T[::-1]


def write_png(path, image):
    """A grey image [height, width] of values in 0..1."""
    rows = (np.clip(image, 0, 1) * 255).astype(np.uint8)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", rows.shape[1], rows.shape[0], 8, 0, 0, 0, 0)
    lines = b"".join(b"\0" + row.tobytes() for row in rows)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


def write_comparison(path, *sounds):
    """Spectrograms of the sounds under each other, as wide as the longest."""
    pictures = [spectrogram(sound) for sound in sounds]
    width = max(picture.shape[1] for picture in pictures)
    write_png(path, np.concatenate([np.pad(picture, ((0, 4), (0, width - picture.shape[1]))) for picture in pictures], 0))
