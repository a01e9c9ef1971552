#!/bin/sh
# Writes the forward graphs of the trained nets and has psld make the bundle onnx/portrait64 from them.
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

cd "$here/portrait"
"$python" export_onnx.py --autoencoder "$runs/autoencoder.pt" --unet "$runs/unet.pt" --out "$runs/forward"
cd "$here/.."
./psld export "$runs/forward" -o onnx/portrait64
