#!/bin/sh
# Trains the denoiser of photographs into export/runs/photo; when started again it goes on where it stopped.
#   PSLD_DATA=FOLDER export/train_photo.sh --minutes 120        or --steps N for all steps together; RUNS= another folder,
#   PYTHON= an interpreter that has the packages. Every session ends with a decay of its rate and weights that can be exported.
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

export OMP_NUM_THREADS=1
cd "$here/photo"
exec "$python" train.py --out "$runs/photo" "$@"
