# What the scripts here share; they read it with ‘.’. Everything is made below target/packages, and what is finished is put into dist/.
# shellcheck shell=sh
set -eu
umask 022
export LC_ALL=C.UTF-8 TZ=UTC

root=${root:-$(CDPATH='' cd "$(dirname "$0")/.." && pwd -P)}
here=$root/packaging
cd "$root"

version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' pom.xml | head -n 1)
work=$root/target/packages
dist=${DIST:-$root/dist}
mkdir -p "$work" "$dist"

# The time of the commit is that of all files, so that the same commit gives the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

say() {
    printf 'packaging: %s\n' "$*" >&2
}

fail() {
    say "$1"
    exit 1
}

# need COMMAND PACKAGE: a program of this machine, and the package of Debian that has it.
need() {
    command -v "$1" >/dev/null || fail "there is no $1: apt-get install $2"
}

# The JDK whose jmods the runtime is linked from.
jdk() {
    need javac openjdk-17-jdk-headless
    dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
}

# Debian’s word for an architecture, and that of ONNX Runtime, JNA, the archive.
natives_of() {
    case $1 in
        amd64) onnx=linux-x64 jna=linux-x86-64 ;;
        arm64) onnx=linux-aarch64 jna=linux-aarch64 ;;
        *) fail "there are natives for amd64 and arm64, not for $1" ;;
    esac
}

# The same names, rights and times wherever it was made.
settle() {
    find "$1" -type d -exec chmod 755 {} +
    find "$1" -type f -perm /111 -exec chmod 755 {} +
    find "$1" -type f ! -perm /111 -exec chmod 644 {} +
    find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# pack FOLDER FILE: a tar that tells nothing of this machine.
pack() {
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --format=gnu \
        -C "$(dirname "$1")" -cf - "$(basename "$1")" | gzip -9n >"$2.part"
    mv "$2.part" "$2"
}
