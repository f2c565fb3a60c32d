"""The demo voices: who teaches them and what they are called in the program. One table for every command here."""
import dataclasses
import pathlib

TOOLS = pathlib.Path(__file__).parent
ASSETS = TOOLS.parents[1] / "assets" / "demo"


@dataclasses.dataclass(frozen=True)
class Voice:
    name: str          # the file in assets/demo/voices and the row of the style table
    program_name: str  # what `kokoro say --voice` calls it
    teacher: str       # espeak-ng's voice and variant
    british: bool
    f0_range: tuple    # Hz, for the pitch tracker
    phase_window: int  # samples; about three periods
    gain: float        # dB, so that all voices are equally loud


VOICES = (
    Voice("female", "demo_female", "en-us+demo_af", False, (100, 420), 480, 0.0),
    Voice("male", "demo_male", "en-us+demo_am", False, (55, 240), 864, 1.9),
    Voice("british_female", "demo_british_female", "en+demo_bf", True, (100, 440), 440, -1.2),
    Voice("british_male", "demo_british_male", "en+demo_bm", True, (50, 240), 864, 0.7),
)
