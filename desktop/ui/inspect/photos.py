"""Photos of a finding: small pictures, and the ways to add one: a file, a paste, a drop, the camera."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QImageReader,
    QImageWriter,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from desktop.core.words import Words
from desktop.ui.inspect.draft import MOST_PHOTOS
from desktop.ui.look import Look
from desktop.ui.parts.button import Painted
from desktop.ui.parts.card import clear, row_in

_WIDE, _HIGH = 96, 66
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp")
# Takes a photo, and hands its bytes on once it is there.
TakePhoto = Callable[[Callable[[bytes], None]], None]


def pictures_of(mime: QMimeData) -> tuple[tuple[str, ...], bytes]:
    """Picture files that are dropped or pasted, else the picture itself as PNG; nothing for anything else."""
    files = tuple(url.toLocalFile() for url in mime.urls() if url.isLocalFile())
    named = tuple(file for file in files if file.lower().endswith(PICTURES))
    if named or not mime.hasImage():
        return named, b""
    image = mime.imageData()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not isinstance(image, QImage) or not QImageWriter(buffer, b"png").write(image):
        return (), b""
    return (), bytes(buffer.data().data())


def small_picture(raw: bytes, size: QSize) -> QImage:
    """The picture scaled to fill a size while it is decoded; null when it is none."""
    device = QBuffer()
    device.setData(QByteArray(raw))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(device)
    reader.setAutoTransform(True)
    full = reader.size()
    if full.isValid():
        reader.setScaledSize(full.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()


class Photo(Painted):
    """A photo; pressing it takes it out again."""

    def __init__(self, look: Look, raw: bytes, name: str) -> None:
        super().__init__(look, "")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(look.gap(_WIDE), look.gap(_HIGH))
        self._image = small_picture(raw, self.size())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), self.look.qcolor("sunken"))
        if self._image.isNull():
            self.look.icons.draw(
                painter, "warn", QRectF(self.width() / 2 - 14, self.height() / 2 - 14, 28, 28), self.look.color("ink_2")
            )
            return
        painter.drawImage(
            (self.width() - self._image.width()) // 2, (self.height() - self._image.height()) // 2, self._image
        )
        if self.hovered or self.hasFocus():
            box = QRectF(self.width() - 30, 4, 26, 26)
            painter.setBrush(self.look.qcolor("wrong_fill"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(box)
            self.look.icons.draw(painter, "cross", box.adjusted(5, 5, -5, -5), self.look.color("on_fill"), 2.4)


class AddPhoto(Painted):
    """Asks for a picture file."""

    def __init__(self, look: Look, said: str) -> None:
        super().__init__(look, said)
        self.setFixedHeight(look.gap(_HIGH))
        self.setMinimumWidth(max(look.gap(_WIDE), self.fontMetrics().horizontalAdvance(said) + 28))
        self.setFont(look.font("small", 500))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self.look
        pen = painter.pen()
        pen.setColor(look.qcolor("line_control"))
        pen.setWidthF(1.6)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if self.hovered:
            painter.setBrush(look.qcolor("accent_tint"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        size = look.px(22)
        top = (self.height() - size - look.px(24)) / 2
        look.icons.draw(painter, "camera", QRectF((self.width() - size) / 2, top, size, size), look.color("accent_ink"))
        painter.setFont(look.font("small", 500))
        painter.setPen(look.qcolor("accent_ink"))
        painter.drawText(QRectF(0, top + size, self.width(), look.px(26)), Qt.AlignmentFlag.AlignCenter, self.said)


class PhotoRow(QWidget):
    """Photos and the button.

    Signals:
        file_chosen: the path of a picture; given: a picture itself; dropped: the place of a photo to take out.
    """

    file_chosen = Signal(str)
    given = Signal(object)
    dropped = Signal(int)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._row = row_in(self, 0, look.gap(8))
        self._shown: tuple[bytes, ...] | None = None
        self.ask: Callable[[], str] = self._ask_file
        self._take: TakePhoto | None = None
        self.setAcceptDrops(True)
        self.show_photos(())

    def offer_camera(self, take: TakePhoto | None) -> None:
        """With a camera there is a button that takes a photo."""
        self._take = take
        shown, self._shown = self._shown or (), None
        self.show_photos(shown)

    def take_in(self, mime: QMimeData) -> bool:
        """What was dropped or pasted; False when there is no picture in it."""
        files, raw = pictures_of(mime)
        room = MOST_PHOTOS - len(self._shown or ())
        for file in files[:room]:
            self.file_chosen.emit(file)
        if raw and room > 0:
            self.given.emit(raw)
        return bool(files or raw)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files, raw = pictures_of(event.mimeData())
        if files or raw:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.take_in(event.mimeData()):
            event.acceptProposedAction()

    def show_photos(self, photos: tuple[bytes, ...]) -> None:
        if photos == self._shown:
            return
        self._shown = photos
        clear(self._row)
        for at, raw in enumerate(photos):
            photo = Photo(self._look, raw, self._words.say("ui.inspect.drop_photo", number=at + 1))
            photo.clicked.connect(self._dropping(at))
            self._row.addWidget(photo)
        if len(photos) < MOST_PHOTOS:
            key = "ui.inspect.another_photo" if photos else "ui.inspect.add_photo"
            add = AddPhoto(self._look, self._words.say(key))
            add.setObjectName("inspect.add_photo")
            add.clicked.connect(self._choose)
            self._row.addWidget(add)
            take = self._take
            if take is not None:
                camera = AddPhoto(self._look, self._words.say("ui.walk.take_photo"))
                camera.setObjectName("inspect.take_photo")
                camera.clicked.connect(lambda: take(self.given.emit))
                self._row.addWidget(camera)
        self._row.addStretch(1)

    def needed_width(self) -> int:
        """Of all that stands in it, shown yet or not; px."""
        items = [item for at in range(self._row.count()) if (item := self._row.itemAt(at)) is not None]
        widgets = [widget for item in items if (widget := item.widget()) is not None]
        return sum(each.minimumWidth() + self._look.gap(8) for each in widgets)

    def _choose(self) -> None:
        path = self.ask()
        if path:
            self.file_chosen.emit(path)

    def _ask_file(self) -> str:
        words = self._words
        path, _ = QFileDialog.getOpenFileName(
            self.window(), words.say("ui.inspect.choose_photo"), "", words.say("ui.inspect.photo_files")
        )
        return path

    def _dropping(self, at: int) -> Callable[[], None]:
        return lambda: self.dropped.emit(at)


class NoteField(QPlainTextEdit):
    """A note; a picture that is pasted or dropped into it goes to the photos beside it.

    Attributes:
        take_in: gets what is pasted; True when it was a picture.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("takesPictures", True)
        self.take_in: Callable[[QMimeData], bool] | None = None
        self.setTabChangesFocus(True)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.take_in is None or not self.take_in(source):
            super().insertFromMimeData(source)
