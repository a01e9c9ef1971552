#!/bin/bash
# What a GPU is for, measured on one: providers and precisions, gradients against the CPU, fused against chain, batches, Stable Diffusion 1.5 at full size.
#   export/gpu_check.sh                     on the GPU (PROVIDER=tensorrt for TensorRT)
#   export/gpu_check.sh --cpu               the same steps on the CPU with the small model alone: tries the script itself where there is no GPU
#   PSLD= another launcher (KIT/psld), PYTHON= a Python with torch and diffusers, OUT= where results go, SIZE=512
# Writes OUT/table.md. Steps that fail are lines of it, and the others go on; the exit code says whether one failed.
set -uo pipefail
here=$(dirname "$(readlink -f "$0")")
cpu=false
[ "${1:-}" != --cpu ] || cpu=true
psld=${PSLD:-$here/../psld}
python=${PYTHON:-python3}
out=${OUT:-$here/runs/gpu}
size=${SIZE:-512}
provider=${PROVIDER:-cuda}
$cpu && provider=cpu
batches='1 2 4 8 16 32'
$cpu && batches='1 2'
mkdir -p "$out"
table=$out/table.md
failed=0
printf '| step | result |\n|---|---|\n' >"$table"

row() { printf '| %s | %s |\n' "$1" "$2" | tee -a "$table"; }
# step TITLE FILTER COMMAND…: one row, what FILTER makes of the command's output, or its last line where it fails
step() {
    local title=$1 filter=$2 log
    shift 2
    log=$out/$(printf '%s' "$title" | tr -c 'A-Za-z0-9' '_').log
    if "$@" >"$log" 2>&1; then
        row "$title" "$(eval "$filter" <"$log" | tr '\n' ';' | sed 's/|/·/g; s/;$//; s/;/; /g')"
    else
        failed=1
        row "$title" "FAILED: $(tail -n 1 "$log" | cut -c1-200)"
    fi
}
# Most memory of the card that is taken while a command runs, MiB, behind its output.
on_card() {
    local most=0 now code pid
    "$@" &
    pid=$!
    while kill -0 $pid 2>/dev/null; do
        now=$(nvidia-smi --query-gpu=memory.used --format=csv,noheader,nounits 2>/dev/null | head -n 1)
        [ -n "$now" ] && [ "$now" -gt $most ] && most=$now
        sleep 0.2
    done
    wait $pid
    code=$?
    [ $most -eq 0 ] || echo "card: at most $most MiB"
    return $code
}
step "doctor" "grep -E '^(ok|warn|fail) +(onnxruntime|gpu|cuda|cudnn|tensorrt|provider|precision)' | tr -s ' '" "$psld" doctor --provider $provider
step "gradients of portrait64 on $provider, from the CPU" "grep ' gradients ' | sed 's/.*from the CPU: //'" "$psld" doctor --provider $provider --model portrait64

rm -rf "$out/cpu" "$out/$provider-pictures"
step "restore on the CPU" "tail -n 1" "$psld" restore "$here/../samples/inpaint" -o "$out/cpu" --task inpaint --model portrait64 --provider cpu --seed 1
step "restore on $provider" "tail -n 1" on_card "$psld" restore "$here/../samples/inpaint" -o "$out/$provider-pictures" --task inpaint --model portrait64 --provider $provider --seed 1
for which in cpu $provider-pictures; do
    rm -rf "$out/pairs-$which"
    step "PSNR of $which" "grep ' dB,' | sed 's/^pairs, [^,]*, //; s/ (.*//'" "$psld" eval --pairs "$out/$which" "$here/../samples/portraits" -o "$out/pairs-$which"
done
step "fused against chain" "tail -n 6" "$psld" compare-engines --model portrait64 --task sr4 --provider $provider --steps 20 --rounds 3
samples=32
$cpu && samples=2
for n in $batches; do
    rm -rf "$out/batch"
    step "batch of $n, $samples samples" "grep -E 'residual|card:' | sed 's/.*residual/residual/'" on_card "$psld" restore "$here/../samples/inpaint/portrait1.png" -o "$out/batch" --task inpaint --model portrait64 \
        --provider $provider --samples $samples --batch "$n" --seed 1
done
if ! $cpu; then
    step "a step of portrait64 beside PyTorch" "tail -n 20" "$psld" bench --model portrait64 --provider $provider --against-torch --python "$python"
    # Random weights from a seed: nothing to fetch.
    step "SD 1.5: nets" "tail -n 1" "$python" "$here/stable_diffusion/make.py" -o "$out/sd15" --size "$size"
    rm -rf "$out/models"
    step "SD 1.5: bundle in fp16" "grep -E 'adjoint|tape' | cut -c1-160" "$psld" export "$out/sd15" -o "$out/models/sd15" --precision fp16
    "$python" -c '
import sys
from PIL import Image
size = int(sys.argv[2])
Image.effect_noise((size, size), 90).convert("RGB").save(sys.argv[1] + "/photo.png")
mask = Image.new("L", (size, size), 0)
mask.paste(255, (size // 4, size // 4, size // 2, size // 2))
mask.save(sys.argv[1] + "/photo.mask.png")' "$out" "$size"
    rm -rf "$out/sd-pictures"
    step "SD 1.5: 10 steps in fp16" "tail -n 3" on_card "$psld" restore "$out/photo.png" -o "$out/sd-pictures" --task inpaint --mask "$out/photo.mask.png" --model "$out/models/sd15" \
        --provider $provider --steps 10 --seed 1
    step "SD 1.5: PyTorch, fp16, eager and compiled" "grep -E '^(eager|compiled)'" on_card "$python" "$here/stable_diffusion/torch_step.py" --size "$size" --half
fi
echo
cat "$table"
exit $failed
