#!/bin/sh
# Writes the forward graphs of the trained nets and has psld make the bundle onnx/portrait128 from them.
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

cd "$here/portrait"
"$python" export_onnx.py --size 128 --autoencoder "$runs/portrait128/autoencoder.pt" --unet "$runs/portrait128/unet.pt" --out "$runs/portrait128/forward"
cp presets128.json "$runs/portrait128/forward/presets.json"
cd "$here/.."
./psld export "$runs/portrait128/forward" -o onnx/portrait128
