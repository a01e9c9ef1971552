#!/bin/sh
# Writes export/photo/graph from the trained denoiser and measures it beside other methods on photographs it never saw.
#   PSLD_DATA=FOLDER export/export_photo.sh        RUNS= another folder, PYTHON= an interpreter that has the packages
set -eu
. "$(dirname "$(readlink -f "$0")")/environment.sh"

cd "$here/photo"
"$python" export_onnx.py --checkpoint "$runs/photo/decayed.pt" --out "$here/photo/graph" --time
"$python" evaluate.py --methods network nlm bm3d
