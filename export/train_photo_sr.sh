#!/bin/sh
# Trains the denoiser of photographs further on enlarging, into export/runs/photo-sr; when started again it goes on where it stopped.
#   PSLD_DATA=FOLDER export/train_photo_sr.sh --minutes 60        from export/runs/photo; RUNS= another folder, PYTHON= an interpreter that has the packages
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

export OMP_NUM_THREADS=1
cd "$here/photo"
exec "$python" train.py --states --start "$runs/photo/decayed.pt" --rate 5e-4 --decay 0.5 --out "$runs/photo-sr" "$@"
