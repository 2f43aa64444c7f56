"""The first module of the packed app: PyInstaller needs a file to begin from."""

import sys

from desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
