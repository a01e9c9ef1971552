#!/bin/sh
# Trains the autoencoder and then the noise predictor into export/runs; when started again it goes on where it stopped.
#   PSLD_DATA=FOLDER export/train.sh        RUNS= another folder, PYTHON= an interpreter that has the packages, THREADS=
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

threads=${THREADS:-$(nproc)}
cd "$here/portrait"
"$python" train_autoencoder.py --channels 8 --steps 2800 --threads "$threads" --out "$runs/autoencoder.pt"

# The shipped weights saw three cosines: the first two were cut short when the time per step was known.
predictor() {
    "$python" train_unet.py --autoencoder "$runs/autoencoder.pt" --threads "$threads" --out "$runs/unet.pt" "$@"
}
predictor --steps 7500 --until 500
predictor --steps 5500 --until 2000
predictor --steps 3900
