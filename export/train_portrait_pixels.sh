#!/bin/sh
# Trains the denoiser of photographs further on portraits, into export/runs/portrait-pixels; when started again it goes on where it stopped.
#   PSLD_DATA=FOLDER export/train_portrait_pixels.sh --steps 900 --decay 0.4        from export/runs/photo; RUNS= another folder, PYTHON= an interpreter that has the packages
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

export OMP_NUM_THREADS=1
cd "$here/photo"
exec "$python" train.py --portraits --start "$runs/photo/decayed.pt" --rate 7e-4 --out "$runs/portrait-pixels" "$@"
