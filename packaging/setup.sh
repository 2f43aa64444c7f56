#!/usr/bin/env bash
# Everything a fresh machine needs: system packages, a virtual environment, the
# locked libraries and the app itself. Safe to run again: what is done is not done
# twice. Stamps in .venv/stamps are named by the hash of what they stand for.
set -euo pipefail
cd "$(dirname "$0")/.."

OS_LIST=packaging/os-packages.txt
LOCK=requirements/dev.txt
VENV=.venv
STAMPS=$VENV/stamps

# Two set-ups at once (two terminals) would spoil each other's work: one waits.
if command -v flock >/dev/null; then exec 9<"$OS_LIST" && flock 9; fi

say() { printf '%s\n' "$*" >&2; }
digest() { cat "$@" | sha256sum | cut -c1-16; }

# --- system packages ----------------------------------------------------------

# Ubuntu has Chromium only as a snap, whose sandbox sees no folder of ours: there the tests take the browser that
# playwright brings (below).
ELSEWHERE=""
if grep -qs '^ID=ubuntu' /etc/os-release; then ELSEWHERE=chromium; fi

# Names in the list that no installed package bears or provides.
missing_packages() {
    dpkg-query -W -f '${db:Status-Status}\t${Package}\t${Provides}\n' |
        awk -F '\t' -v list="$OS_LIST" -v elsewhere="$ELSEWHERE" '
        $1 == "installed" {
            have[$2] = 1
            n = split($3, provided, ", *")
            for (i = 1; i <= n; i++) { sub(/ *\(.*/, "", provided[i]); have[provided[i]] = 1 }
        }
        END {
            while ((getline line < list) > 0) {
                sub(/#.*/, "", line); gsub(/[ \t\r]/, "", line)
                if (line != "" && line != elsewhere && !(line in have)) printf "%s ", line
            }
        }'
}

# Runs a command as root, if this user may do so without being asked anything.
as_root() {
    if [ "$(id -u)" = 0 ]; then env DEBIAN_FRONTEND=noninteractive "$@"
    else sudo -n env DEBIAN_FRONTEND=noninteractive "$@"; fi
}

install_packages() {
    local wanted
    wanted=$(missing_packages)
    wanted=${wanted% }
    [ -n "$wanted" ] || return 0
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        say "These system packages are missing. Please type this line, then try again:"
        say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $wanted"
        exit 1
    fi
    say "Installing system packages: $wanted"
    # An old package list names files that are gone, so it is renewed first.
    as_root apt-get update -q </dev/null >&2 || say "The package list could not be renewed; going on with the old one."
    # shellcheck disable=SC2086  # one word a package is meant
    if ! as_root apt-get install -y -q --no-install-recommends $wanted </dev/null >&2; then
        say "The system packages could not be installed. Please look at the lines above, then type:"
        say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $wanted"
        exit 1
    fi
}

if command -v dpkg-query >/dev/null; then
    install_packages
elif [ ! -d "$STAMPS" ]; then
    say "Not a Debian or Ubuntu machine: please see to the packages of $OS_LIST yourself."
fi

# --- Python and the libraries -------------------------------------------------

# A Python from 3.11 to 3.13 that can make a virtual environment.
find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
            >/dev/null 2>&1; then
            printf '%s' "$name"
            return 0
        fi
    done
    return 1
}

# An environment that was half made, or whose Python has gone, is made anew.
if [ -d "$VENV" ] && ! "$VENV/bin/python" -c 'import pip' 2>/dev/null; then
    say "The virtual environment does not work; making it anew."
    rm -rf "$VENV"
fi
if [ ! -d "$VENV" ]; then
    if ! python=$(find_python); then
        say "No Python 3.11, 3.12 or 3.13 was found. Please install one, with its venv module, then try again."
        exit 1
    fi
    say "Making a virtual environment with $("$python" --version)."
    "$python" -m venv "$VENV"
fi
mkdir -p "$STAMPS"

pip() { "$VENV/bin/python" -m pip --disable-pip-version-check --no-input "$@" </dev/null >&2; }

# The place is part of both stamps: scripts in a moved folder still name the old one.
lock_stamp=$STAMPS/lock-$({ pwd; cat "$LOCK"; } | digest -)
if [ ! -e "$lock_stamp" ]; then
    say "Installing the locked libraries; the first time takes a few minutes."
    pip install --quiet --require-hashes --only-binary :all: -r "$LOCK"
    rm -f "$STAMPS"/lock-*
    : >"$lock_stamp"
fi

app_stamp=$STAMPS/app-$({ pwd; cat pyproject.toml; } | digest -)
if [ ! -e "$app_stamp" ] || [ ! -x "$VENV/bin/quanyi" ]; then
    say "Installing the app itself."
    pip install --quiet --no-deps --no-build-isolation --no-index -e .
    rm -f "$STAMPS"/app-*
    : >"$app_stamp"
fi

# --- the browser of the tests ---------------------------------------------------

browser_stamp=$STAMPS/browser
if [ ! -x /usr/bin/chromium ] && [ ! -e "$browser_stamp" ]; then
    say "No Chromium among the system packages; fetching the one that playwright brings, for the tests of phones."
    if "$VENV/bin/python" -m playwright install chromium </dev/null >&2; then
        : >"$browser_stamp"
    else
        say "It could not be fetched. All else works; tests/web/test_phone.py needs a Chromium and will fail without."
    fi
fi
