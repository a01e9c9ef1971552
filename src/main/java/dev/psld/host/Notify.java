package dev.psld.host;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the service manager how the service stands (sd_notify). Immutable and thread-safe; lives as long as the process. Outside
 * of a service it does nothing. No method throws or waits longer than a second.
 */
public final class Notify {
    private final Optional<UnixDatagram> socket;
    private final Optional<Duration> watchdog;

    private Notify(Optional<UnixDatagram> socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /** As the service manager asked for in this process's environment. */
    public static Notify fromEnvironment() {
        return of(System.getenv(), ProcessHandle.current().pid());
    }

    static Notify of(Map<String, String> environment, long pid) {
        return new Notify(
                Optional.ofNullable(environment.get("NOTIFY_SOCKET")).flatMap(UnixDatagram::named),
                watchdog(environment, pid));
    }

    private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        String whose = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        return whose.equals(Long.toString(pid)) && micros.matches("[1-9]\\d{0,17}")
                ? Optional.of(Duration.ofNanos(Math.multiplyExact(Math.min(Long.parseLong(micros), 1L << 50), 1000L)))
                : Optional.empty();
    }

    /** Whether a service manager listens. */
    public boolean present() {
        return socket.isPresent();
    }

    /** The time after which a service without {@link #watchdog()} counts as hung: call it twice as often. */
    public Optional<Duration> watchdogInterval() {
        return watchdog;
    }

    /** Start-up, or a reload, is over. */
    public void ready() {
        send("READY=1");
    }

    /** One line about what the service does now. */
    public void status(String line) {
        send("STATUS=" + line.replaceAll("\\p{Cntrl}+", " "));
    }

    /** The service is alive. */
    public void watchdog() {
        send("WATCHDOG=1");
    }

    /** The service winds up. */
    public void stopping() {
        send("STOPPING=1");
    }

    /** The configuration is read again; {@link #ready()} ends it. */
    public void reloading() {
        if (present()) {
            send("RELOADING=1\nMONOTONIC_USEC=" + CLibrary.monotonicNanos() / 1000);
        }
    }

    private void send(String message) {
        socket.ifPresent(s -> s.send(message));
    }
}
