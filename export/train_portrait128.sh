#!/bin/sh
# Trains the noise predictor of portrait128 into export/runs/portrait128, from the weights of onnx/portrait64, whose autoencoder it keeps as it is;
# when started again it goes on where it stopped.
#   PSLD_DATA=FOLDER export/train_portrait128.sh        RUNS= another folder, PYTHON= an interpreter that has the packages, THREADS=
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

threads=${THREADS:-$(nproc)}
out=$runs/portrait128
cd "$here/portrait"
[ -f "$out/unet.pt" ] || "$python" from_bundle.py --bundle "$here/../onnx/portrait64" --out "$out"

# The shipped weights saw two cosines: the first was cut short.
predictor() {
    "$python" train_unet.py --autoencoder "$out/autoencoder.pt" --size 128 --batch 12 --rate 3e-4 --threads "$threads" --out "$out/unet.pt" "$@"
}
predictor --steps 3000 --until 2500
predictor --steps 2850
