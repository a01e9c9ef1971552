#!/bin/sh
# Kills restorations by random signals at random times, 300 times or as many as asked for: nothing half-written may be left, under any
# name. SIGKILL alone leaves a temporary file where it hits a write; the next run removes that once it is ten minutes old.
#
#     ./psld --version && sh src/test/sh/signals.sh [COUNT]
set -eu
cd "$(dirname "$(readlink -f "$0")")/../../.."
count=${1:-300}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
mkdir "$work/in" "$work/tmp"
for i in 1 2 3 4; do
    cp samples/denoise/portrait1.png "$work/in/photo$i.png"
done
seed=1
random() { # sets drawn to a number below $1, the same ones in every run; not in a subshell, which would not go on from there
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    drawn=$((seed / 65536 % $1))
}
left=0
killed=0
round=0
while [ "$round" -lt "$count" ]; do
    round=$((round + 1))
    rm -rf "$work/out"
    JAVA_TOOL_OPTIONS="-Djava.io.tmpdir=$work/tmp" ./psld restore "$work/in" -o "$work/out" --task denoise --model portrait64 --steps 8 --preview-every 1 \
        >/dev/null 2>&1 &
    process=$!
    random 250
    sleep "$((drawn / 100)).$(printf %02d $((drawn % 100)))"
    random 12
    set -- INT TERM HUP TERM USR1 ALRM VTALRM PROF XCPU PIPE QUIT KILL
    shift "$drawn"
    signal=$1
    kill -s "$signal" "$process" 2>/dev/null && killed=$((killed + 1)) || :
    case $signal in
        QUIT | PIPE) sleep 0.2 && kill -s TERM "$process" 2>/dev/null || : ;; # which Java goes on after
    esac
    wait "$process" 2>/dev/null || :
    [ -d "$work/out" ] || continue
    for file in $(find "$work/out" -type f -name '.*'); do
        case $signal in
            KILL) rm -f "$file" ;;
            *)
                left=$((left + 1))
                echo "$signal left $file"
                ;;
        esac
    done
    for file in "$work/out"/*.png; do
        [ ! -f "$file" ] || tail -c 12 "$file" | od -An -c | grep -q 'I   E   N   D' || {
            left=$((left + 1))
            echo "$signal left half of $file"
        }
    done
done
echo "$count runs, $killed reached by a signal, $left files left behind"
[ "$left" -eq 0 ]
