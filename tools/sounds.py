"""Makes the three sounds of a scan, so that what they are can be read and changed here.

Success rises, "already here" repeats one note, a refusal falls; each has its own
envelope and timbre too, so that they are told apart by an ear that hears no pitch well.
All peak at -14 dB and end before the next scan may sound. Run: ``python tools/sounds.py``.
"""

import math
import struct
import sys
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RATE = 44_100  # samples a second
PEAK = 10 ** (-14 / 20)  # of full scale


@dataclass(frozen=True)
class Sound:
    """Notes in Hz, their lengths and the gap between them in milliseconds, and their shape.

    ``attack_ms`` is the time to full loudness, ``decay`` how fast a note then fades
    (0: held), ``harmonics`` the loudness of the tones at 1, 2, 3 … times the note.
    """

    notes_hz: Sequence[int]
    ms: Sequence[int]
    gap_ms: int
    attack_ms: int
    decay: float
    harmonics: Sequence[float]


SOUNDS = {
    "success": Sound((880, 1175), (70, 110), 0, 4, 3.0, (1.0, 0.25)),
    "already": Sound((660, 660), (70, 70), 60, 10, 0.0, (1.0,)),
    "refused": Sound((330, 247), (120, 180), 0, 15, 0.8, (1.0, 0.0, 0.45, 0.0, 0.2)),
}
RELEASE_MS = 8  # every note ends softly, or it would click


def note(sound: Sound, hertz: int, ms: int) -> list[float]:
    """One note as samples; not yet at its final loudness."""
    count = RATE * ms // 1000
    attack, release = RATE * sound.attack_ms / 1000, RATE * RELEASE_MS / 1000
    samples = []
    for i in range(count):
        tone = sum(loud * math.sin(2 * math.pi * hertz * k * i / RATE) for k, loud in enumerate(sound.harmonics, 1))
        edge = min(1.0, i / attack, (count - 1 - i) / release)
        samples.append(tone * edge * math.exp(-sound.decay * i / count))
    return samples


def render(sound: Sound) -> bytes:
    """The whole sound as 16-bit mono frames, its loudest sample at PEAK."""
    samples: list[float] = []
    for hertz, ms in zip(sound.notes_hz, sound.ms, strict=True):
        if samples:
            samples += [0.0] * (RATE * sound.gap_ms // 1000)
        samples += note(sound, hertz, ms)
    scale = PEAK * 32767 / max(abs(s) for s in samples)
    return struct.pack(f"<{len(samples)}h", *(round(s * scale) for s in samples))


def main(folder: Path) -> None:
    """Writes every sound into the folder."""
    for name, sound in SOUNDS.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(render(sound))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "resources" / "sounds")
