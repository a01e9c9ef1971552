package dev.psld.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service manager gets, on real sockets. */
class NotifyTest {
    private static final long PID = 4711;

    @Test
    void every_message_arrives_at_a_socket_in_the_file_system(@TempDir Path folder) {
        String name = folder.resolve("notify").toString();
        try (ManagerSocket manager = ManagerSocket.bind(name)) {
            Notify notify = Notify.of(Map.of("NOTIFY_SOCKET", name), PID);
            assertThat(notify.present()).isTrue();
            notify.ready();
            assertThat(manager.receive()).isEqualTo("READY=1");
            notify.status("restores a\nb – 3/25");
            assertThat(manager.receive()).isEqualTo("STATUS=restores a b – 3/25");
            notify.watchdog();
            assertThat(manager.receive()).isEqualTo("WATCHDOG=1");
            notify.stopping();
            assertThat(manager.receive()).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void a_reload_tells_its_time_by_the_monotonic_clock() {
        String name = "@psld-notify-test-" + ProcessHandle.current().pid();
        try (ManagerSocket manager = ManagerSocket.bind(name)) {
            long before = CLibrary.monotonicNanos() / 1000;
            Notify.of(Map.of("NOTIFY_SOCKET", name), PID).reloading();
            String message = manager.receive();
            assertThat(message).matches("RELOADING=1\nMONOTONIC_USEC=\\d+");
            assertThat(Long.parseLong(message.replaceAll("(?s).*=", "")))
                    .isBetween(before, CLibrary.monotonicNanos() / 1000);
        }
    }

    @Test
    void without_a_socket_nothing_happens() {
        Notify notify = Notify.of(Map.of(), PID);
        notify.ready();
        notify.reloading();
        assertThat(notify.present()).isFalse();
        assertThat(notify.watchdogInterval()).isEmpty();
    }

    @Test
    void a_manager_that_is_gone_harms_nobody(@TempDir Path folder) {
        String name = folder.resolve("gone").toString();
        Notify.of(Map.of("NOTIFY_SOCKET", name), PID).ready();
        assertThat(UnixDatagram.named(name).orElseThrow().send("READY=1")).isFalse();
    }

    @Test
    void messages_leave_no_socket_open(@TempDir Path folder) {
        String name = folder.resolve("notify").toString();
        try (ManagerSocket manager = ManagerSocket.bind(name)) {
            Notify notify = Notify.of(Map.of("NOTIFY_SOCKET", name), PID);
            notify.watchdog();
            manager.receive();
            long open = OpenFiles.count();
            for (int i = 0; i < 100; i++) {
                notify.watchdog();
                manager.receive();
            }
            assertThat(OpenFiles.count()).isLessThan(open + 50);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "/", "relative", "vsock:2:1"})
    void a_name_of_another_kind_counts_as_absent(String name) {
        assertThat(Notify.of(Map.of("NOTIFY_SOCKET", name), PID).present()).isFalse();
        assertThat(Notify.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(107)), PID)
                        .present())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"30000000,4711,PT30S", "30000000,,PT30S", "30000000,1,", "0,4711,", "soon,4711,"})
    void the_watchdog_is_meant_for_this_process_only(String micros, String pid, String interval) {
        Map<String, String> environment =
                pid == null ? Map.of("WATCHDOG_USEC", micros) : Map.of("WATCHDOG_USEC", micros, "WATCHDOG_PID", pid);
        assertThat(Notify.of(environment, PID)
                        .watchdogInterval()
                        .map(Duration::toString)
                        .orElse(""))
                .isEqualTo(interval == null ? "" : interval);
    }
}
