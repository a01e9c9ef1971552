#!/bin/sh
# Writes the graph of the denoiser that was trained further on enlarging, and has psld make the bundle onnx/photo-sr from it.
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

cd "$here/photo"
"$python" export_onnx.py --enlarging --checkpoint "$runs/photo-sr/decayed.pt" --out "$runs/photo-sr/graph"
"$here/../psld" export "$runs/photo-sr/graph" -o "$here/../onnx/photo-sr"
