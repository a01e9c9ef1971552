package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readiness, companions and order. */
class InboxTest {
    @TempDir
    Path root;

    private Yard yard;
    private Spool spool;

    @BeforeEach
    void open() {
        yard = new Yard(root);
        spool = yard.open("agent");
    }

    @Test
    void a_file_is_ready_when_two_looks_saw_it_unchanged_for_long_enough() {
        yard.drop("inbox/sr4/a.png", "1");
        assertThat(spool.look().waiting()).isEqualTo(1);
        yard.pass(Duration.ofMillis(1999));
        assertThat(spool.look().ready()).isEmpty();
        yard.pass(Duration.ofMillis(1));
        assertThat(spool.look().next().orElseThrow().shown()).isEqualTo("sr4/a.png");
    }

    @Test
    void one_look_is_never_enough() {
        yard.drop("inbox/sr4/a.png", "1");
        yard.pass(Duration.ofHours(1));
        assertThat(spool.look().ready()).isEmpty();
    }

    @Test
    void a_slow_writer_starts_the_wait_anew_each_time() {
        for (int n = 1; n < 5; n++) {
            yard.drop("inbox/sr4/a.png", "1".repeat(n));
            assertThat(spool.look().ready()).isEmpty();
            yard.pass(Duration.ofSeconds(3));
        }
        assertThat(spool.look().ready()).hasSize(1);
    }

    @Test
    void a_file_that_changes_back_to_its_size_is_seen_by_its_time() {
        yard.drop("inbox/sr4/a.png", "1", Instant.parse("2020-01-01T00:00:00Z"));
        spool.look();
        yard.pass(Duration.ofSeconds(3));
        yard.drop("inbox/sr4/a.png", "2", Instant.parse("2020-01-01T00:00:01Z"));
        assertThat(spool.look().ready()).isEmpty();
    }

    @Test
    void a_file_that_was_away_starts_anew() throws IOException {
        Path file = yard.drop("inbox/sr4/a.png", "1");
        spool.look();
        Files.delete(file);
        spool.look();
        yard.drop("inbox/sr4/a.png", "1");
        yard.pass(Duration.ofSeconds(3));
        assertThat(spool.look().ready()).isEmpty();
    }

    @Test
    void priority_goes_first_then_arrival_then_name() {
        Instant taken = Instant.parse("2026-01-01T00:00:00Z");
        yard.drop("inbox/inpaint/z.png", "x", taken.plusSeconds(9)); // the time of the content says nothing
        pause();
        yard.drop("inbox/sr4/m.png", "x", taken);
        pause();
        yard.drop("inbox/sr4/a.png", "x", taken.minusSeconds(9));
        pause();
        yard.drop("inbox/priority/sr4/last.png", "x", taken);
        assertThat(yard.settled(spool).ready().stream().map(Ticket::name))
                .containsExactly("last.png", "z.png", "m.png", "a.png");
        assertThat(Stream.of(ticket("c", taken), ticket("a", taken), ticket("b", taken.minusSeconds(1)))
                        .sorted(Ticket.ORDER)
                        .map(Ticket::name))
                .containsExactly("b", "a", "c");
    }

    /** Longer than the grain of any file system's clock. */
    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }

    private static Ticket ticket(String name, Instant arrived) {
        Stamp stamp = new Stamp(1, FileTime.from(arrived), name);
        return new Ticket("sr4", false, arrived, Path.of("inbox", "sr4", name), stamp, Map.of());
    }

    @Test
    void inpaint_waits_for_its_mask_from_when_it_is_still() {
        yard.drop("inbox/inpaint/a.png", "x");
        assertThat(yard.still(spool).ready()).isEmpty();
        yard.pass(Duration.ofMillis(9999));
        assertThat(spool.look().waiting()).isEqualTo(1);
        yard.pass(Duration.ofMillis(1));
        assertThat(spool.look().ready()).hasSize(1);
    }

    @Test
    void a_mask_ends_the_wait_once_it_is_still_too() {
        yard.drop("inbox/inpaint/a.png", "x");
        assertThat(yard.still(spool).ready()).isEmpty();
        yard.drop("inbox/inpaint/a.mask.png", "m");
        assertThat(spool.look().ready()).isEmpty();
        yard.pass(Duration.ofSeconds(2));
        Claim claim = spool.claim(spool.look().next().orElseThrow()).orElseThrow();
        assertThat(claim.mask().orElseThrow()).hasContent("m");
        assertThat(yard.files("inbox")).isEmpty();
    }

    @Test
    void a_growing_mask_delays_its_photo_past_the_wait() {
        yard.drop("inbox/inpaint/a.png", "x");
        yard.settled(spool);
        yard.drop("inbox/inpaint/a.mask.png", "m");
        assertThat(spool.look().ready()).isEmpty();
        yard.pass(Duration.ofSeconds(60));
        yard.drop("inbox/inpaint/a.mask.png", "mm");
        assertThat(spool.look().ready()).isEmpty();
    }

    @Test
    void growing_defaults_delay_all_photos_of_their_folder() {
        yard.drop("inbox/sr4/a.png", "x");
        yard.still(spool);
        yard.drop("inbox/sr4/defaults.json", "{");
        assertThat(spool.look().ready()).isEmpty();
        yard.pass(Duration.ofSeconds(2));
        assertThat(spool.look().ready()).hasSize(1);
    }

    @Test
    void a_mask_without_a_photo_fails_after_the_wait_and_says_which_is_missing() {
        yard.drop("inbox/inpaint/a.mask.png", "m");
        yard.drop("inbox/sr4/b.jpg.json", "{}");
        assertThat(yard.still(spool).refused()).isEmpty();
        yard.pass(Duration.ofSeconds(10));
        assertThat(spool.look().refused()).hasSize(2);
        assertThat(yard.files("failed").keySet())
                .containsExactly(
                        "inpaint/a.mask.error.txt", "inpaint/a.mask.png", "sr4/b.jpg.error.txt", "sr4/b.jpg.json");
        assertThat(yard.files("failed").get("inpaint/a.mask.error.txt")).contains("a.jpg");
        assertThat(yard.files("failed").get("sr4/b.jpg.error.txt")).contains("b.jpg");
    }

    @Test
    void a_mask_whose_photo_is_being_claimed_is_no_orphan() throws IOException {
        yard.drop("inbox/inpaint/a.png", "x");
        yard.drop("inbox/inpaint/a.mask.png", "m");
        Spool other = yard.open("other");
        yard.still(other);
        Claim claim = yard.claimOne(spool);
        Files.move(claim.mask().orElseThrow(), root.resolve("inbox/inpaint/a.mask.png"));
        other.look();
        yard.pass(Duration.ofSeconds(60));
        assertThat(other.look().refused()).isEmpty();
        assertThat(yard.files("inbox")).hasSize(1);
    }

    @Test
    void settings_and_defaults_come_along() {
        yard.drop("inbox/sr4/defaults.json", "{\"steps\": 10, \"seed\": 1}");
        yard.drop("inbox/sr4/a.png", "x");
        yard.drop("inbox/sr4/a.png.json", "{\"steps\": 20}");
        Claim claim = yard.claimOne(spool);
        assertThat(claim.settings().steps()).hasValue(20);
        assertThat(claim.settings().seed()).hasValue(1);
        assertThat(yard.files("inbox").keySet()).containsExactly("sr4/defaults.json");
    }

    @Test
    void a_priority_folder_takes_its_own_defaults_or_those_of_the_task() {
        yard.drop("inbox/sr4/defaults.json", "{\"steps\": 10}");
        yard.drop("inbox/priority/sr4/a.png", "x");
        assertThat(yard.claimOne(spool).settings().steps()).hasValue(10);
        yard.drop("inbox/priority/sr4/defaults.json", "{\"steps\": 11}");
        yard.drop("inbox/priority/sr4/b.png", "x");
        assertThat(yard.claimOne(spool).settings().steps()).hasValue(11);
    }
}
