"""A picture pasted or dropped: its code is a scan; none, several, bad and giant ones are refused in words."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop.devices import picture
from desktop.devices.picture import Fault, PictureRefused, code_in_file, code_in_image
from tests.codes import Shot, photo, qimage, qr
from tests.gui.conftest import Desk, Maker
from tests.gui.fake_counter import GOOD, OTHER

CONTROL = Qt.KeyboardModifier.ControlModifier


def file_of(folder: Path, name: str, image: Image.Image) -> Path:
    image.save(folder / name)
    return folder / name


def pdf_of(folder: Path, *texts: str) -> Path:
    """A page for each text."""
    place = folder / "card.pdf"
    canvas = Canvas(str(place))
    for text in texts:
        canvas.drawString(72, 760, "服务卡 / card")
        if text:
            canvas.drawImage(ImageReader(qr(text)), 150, 400, 220, 220)
        canvas.showPage()
    canvas.save()
    return place


def two() -> Image.Image:
    both = Image.new("L", (1000, 600), 255)
    for at, text in enumerate((GOOD, OTHER)):
        both.paste(qr(text, 4).resize((400, 400)), (50 + 480 * at, 100))
    return both


def bomb(folder: Path) -> Path:
    """A PNG of 30,000 × 30,000 px in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    place = folder / "bomb.png"
    place.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 60_000)))
    return place


def fault_of(place: Path) -> Fault:
    with pytest.raises(PictureRefused) as refused:
        code_in_file(str(place))
    return refused.value.fault


@pytest.mark.parametrize("kind", ["png", "jpg", "bmp", "webp"])
def test_a_picture_file(tmp_path: Path, kind: str) -> None:
    assert code_in_file(str(file_of(tmp_path, f"a.{kind}", photo(GOOD, Shot(turn=11, blur=1))))) == GOOD


def test_what_a_file_is_its_content_says(tmp_path: Path) -> None:
    place = file_of(tmp_path, "a.png", qr(GOOD))
    assert code_in_file(str(place.rename(tmp_path / "a.jpg"))) == GOOD


def test_a_code_on_nothing(tmp_path: Path) -> None:
    black = qr(GOOD).point(lambda grey: 255 - grey)
    clear = Image.new("RGBA", black.size)
    clear.putalpha(black)
    assert code_in_file(str(file_of(tmp_path, "clear.png", clear))) == GOOD


def test_light_on_dark_and_upside_down(tmp_path: Path) -> None:
    inverted = qr(GOOD).point(lambda grey: 255 - grey).rotate(180)
    assert code_in_file(str(file_of(tmp_path, "dark.png", inverted))) == GOOD


def test_the_first_page_of_a_pdf(tmp_path: Path) -> None:
    assert code_in_file(str(pdf_of(tmp_path, GOOD, OTHER))) == GOOD
    assert fault_of(pdf_of(tmp_path, "", OTHER)) is Fault.NONE


def test_bad_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "c.jpg").write_bytes(b"")
    (tmp_path / "d.png").mkdir()
    assert {fault_of(tmp_path / name) for name in ("a.png", "b.pdf", "c.jpg", "d.png")} == {Fault.UNREADABLE}
    assert fault_of(tmp_path / "e.png") is Fault.MISSING


def test_giant_ones_are_refused_before_they_are_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fault_of(bomb(tmp_path)) is Fault.TOO_BIG
    place = file_of(tmp_path, "a.png", qr(GOOD))
    monkeypatch.setattr(picture, "BYTES_MOST", 100)
    assert fault_of(place) is Fault.TOO_BIG
    monkeypatch.setattr(picture, "PIXELS_MOST", 100)
    with pytest.raises(PictureRefused):
        code_in_image(qimage(qr(GOOD)))


def test_a_large_photo_is_read_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "SIDE_MOST", 700)
    assert code_in_file(str(file_of(tmp_path, "a.jpg", photo(GOOD)))) == GOOD


def test_none_and_several() -> None:
    with pytest.raises(PictureRefused) as none:
        code_in_image(qimage(Image.new("L", (300, 300), 200)))
    assert none.value.fault is Fault.NONE
    with pytest.raises(PictureRefused) as several:
        code_in_image(qimage(two()))
    assert (several.value.fault, several.value.count) == (Fault.SEVERAL, 2)


# --- in the window --------------------------------------------------------------------------------------------


def mime(*places: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place)) for place in places])
    return data


def drop(desk: Desk, data: QMimeData) -> bool:
    """Whether the window took what was dropped on it."""
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(700, 400), Qt.DropAction.CopyAction, data, left, none)
    enter.ignore()
    desk.window.dragEnterEvent(enter)
    if not enter.isAccepted():
        return False
    desk.window.dropEvent(QDropEvent(QPointF(700, 400), Qt.DropAction.CopyAction, data, left, none))
    desk.settle()
    return True


def said(desk: Desk) -> str:
    return desk.window.toast.accessibleName() if desk.window.toast.isVisible() else ""


def test_a_dropped_picture_is_a_scan(desk: Desk, tmp_path: Path) -> None:
    desk.go("visits")
    assert drop(desk, mime(file_of(tmp_path, "a.png", qr(GOOD))))
    assert desk.counter.made("scan_visit") == [(GOOD,)]
    assert desk.window.overlay.isVisible()


def test_other_files_are_not_taken(desk: Desk, tmp_path: Path) -> None:
    desk.go("visits")
    assert not drop(desk, mime(tmp_path / "quanyi.qys"))
    assert not drop(desk, QMimeData())


def test_on_meals_it_is_a_meal(desk: Desk, tmp_path: Path) -> None:
    desk.go("meals")
    drop(desk, mime(file_of(tmp_path, "a.png", qr(OTHER))))
    assert desk.counter.made("scan_meal") == [(OTHER, "M1")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_several_none_and_bad_ones_are_said(make_desk: Maker, tmp_path: Path, language: str) -> None:
    desk = make_desk(language=language)
    (tmp_path / "bad.png").write_bytes(b"nothing")
    words = {
        file_of(tmp_path, "two.png", two()): {"zh": "2 个码", "en": "2 codes"},
        file_of(tmp_path, "none.png", Image.new("L", (300, 300), 200)): {"zh": "没有找到码", "en": "No code"},
        tmp_path / "bad.png": {"zh": "打不开", "en": "cannot be opened"},
        bomb(tmp_path): {"zh": "太大", "en": "too large"},
        tmp_path / "gone.png": {"zh": "不在原处", "en": "no longer"},
    }
    for place, part in words.items():
        assert drop(desk, mime(place))
        assert part[language] in said(desk)
    assert desk.counter.calls == []


def paste(desk: Desk, data: QMimeData | None = None, image: QImage | None = None) -> None:
    board = QGuiApplication.clipboard()
    if image is not None:
        board.setImage(image)
    else:
        board.setMimeData(data or QMimeData())
    desk.key(Qt.Key.Key_V, CONTROL)


def test_a_pasted_picture_is_a_scan_even_in_a_field(desk: Desk) -> None:
    desk.go("visits")
    desk.key(Qt.Key.Key_Slash)
    field = desk.find("visits.search")
    assert isinstance(field, QLineEdit)
    paste(desk, image=qimage(qr(GOOD)))
    assert desk.counter.made("scan_visit") == [(GOOD,)]
    assert (field.text(), field.hasFocus()) == ("", True)


def test_a_pasted_file_is_a_scan(desk: Desk, tmp_path: Path) -> None:
    desk.go("today")
    paste(desk, mime(file_of(tmp_path, "a.png", qr(GOOD))))
    assert desk.counter.made("scan_visit") == [(GOOD,)]


def test_pasted_text_stays_text(desk: Desk) -> None:
    desk.go("visits")
    desk.key(Qt.Key.Key_Slash)
    field = desk.find("visits.search")
    assert isinstance(field, QLineEdit)
    data = QMimeData()
    data.setText("zhao")
    paste(desk, data)
    assert field.text() == "zhao"
    assert desk.counter.made("scan_visit") == []
