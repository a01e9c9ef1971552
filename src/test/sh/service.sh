#!/bin/sh
# Installs the service on this machine, restores photos with it, reloads, kills, hangs, stops and uninstalls it; every step must
# hold.
# For a machine that may be thrown away, such as the one that boot.sh makes.
set -eu
cd "$(dirname "$(readlink -f "$0")")/../../.."
spool=/var/lib/psld/spool

step() {
    echo "== $1"
}

# Waits until a command holds.
until_holds() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 240 ] || {
            echo "service.sh: gave up waiting for: $*" >&2
            systemctl --no-pager --full status psld || :
            journalctl --no-pager -u psld | tail -40
            exit 1
        }
        sleep 0.5
    done
}

restarted() {
    [ "$(systemctl show -P NRestarts psld)" -ge 1 ] && systemctl -q is-active psld
}

step "install"
./psld install-service --apply | grep -v '^    |\|^copy'
systemctl --no-pager --full status psld

step "restore a photo"
cp samples/sr4/portrait2.png "$spool/inbox/sr4/portrait2.png"
until_holds test -f "$spool/done/sr4/portrait2.png"
ls -l "$spool/done/sr4"
systemctl show psld -p StatusText -p MainPID -p NRestarts
/opt/psld/psld agent status --config /etc/psld/agent.yaml

step "reload"
systemctl reload psld
systemctl -q is-active psld

step "what the service may not touch stops nothing else"
install -m 000 samples/sr4/portrait1.png "$spool/inbox/sr4/secret.png"
mkdir -m 700 "$spool/inbox/private" "$spool/working/foreign"
cp samples/sr4/portrait1.png "$spool/inbox/private/"
cp samples/sr4/portrait1.png "$spool/working/foreign/"
cp samples/sr4/portrait3.png "$spool/inbox/sr4/good.png"
until_holds test -f "$spool/done/sr4/good.png"
until_holds test -f "$spool/failed/sr4/secret.error.txt"
head -2 "$spool/failed/sr4/secret.error.txt"
sleep 15
journalctl --no-pager -u psld -p warning | tail -6
[ "$(journalctl --no-pager -u psld -p warning | grep -c 'private\|foreign')" -le 4 ]
[ -f "$spool/inbox/private/portrait1.png" ] && [ -f "$spool/working/foreign/portrait1.png" ]
rm -rf "$spool/inbox/private" "$spool/working/foreign"

step "kill, and come back"
systemctl kill -s KILL psld
until_holds restarted
cp samples/sr4/portrait1.png "$spool/inbox/sr4/portrait1.png"
until_holds sh -c "[ \$(ls $spool/done/sr4/*.png | wc -l) -ge 3 ]"

step "hang, and come back"
mkdir -p /etc/systemd/system/psld.service.d
printf '[Service]\nWatchdogSec=5s\nTimeoutAbortSec=5s\n' >/etc/systemd/system/psld.service.d/try.conf
systemctl daemon-reload
systemctl restart psld
systemctl kill -s STOP --kill-whom=main psld
until_holds restarted
journalctl --no-pager -u psld | grep -i watchdog | tail -2
rm /etc/systemd/system/psld.service.d/try.conf
systemctl daemon-reload

step "exposure of the running service"
systemd-analyze security --no-pager psld | tail -1

step "stop"
time systemctl stop psld
[ "$(systemctl show -P Result psld)" = success ]

step "log"
journalctl --no-pager -u psld | tail -30

step "uninstall"
./psld uninstall-service --apply | tail -3
[ ! -e /opt/psld ] && [ ! -e /etc/systemd/system/psld.service ]
ls "$spool/done/sr4"
echo "== all held"
