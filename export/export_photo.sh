#!/bin/sh
# Writes the graph of the trained denoiser, has psld make the bundle onnx/photo from it, and measures it beside other methods on photographs it never saw.
#   PSLD_DATA=FOLDER export/export_photo.sh        RUNS= another folder, PYTHON= an interpreter that has the packages
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

cd "$here/photo"
"$python" export_onnx.py --checkpoint "$runs/photo/decayed.pt" --out "$runs/photo/graph" --flickr "$here/photo/flickr.txt" --time
"$here/../psld" export "$runs/photo/graph" -o "$here/../onnx/photo"
"$python" evaluate.py --methods network nlm bm3d
