#!/bin/sh
# Trains the autoencoder and then the noise predictor into export/runs; when started again it goes on where it stopped.
#   PSLD_DATA=FOLDER export/train.sh        RUNS= another folder, PYTHON= an interpreter that has the packages, THREADS=
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

threads=${THREADS:-$(nproc)}
cd "$here/portrait"
"$python" train_autoencoder.py --channels 8 --steps 2800 --threads "$threads" --out "$runs/autoencoder.pt"
"$python" train_unet.py --autoencoder "$runs/autoencoder.pt" --steps 5500 --threads "$threads" --out "$runs/unet.pt"
