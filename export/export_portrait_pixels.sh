#!/bin/sh
# Writes the graph of the denoiser that was trained further on portraits, and has psld make the bundle onnx/portrait-pixels from it.
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

cd "$here/photo"
"$python" export_onnx.py --portraits --checkpoint "$runs/portrait-pixels/decayed.pt" --out "$runs/portrait-pixels/graph"
"$here/../psld" export "$runs/portrait-pixels/graph" -o "$here/../onnx/portrait-pixels"
