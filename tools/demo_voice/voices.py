"""The demo voices: who teaches them and what they are called in the program. One table for every command here."""
import dataclasses
import pathlib

TOOLS = pathlib.Path(__file__).parent
ASSETS = TOOLS.parents[1] / "assets" / "demo"


@dataclasses.dataclass(frozen=True)
class Voice:
    name: str          # the file in assets/demo/voices and the row of the style table
    program_name: str  # what `kokoro say --voice` calls it
    teacher: str       # the published voice that it follows
    british: bool

    @property
    def language(self):
        return "en-gb" if self.british else "en-us"


VOICES = (
    Voice("female", "demo_female", "af_heart", False),
    Voice("male", "demo_male", "am_fenrir", False),
    Voice("british_female", "demo_british_female", "bf_emma", True),
    Voice("british_male", "demo_british_male", "bm_daniel", True),
)
