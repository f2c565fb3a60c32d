"""What each response_format must decode to, with FFmpeg's own program, and how far a codec is from what went in."""

import dataclasses
import subprocess

import numpy

RATE = 24000
WINDOW = 240  # 10 ms


@dataclasses.dataclass(frozen=True)
class Format:
    content_type: str
    streamed_priming: int  # samples before the first one that a player cannot know to skip
    whole_priming: int
    frame: int             # behind the end less than one frame is added; 1: the length is exact, the samples too
    codec: tuple = ()      # how FFmpeg's program is told to do the same


FORMATS = {
    "mp3": Format("audio/mpeg", 1105, 0, 576, ("-f", "mp3", "-write_xing", "0", "-c:a", "libmp3lame", "-b:a", "96k")),
    "opus": Format("audio/opus", 0, 0, 480, ("-f", "ogg", "-c:a", "libopus", "-b:a", "64k")),
    "aac": Format("audio/aac", 1024, 1024, 1024, ("-f", "adts", "-c:a", "aac", "-b:a", "96k")),
    "flac": Format("audio/flac", 0, 0, 1),
    "wav": Format("audio/wav", 0, 0, 1),
    "pcm": Format("audio/pcm", 0, 0, 1),
}
LOUDEST_ERROR_DB = -6


def decode(body, name):
    """The stream's samples at 24 kHz, int16."""
    if name == "pcm":
        return numpy.frombuffer(body, "<i2")
    done = subprocess.run(["ffmpeg", "-v", "error", "-i", "-", "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-"],
                          input=body, capture_output=True, timeout=300)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return numpy.frombuffer(done.stdout, "<i2")


def window_energies(samples):
    """Of 10 ms, every 5 ms."""
    halves = numpy.square(samples[:len(samples) // (WINDOW // 2) * (WINDOW // 2)]).reshape(-1, WINDOW // 2).sum(axis=1)
    return halves[:-1] + halves[1:]


def loudest_error_db(samples, decoded):
    """The energy of the error over that of the speech in the 10 ms where that is greatest, in dB.

    A window that is lost gives 0, one that stands elsewhere about 3, whatever the codec; half a window lost gives -3.
    In windows softer than 30 dB below the speech's mean the mean less 30 dB stands for the speech, since no ear compares
    with less."""
    samples, decoded = samples.astype(numpy.float64), decoded[:len(samples)].astype(numpy.float64)
    speech = window_energies(samples)
    error = window_energies(decoded - samples)
    return 10 * numpy.log10(max(numpy.max(error / numpy.maximum(speech, speech.mean())), 1e-12))


def codec_error_db(name, samples):
    """The loudest error of FFmpeg's own program at the same bit rate: a codec may spoil the noise of an s that much."""
    raw = ("ffmpeg", "-v", "error", "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-i", "-")
    body = subprocess.run([*raw, *FORMATS[name].codec, "-"], input=samples.tobytes(), capture_output=True, check=True, timeout=300).stdout
    return loudest_error_db(samples, decode(body, name)[FORMATS[name].streamed_priming:])


def check(name, streamed, samples, body):
    """Fails unless the body decodes to the samples; gives the loudest error in dB, None of a lossless format."""
    expected = FORMATS[name]
    priming = expected.streamed_priming if streamed else expected.whole_priming
    decoded = decode(body, name)[priming:]
    assert 0 <= len(decoded) - len(samples) < expected.frame, (name, len(decoded), len(samples))
    if expected.frame == 1:
        assert numpy.array_equal(decoded, samples), name
        return None
    loudest = loudest_error_db(samples, decoded)
    if loudest >= LOUDEST_ERROR_DB:  # only then: to encode once more takes its time
        assert loudest < codec_error_db(name, samples) + 0.5, f"{name}: an error of {loudest:.1f} dB over the speech: a click"
    return loudest
