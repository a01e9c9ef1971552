# Sourced by train.sh and export.sh: a virtual environment with the pinned packages, and an allocator that keeps its memory.

here=$(dirname "$(readlink -f "$0")")
runs=$(readlink -m "${RUNS:-$here/runs}")
if [ -n "${PSLD_DATA:-}" ]; then
    PSLD_DATA=$(readlink -f "$PSLD_DATA")
    export PSLD_DATA
fi
python=${PYTHON:-$here/.venv/bin/python}

if [ -z "${PYTHON:-}" ] && [ ! -x "$python" ]; then
    python3 -m venv "$here/.venv"
    "$python" -m pip install --quiet --requirement "$here/requirements.txt"
fi

# glibc gives large blocks back to the system after every use and pays for the page faults again: PyTorch trains two to
# ten times faster when it does not.
export MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=4294967296 MALLOC_TOP_PAD_=268435456
