#!/bin/sh
# Boots a second systemd beside the machine's own, over a copy of its files that is thrown away at the end, and runs a command
# in it: own processes, mounts, network, control groups. Needs root, Linux with overlayfs, and systemd; no container tool.
#
#     sudo sh src/test/sh/boot.sh systemctl status
#     ./psld --version && sudo sh src/test/sh/boot.sh sh src/test/sh/service.sh
#
# The last builds first, for there is no network inside, then installs the real service, restores photos with it, reloads, kills,
# hangs, stops and uninstalls it.
set -eu
home=$(readlink -f "$(dirname "$(readlink -f "$0")")/../../..")

if [ "${1:-}" = --inside ]; then
    # Process 1 of the new namespaces: builds the root folder and becomes systemd.
    new=$2/root
    mount -t tmpfs -o size=4g tmpfs "$2"
    mkdir "$2/upper" "$2/work" "$new"
    mount -t overlay overlay -o lowerdir=/,upperdir="$2/upper",workdir="$2/work" "$new"
    cd "$new"
    mount -t proc proc proc
    mount --bind proc/sys proc/sys
    mount -o remount,bind,ro proc/sys
    mount -t sysfs -o ro sysfs sys
    mount -t cgroup2 cgroup2 sys/fs/cgroup
    mount -t tmpfs -o mode=755 tmpfs dev
    for device in null zero full random urandom tty; do
        touch "dev/$device"
        mount --bind "/dev/$device" "dev/$device"
    done
    mkdir dev/pts dev/shm
    mount -t devpts -o newinstance,ptmxmode=666 devpts dev/pts
    mount -t tmpfs -o mode=1777 tmpfs dev/shm
    ln -s pts/ptmx dev/ptmx
    ln -s /proc/self/fd dev/fd
    ln -s /proc/self/fd/0 dev/stdin
    ln -s /proc/self/fd/1 dev/stdout
    ln -s /proc/self/fd/2 dev/stderr
    mount -t tmpfs -o mode=755 tmpfs run
    # Services of the machine stay out, and so does what sets up its kernel or empties /tmp.
    rm -rf etc/systemd/system/*.wants
    for unit in systemd-sysctl systemd-modules-load systemd-journal-flush systemd-udevd; do
        ln -sf /dev/null "etc/systemd/system/$unit.service"
    done
    mkdir -p etc/tmpfiles.d
    ln -sf /dev/null etc/tmpfiles.d/tmp.conf
    ip link set lo up
    exec env -i container=other PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        chroot . "$3" --unit=multi-user.target --show-status=0 --log-target=journal </dev/null >/dev/null 2>&1
fi

[ "$#" -gt 0 ] || set -- systemctl --no-pager status
systemd=$(readlink -f /usr/lib/systemd/systemd || readlink -f /lib/systemd/systemd)
[ -x "$systemd" ] || {
    echo "boot.sh: there is no systemd on this machine: apt-get install -y systemd" >&2
    exit 1
}
folder=$(mktemp -d /var/tmp/psld-boot.XXXXXX)
unshare --mount --pid --fork --kill-child --uts --ipc --net --cgroup --propagation private \
    sh "$0" --inside "$folder" "$systemd" &
outer=$!
stop() {
    kill -9 "$outer" 2>/dev/null || :
    wait "$outer" 2>/dev/null || :
    rmdir "$folder" 2>/dev/null || :
}
trap stop EXIT
trap 'exit 130' INT TERM

tries=0
while :; do
    init=$(cat "/proc/$outer/task/$outer/children" 2>/dev/null | tr -d ' ')
    if [ -n "$init" ] && nsenter -t "$init" -a -r -w systemctl is-system-running 2>/dev/null | grep -q 'running\|degraded'; then
        break
    fi
    tries=$((tries + 1))
    if [ "$tries" -gt 120 ] || ! kill -0 "$outer" 2>/dev/null; then
        echo "boot.sh: systemd did not come up here within a minute" >&2
        exit 1
    fi
    sleep 0.5
done
code=0
# shellcheck disable=SC2016 # for the inner shell
nsenter -t "$init" -a -r -w env HOME="${HOME:-/root}" sh -c 'cd "$0" && exec "$@"' "$home" "$@" || code=$?
exit "$code"
