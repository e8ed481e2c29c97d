#!/bin/sh
# Builds a virtual environment from one hashed lock file and installs this folder into it.
#
#     tools/setup.sh VENV LOCK [WEAKER_LOCK ...]
#
# The stamp inside the environment holds what it was built from, so a second call costs
# milliseconds. A lock that contains another one also writes the stamp of that weaker lock.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"
venv=$1
lock=$2
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

fingerprint() {
    { printf '%s\n' "$here"; cat "requirements/$1.txt" pyproject.toml; } | cksum
}

stamp="$venv/.stamp-$lock"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint "$lock")" ]; then
    exit 0
fi

is_new_enough() {
    command -v "$1" >/dev/null 2>&1 \
        && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if is_new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    echo "set-up: found no Python 3.11 or newer; install one, or name it: make PYTHON=/path/to/python3" >&2
    exit 1
}

create_venv() {
    python=$(find_python)
    echo "set-up: creating $venv with $("$python" --version)"
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            sh tools/system_packages.sh python3-venv
        else
            echo "set-up: $python comes without venv; on Debian install python3-venv" >&2
            exit 1
        fi
    fi
    "$python" -m venv "$venv"
}

# Scripts in an environment hold its address, so one that was moved or copied is built anew.
if [ -d "$venv" ]; then
    if ! is_new_enough "$venv/bin/python" || ! grep -qs "$here/$venv" "$venv/bin/activate"; then
        echo "set-up: $venv was made elsewhere or by an older Python; building it anew"
        rm -rf "$venv"
    fi
fi
[ -d "$venv" ] || create_venv

echo "set-up: installing requirements/$lock.txt into $venv"
rm -f "$venv"/.stamp-*
"$venv/bin/python" -m pip install --quiet --require-hashes --no-deps -r "requirements/$lock.txt"
"$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation --editable .
echo "set-up: compiling the search of force generation, once"
"$venv/bin/python" -m tools.warm_up

shift
for name in "$@"; do
    fingerprint "$name" > "$venv/.stamp-$name"
done
