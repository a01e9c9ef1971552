#!/bin/sh
# Does to a running agent what no test in a JVM can: its disk fills up, turns read-only, goes away; its model goes; the clock
# jumps. Each time the status must say so where there is something to say, nothing may be lost, and the agent must go on by
# itself once the cause has gone.
#
#     ./psld --version && sudo sh src/test/sh/faults.sh
#
# Needs root, for the disk of its own (a tmpfs). The clock jumps where libfaketime is installed (apt-get install libfaketime).
set -eu
cd "$(dirname "$(readlink -f "$0")")/../../.."
home=$(pwd)
work=$(mktemp -d)
disk=$work/disk
spool=$work/spool
model=$work/model
log=$work/log
dropped=0

end() {
    code=$?
    trap - EXIT
    [ -z "${agent:-}" ] || kill "$agent" 2>/dev/null || :
    wait
    [ "$code" -eq 0 ] || tail -40 "$log" >&2
    umount -l "$spool" 2>/dev/null || :
    umount -l "$disk" 2>/dev/null || :
    rm -rf "$work"
    exit "$code"
}
trap end EXIT
trap 'exit 1' INT TERM

step() {
    echo "== $1"
}

# Waits until a command holds, three minutes at most.
until_holds() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 360 ] || {
            echo "faults.sh: gave up waiting for: $*" >&2
            exit 1
        }
        sleep 0.5
    done
}

ask() {
    "$home/psld" agent "$1" --spool "$spool"
}

drop() {
    dropped=$((dropped + 1))
    cp samples/sr4/portrait1.png "$spool/inbox/sr4/$1.png.part"
    mv "$spool/inbox/sr4/$1.png.part" "$spool/inbox/sr4/$1.png"
}

is_done() {
    [ -f "$spool/done/sr4/$1.png" ] && [ -f "$spool/done/sr4/$1.json" ] && [ -f "$spool/originals/sr4/$1.png" ]
}

# Whether the agent's status, or what the verb sees of the disk by itself, has these words.
says() {
    ask status 2>&1 | grep -q -e "$1"
}

shows() {
    until_holds says "$1"
    ask status 2>&1 | grep -e "$1" | sed "s|$work/||g; s/^/   /" | head -1
}

jump() {
    if [ -n "$faketime" ]; then
        echo "$1" >"$work/clock.new"
        mv "$work/clock.new" "$work/clock"
    fi
}

# The spool is a mount point by itself, so that its disk can be taken away and put back.
mkdir "$disk" "$spool"
mount -t tmpfs -o size=6m,mode=755 tmpfs "$disk"
mount --bind "$disk" "$spool"
cp -r onnx/portrait64 "$model"
faketime=$(find /usr/lib /usr/local/lib -name 'libfaketime.so.1' 2>/dev/null | head -1)
echo "+0" >"$work/clock"

LD_PRELOAD=$faketime FAKETIME_TIMESTAMP_FILE=$work/clock FAKETIME_CACHE_DURATION=1 FAKETIME_DONT_FAKE_MONOTONIC=1 \
    ./psld agent --set spool="$spool" --set model="$model" --set tasks.sr4.steps=4 --set watch.stillness=300ms \
    --set watch.rescan=1s --set reserve.disk=0B --set idle-unload=1s >"$log" 2>&1 &
agent=$!
until_holds test -d "$spool/inbox/sr4"

step "a photo, undisturbed"
drop undisturbed
until_holds is_done undisturbed

step "the disk is full"
ask pause
drop full
cat /dev/zero >"$disk/filler" 2>/dev/null || :
ask resume
shows "No space left\|has 0 MB free"
if is_done full; then
    exit 1
fi
rm "$disk/filler"
until_holds is_done full

step "the disk is read-only"
ask pause
drop readonly
mount -o remount,bind,ro "$spool"
shows "Read-only\|not writable"
mount -o remount,bind,rw "$spool"
ask resume
until_holds is_done readonly

step "the disk is unmounted and mounted again; nothing is written in its place"
ask pause
drop unmounted
umount -l "$spool"
shows "is its disk mounted"
sleep 3
[ -z "$(ls -A "$spool")" ]
mount --bind "$disk" "$spool"
ask resume
until_holds is_done unmounted

step "all in the spool is deleted"
rm -rf "${spool:?}"/* || rm -rf "${spool:?}"/*
dropped=0
until_holds test -d "$spool/inbox/sr4"
drop anew
until_holds is_done anew

step "one folder is deleted while a photo is on its way"
ask pause
drop folderless
rm -rf "$spool/done" "$spool/originals"
ask resume
until_holds is_done folderless
dropped=1

step "the model is missing"
ask pause
drop modelless
sleep 3
mv "$model" "$model.away"
ask resume
shows "in trouble"
mv "$model.away" "$model"
until_holds is_done modelless

if [ -n "$faketime" ]; then
    for by in +1d -30d +400d +0; do
        step "the clock jumps to $by, between photos and in one"
        jump "$by"
        drop "after$by"
        until_holds is_done "after$by"
        drop "within$by"
        echo '{"steps": 40}' >"$spool/inbox/sr4/within$by.png.json"
        sleep 2
        jump "+7d"
        until_holds is_done "within$by"
    done
else
    step "no libfaketime here: the clock does not jump"
fi

step "stop"
kill "$agent"
code=0
wait "$agent" || code=$?
agent=
[ "$code" -eq 143 ]
results=$(find "$spool/done" -name '*.png' | wc -l)
originals=$(find "$spool/originals" -name '*.png' | wc -l)
failed=$(find "$spool/failed" -type f | wc -l)
left=$(find "$spool/inbox" "$spool/working" -type f | wc -l)
echo "since the spool was made anew: $dropped dropped, $results results, $originals originals, $failed failures, $left files left over"
[ "$results" -eq "$dropped" ] && [ "$originals" -eq "$dropped" ] && [ "$failed" -eq 0 ] && [ "$left" -eq 0 ]
echo "== all held"
