"""Pictures of every page of the guide, as somebody fills it in."""

from __future__ import annotations

from pathlib import Path

from desktop.core.errors import EnvironmentFailed
from desktop.ui.first_run.window import FirstRunWindow
from desktop.ui.shots import settle
from desktop.ui.task_runner import TaskRunner

_PAGES = ("language", "place", "operator", "code", "devices", "hub", "restore")
_CODE = "7K2M-9QXA-B3CD-0H5T-QW8Z-4N6P-V1RJ-3E9Y"


def shoot_guide(
    window: FirstRunWindow,
    folder: Path,
    runner: TaskRunner,
    languages: tuple[str, ...],
    scales: tuple[int, ...],
) -> tuple[Path, ...]:
    """Saves each page in each language and text size; nothing is made. Raises `EnvironmentFailed`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFailed("output_unwritable", file=str(folder), detail=error.strerror) from error
    settle(runner)
    presenter = window.presenter
    assert presenter is not None
    draft, made = presenter.draft, []
    presenter.search("qst")
    draft.typed |= {"operator": "王秀兰", "pin": "000000", "again": "000000", "search": "qst"}
    draft.heard = "6901234567892"
    for language in languages:
        for scale in scales:
            for page in _PAGES:
                draft.page, draft.code = page, _CODE if page == "code" else ""
                draft.made = page in ("devices", "hub")
                window.set_language(language)
                window.set_text_size(scale)
                settle(runner)
                place = folder / f"guide-{page}-{language}-{scale}.png"
                if not window.grab().save(str(place)):
                    raise EnvironmentFailed("output_unwritable", file=str(place), detail="PNG")
                made.append(place)
    return tuple(made)
