#!/bin/sh
# Drops 50,000 photos, or as many as asked for, and says when the first result is there, how long one takes from then on, and what memory is
# held. On two cores that do nothing else the first is there within 10 s; what the looks themselves take is 1.5 s of the processor.
#
#     ./psld --version && sh src/test/sh/many.sh [COUNT]
set -eu
cd "$(dirname "$(readlink -f "$0")")/../../.."
count=${1:-50000}
work=$(mktemp -d)
agent=
trap '[ -z "$agent" ] || kill "$agent" 2>/dev/null || :; wait; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
mkdir -p "$work/spool/inbox/denoise"
cp samples/sr4/portrait1.png "$work/photo.png"
(cd "$work/spool/inbox/denoise" && seq -f 'p%05.0f.png' "$count" | xargs -n 500 sh -c 'for name; do cp ../../../photo.png "$name"; done' sh)
began=$(date +%s%N)
./psld agent --set spool="$work/spool" --set tasks.denoise.steps=2 >"$work/log" 2>&1 &
agent=$!
done="$work/spool/done/denoise"
results() {
    find "$done" -name '*.png' 2>/dev/null | wc -l
}
while [ "$(results)" -eq 0 ]; do
    kill -0 "$agent" || {
        cat "$work/log"
        exit 1
    }
    sleep 0.1
done
first=$((($(date +%s%N) - began) / 1000000))
sleep 30
made=$(results)
memory=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$agent/status")
echo "$count photos: the first result after $first ms, then $((30000 / made)) ms each, $((memory / 1024)) MB"
[ "$first" -le "${PSLD_FIRST_MS:-10000}" ]
