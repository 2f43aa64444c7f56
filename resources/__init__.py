"""Files that come with the app: fonts, pictures, sounds, words, rules and lists.

They are found beside this module, in a checkout, an installed package and a
PyInstaller folder alike: a frozen module's ``__file__`` also lies in the folder
into which ``build.spec`` puts the files.
"""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """The place of a resource: ``path("icons", "today.svg")``.

    Raises FileNotFoundError if there is no such file or folder, and ValueError for
    a name that leads out of the resources.
    """
    found = _ROOT.joinpath(*parts)
    if ".." in found.parts[len(_ROOT.parts) :] or not found.is_relative_to(_ROOT):
        raise ValueError(f"not inside the resources: {'/'.join(parts)}")
    if not found.exists():
        raise FileNotFoundError(f"no such resource: {'/'.join(parts)}")
    return found


def read_text(*parts: str) -> str:
    """The text of a resource, decoded as UTF-8 (a byte order mark is dropped).

    Raises as ``path`` does.
    """
    return path(*parts).read_text(encoding="utf-8-sig")
