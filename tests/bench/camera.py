"""How long a frame of the camera takes beside the bare reading library, and the share of hard frames that is read.

`python -m tests.bench.camera [seconds]`: each kind of shot again and again, frames of 720p, one thread.
"""

from __future__ import annotations

import sys
import time

import zxingcpp
from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtMultimedia import QVideoFrame

from desktop.devices.camera import read_frame
from tests.codes import SHOTS, bright_frame, photo, qimage

CARD = "QY1" + "".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(7 * at * at + at) % 32] for at in range(156))
SEEDS = 5


def share(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def _video(picture: Image.Image, seed: int) -> QVideoFrame:
    """As cameras send them, each sort in turn."""
    names = ("Format_NV12", "Format_YUYV", "")
    if name := names[seed % 3]:
        return bright_frame(picture, name)
    return QVideoFrame(qimage(picture).convertToFormat(QImage.Format.Format_RGB32))


def main(seconds: float = 20.0) -> None:
    frames = {name: [qimage(photo(CARD, shot, seed)) for seed in range(SEEDS)] for name, shot in SHOTS.items()}
    ours: list[float] = []
    bare: list[float] = []
    grey = {
        name: [image.convertToFormat(QImage.Format.Format_Grayscale8) for image in images]
        for name, images in frames.items()
    }
    videos = {name: [_video(photo(CARD, shot, seed), seed) for seed in range(SEEDS)] for name, shot in SHOTS.items()}
    read = dict.fromkeys(frames, 0)
    tried = dict.fromkeys(frames, 0)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for name, images in frames.items():
            for at in range(len(images)):
                frame = videos[name][at]
                began = time.perf_counter()
                _, _, text = read_frame(frame)
                ours.append((time.perf_counter() - began) * 1000)
                began = time.perf_counter()
                zxingcpp.read_barcodes(grey[name][at], formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
                bare.append((time.perf_counter() - began) * 1000)
                tried[name] += 1
                read[name] += text == CARD
    print(f"frames {len(ours)}")
    for name, values in (("ours", ours), ("bare zxing-cpp", bare)):
        print(f"{name}: p50 {share(values, 0.5):.1f} ms, p99 {share(values, 0.99):.1f} ms, most {max(values):.1f} ms")
    print(f"p99 ratio {share(ours, 0.99) / share(bare, 0.99):.2f}")
    for name in frames:
        print(f"read {read[name] / tried[name]:.0%} {name}")


if __name__ == "__main__":
    app = QGuiApplication([])
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0)
