#!/bin/sh
# Installs Debian packages that are missing, where that is allowed; says what lacks where it is not.
#
#     tools/system_packages.sh PACKAGE ...
#
# Never fails for want of rights: the tests that need a missing package skip and say so.
set -eu

is_installed() {
    dpkg-query --show --showformat='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "system packages: not a Debian machine; tests that need $* may skip" >&2
    exit 0
fi

missing=
for package in "$@"; do
    is_installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
    echo "system packages: missing$missing; tests that need them skip; cure: apt-get install$missing" >&2
    exit 0
fi

echo "system packages: installing$missing"
export DEBIAN_FRONTEND=noninteractive
# dpkg calls programs that a plain user's PATH leaves out.
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
log=$(mktemp)
# shellcheck disable=SC2086 # the list is meant to split into words
if ! { apt-get update && apt-get install --yes --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
    tail -n 15 "$log" >&2
    echo "system packages: could not install$missing; tests that need them skip" >&2
fi
rm -f "$log"
