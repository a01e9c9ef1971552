package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.job.HeldJob;
import dev.psld.job.JobException;
import dev.psld.job.QueueSnapshot;
import dev.psld.job.WaitingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readiness, companions and order. */
class InboxTest {
    @TempDir
    Path root;

    private SpoolFixture fixture;
    private Spool spool;

    @BeforeEach
    void open() {
        fixture = new SpoolFixture(root);
        spool = fixture.open("agent");
    }

    @Test
    void a_file_is_ready_when_two_looks_saw_it_unchanged_for_long_enough() {
        fixture.drop("inbox/sr4/a.png", "1");
        assertThat(spool.look().waiting()).isEqualTo(1);
        fixture.pass(Duration.ofMillis(1999));
        assertThat(spool.look().ready()).isEmpty();
        fixture.pass(Duration.ofMillis(1));
        assertThat(spool.look().next().orElseThrow().shown()).isEqualTo("sr4/a.png");
    }

    @Test
    void one_look_is_never_enough() {
        fixture.drop("inbox/sr4/a.png", "1");
        fixture.pass(Duration.ofHours(1));
        assertThat(spool.look().ready()).isEmpty();
    }

    @Test
    void a_slow_writer_starts_the_wait_anew_each_time() {
        for (int n = 1; n < 5; n++) {
            fixture.drop("inbox/sr4/a.png", "1".repeat(n));
            assertThat(spool.look().ready()).isEmpty();
            fixture.pass(Duration.ofSeconds(3));
        }
        assertThat(spool.look().ready()).hasSize(1);
    }

    @Test
    void a_file_that_changes_back_to_its_size_is_seen_by_its_time() {
        fixture.drop("inbox/sr4/a.png", "1", Instant.parse("2020-01-01T00:00:00Z"));
        spool.look();
        fixture.pass(Duration.ofSeconds(3));
        fixture.drop("inbox/sr4/a.png", "2", Instant.parse("2020-01-01T00:00:01Z"));
        assertThat(spool.look().ready()).isEmpty();
    }

    @Test
    void a_file_that_was_away_starts_anew() throws IOException {
        Path file = fixture.drop("inbox/sr4/a.png", "1");
        spool.look();
        Files.delete(file);
        spool.look();
        fixture.drop("inbox/sr4/a.png", "1");
        fixture.pass(Duration.ofSeconds(3));
        assertThat(spool.look().ready()).isEmpty();
    }

    @Test
    void priority_goes_first_then_arrival_then_name() {
        Instant taken = Instant.parse("2026-01-01T00:00:00Z");
        fixture.drop("inbox/inpaint/z.png", "x", taken.plusSeconds(9)); // the time of the content says nothing
        pause();
        fixture.drop("inbox/sr4/m.png", "x", taken);
        pause();
        fixture.drop("inbox/sr4/a.png", "x", taken.minusSeconds(9));
        pause();
        fixture.drop("inbox/priority/sr4/last.png", "x", taken);
        assertThat(fixture.settled(spool).ready().stream().map(WaitingJob::name))
                .containsExactly("last.png", "z.png", "m.png", "a.png");
        assertThat(Stream.of(ticket("c", taken), ticket("a", taken), ticket("b", taken.minusSeconds(1)))
                        .sorted(Ready.ORDER)
                        .map(ready -> ready.file().text()))
                .containsExactly("b", "a", "c");
    }

    /** Longer than the grain of any file system's clock. */
    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }

    private static ReadyPhoto ticket(String name, Instant arrived) {
        FileSignature signature = new FileSignature(1, FileTime.from(arrived), name);
        Stillness.Observation observed = new Stillness.Observation(true, Duration.ZERO, arrived, true);
        RawName raw = new RawName(name);
        return new ReadyPhoto(
                "sr4",
                false,
                new InboxEntry(Path.of("inbox", "sr4", name), raw, new EntryKind.Photo(), signature, observed),
                Map.of(),
                Optional.empty());
    }

    @Test
    void of_several_masks_the_usual_name_goes_along_and_the_others_are_said_to_be_left() throws IOException {
        for (String mask : List.of("a.mask.jpg", "a.Mask.png", "a.mask.png", "a.mAsK.png")) {
            fixture.drop("inbox/inpaint/" + mask, mask);
        }
        fixture.drop("inbox/inpaint/a.png", "x");
        fixture.drop("inbox/inpaint/a.png.JSON", "{\"steps\": 1}");
        fixture.drop("inbox/inpaint/a.png.json", "{\"steps\": 2}");
        HeldJob claim = fixture.still(spool).next().orElseThrow().take().orElseThrow();
        assertThat(Files.readString(claim.mask().orElseThrow())).isEqualTo("a.mask.png");
        assertThat(claim.settings().steps()).hasValue(2);
        assertThat(claim.remark())
                .contains("several files are called its mask: a.mask.png was taken, and a.mask.jpg, a.Mask.png,"
                        + " a.mAsK.png left; several files are called its settings: a.png.json was taken, and"
                        + " a.png.JSON left");
        assertThat(fixture.files("inbox"))
                .containsKeys("inpaint/a.mask.jpg", "inpaint/a.Mask.png", "inpaint/a.mAsK.png", "inpaint/a.png.JSON");
    }

    @Test
    void of_one_mask_nothing_is_said() {
        fixture.drop("inbox/inpaint/a.MASK.PNG", "m");
        fixture.drop("inbox/inpaint/a.png", "x");
        HeldJob claim = fixture.still(spool).next().orElseThrow().take().orElseThrow();
        assertThat(claim.mask()).isPresent();
        assertThat(claim.remark()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"steps\": \"3\"}",
                "{\"seed\": [1]}",
                "{\"colour\": 1}",
                "\uFEFF{\"steps\": 1, \"steps\": 2}",
                "[[[[1]]]]",
                "{\"steps\": 1"
            })
    void settings_that_cannot_be_used_are_named_as_in_the_inbox(String json) {
        fixture.drop("inbox/sr4/été 1.png", "x");
        fixture.drop("inbox/sr4/été 1.png.json", json);
        HeldJob claim = fixture.still(spool).next().orElseThrow().take().orElseThrow();
        assertThatExceptionOfType(JobException.class)
                .isThrownBy(claim::settings)
                .withMessageContaining("été 1.png.json")
                .withMessageNotContaining(root.toString())
                .withMessageNotContaining("settings.json")
                .withMessageEndingWith(".");
    }

    @Test
    void inpaint_waits_for_its_mask_from_when_it_is_still() {
        fixture.drop("inbox/inpaint/a.png", "x");
        assertThat(fixture.still(spool).ready()).isEmpty();
        fixture.pass(Duration.ofMillis(9999));
        assertThat(spool.look().waiting()).isEqualTo(1);
        fixture.pass(Duration.ofMillis(1));
        assertThat(spool.look().ready()).hasSize(1);
    }

    @Test
    void a_mask_ends_the_wait_once_it_is_still_too() {
        fixture.drop("inbox/inpaint/a.png", "x");
        assertThat(fixture.still(spool).ready()).isEmpty();
        fixture.drop("inbox/inpaint/a.mask.png", "m");
        assertThat(spool.look().ready()).isEmpty();
        fixture.pass(Duration.ofSeconds(2));
        HeldJob claim = spool.look().next().orElseThrow().take().orElseThrow();
        assertThat(claim.mask().orElseThrow()).hasContent("m");
        assertThat(fixture.files("inbox")).isEmpty();
    }

    @Test
    void a_growing_mask_delays_its_photo_past_the_wait() {
        fixture.drop("inbox/inpaint/a.png", "x");
        fixture.settled(spool);
        fixture.drop("inbox/inpaint/a.mask.png", "m");
        assertThat(spool.look().ready()).isEmpty();
        fixture.pass(Duration.ofSeconds(60));
        fixture.drop("inbox/inpaint/a.mask.png", "mm");
        assertThat(spool.look().ready()).isEmpty();
    }

    @Test
    void growing_defaults_delay_all_photos_of_their_folder() {
        fixture.drop("inbox/sr4/a.png", "x");
        fixture.still(spool);
        fixture.drop("inbox/sr4/defaults.json", "{");
        assertThat(spool.look().ready()).isEmpty();
        fixture.pass(Duration.ofSeconds(2));
        assertThat(spool.look().ready()).hasSize(1);
    }

    @Test
    void a_mask_without_a_photo_fails_after_the_wait_and_says_which_is_missing() {
        fixture.drop("inbox/inpaint/a.mask.png", "m");
        fixture.drop("inbox/sr4/b.jpg.json", "{}");
        assertThat(fixture.still(spool).refused()).isEmpty();
        fixture.pass(Duration.ofSeconds(10));
        assertThat(spool.look().refused()).hasSize(2);
        assertThat(fixture.files("failed").keySet())
                .containsExactly(
                        "inpaint/a.mask.error.txt", "inpaint/a.mask.png", "sr4/b.jpg.error.txt", "sr4/b.jpg.json");
        assertThat(fixture.files("failed").get("inpaint/a.mask.error.txt")).contains("a.jpg");
        assertThat(fixture.files("failed").get("sr4/b.jpg.error.txt")).contains("b.jpg");
    }

    @Test
    void a_mask_whose_photo_is_being_claimed_is_no_orphan() throws IOException {
        fixture.drop("inbox/inpaint/a.png", "x");
        fixture.drop("inbox/inpaint/a.mask.png", "m");
        Spool other = fixture.open("other");
        fixture.still(other);
        HeldJob claim = fixture.claimOne(spool);
        Files.move(claim.mask().orElseThrow(), root.resolve("inbox/inpaint/a.mask.png"));
        other.look();
        fixture.pass(Duration.ofSeconds(60));
        assertThat(other.look().refused()).isEmpty();
        assertThat(fixture.files("inbox")).hasSize(1);
    }

    @Test
    void settings_and_defaults_come_along() {
        fixture.drop("inbox/sr4/defaults.json", "{\"steps\": 10, \"seed\": 1}");
        fixture.drop("inbox/sr4/a.png", "x");
        fixture.drop("inbox/sr4/a.png.json", "{\"steps\": 20}");
        HeldJob claim = fixture.claimOne(spool);
        assertThat(claim.settings().steps()).hasValue(20);
        assertThat(claim.settings().seed()).hasValue(1);
        assertThat(fixture.files("inbox").keySet()).containsExactly("sr4/defaults.json");
    }

    @Test
    void a_priority_folder_takes_its_own_defaults_or_those_of_the_task() {
        fixture.drop("inbox/sr4/defaults.json", "{\"steps\": 10}");
        fixture.drop("inbox/priority/sr4/a.png", "x");
        assertThat(fixture.claimOne(spool).settings().steps()).hasValue(10);
        fixture.drop("inbox/priority/sr4/defaults.json", "{\"steps\": 11}");
        fixture.drop("inbox/priority/sr4/b.png", "x");
        assertThat(fixture.claimOne(spool).settings().steps()).hasValue(11);
    }

    @Test
    void a_look_reads_only_what_is_not_known_to_be_still() {
        for (int n = 0; n < 300; n++) {
            fixture.drop("inbox/inpaint/p" + n + ".jpg", "x");
            fixture.drop("inbox/inpaint/p" + n + ".mask.png", "m");
            fixture.drop("inbox/sr4/q" + n + ".part", "x");
        }
        assertThat(fixture.settled(spool).ready()).hasSize(300);
        fixture.reads.files.set(0);
        fixture.reads.lists.set(0);
        assertThat(spool.look().ready()).hasSize(300);
        assertThat(fixture.reads.files).as("files that were read").hasValue(0);
        assertThat(fixture.reads.lists).as("folders that were listed").hasValue(8);
        fixture.drop("inbox/inpaint/new.jpg", "x");
        spool.look();
        assertThat(fixture.reads.files).hasValue(1);
        HeldJob job = spool.look().next().orElseThrow().take().orElseThrow();
        job.publish(SpoolFixture.staged(job));
        fixture.pass(Duration.ofSeconds(2));
        fixture.reads.files.set(0);
        spool.look();
        assertThat(fixture.reads.files)
                .as("the new one, and whether it may be read")
                .hasValue(2);
    }

    @Test
    void a_photo_or_mask_that_changed_while_it_waited_is_seen_anew_when_it_is_to_be_taken() {
        for (String changes : List.of("inbox/inpaint/a.jpg", "inbox/inpaint/a.mask.png")) {
            fixture.drop("inbox/inpaint/a.jpg", "x");
            fixture.drop("inbox/inpaint/a.mask.png", "m");
            WaitingJob waiting = fixture.settled(spool).next().orElseThrow();
            fixture.pass(Duration.ofHours(1));
            fixture.drop(changes, "more of it");
            assertThat(waiting.take()).isEmpty();
            assertThat(spool.look().ready()).isEmpty();
            fixture.pass(Duration.ofSeconds(2));
            HeldJob job = spool.look().next().orElseThrow().take().orElseThrow();
            assertThat(job.mask()).isPresent();
            job.fail("no");
        }
    }

    @Test
    void one_mask_for_photos_of_one_stem_goes_to_the_first_and_the_others_are_told() {
        fixture.drop("inbox/inpaint/a.jpg", "x");
        pause();
        fixture.drop("inbox/inpaint/a.png", "y");
        fixture.drop("inbox/inpaint/a.mask.png", "m");
        QueueSnapshot look = fixture.settled(spool);
        assertThat(look.ready().stream().map(WaitingJob::shown)).containsExactly("inpaint/a.jpg");
        assertThat(fixture.files("failed").get("inpaint/a.error.txt"))
                .contains("a.mask.png goes to a.jpg, which came first", "another name and a mask");
        assertThat(look.next().orElseThrow().take().orElseThrow().mask().orElseThrow())
                .hasContent("m");
    }

    @Test
    void a_photo_that_failed_half_written_is_taken_again_once_it_has_grown_and_stood_still() {
        fixture.drop("inbox/inpaint/a.jpg", "half");
        fixture.drop("inbox/inpaint/a.mask.png", "m");
        HeldJob job = fixture.claimOne(spool);
        job.fail("It is cut off.");
        assertThat(spool.look().returned()).isEmpty();
        fixture.drop("failed/inpaint/a.jpg", "half and half");
        assertThat(spool.look().returned())
                .containsExactly("inpaint/a.jpg has changed since it was taken, and waits again.");
        assertThat(fixture.files("failed")).isEmpty();
        fixture.pass(Duration.ofSeconds(2));
        HeldJob again = spool.look().next().orElseThrow().take().orElseThrow();
        assertThat(again.photo()).hasContent("half and half");
        assertThat(again.mask()).isPresent();
        again.publish(SpoolFixture.staged(again));
    }

    @Test
    void a_photo_that_grew_while_it_was_worked_on_is_taken_again_too_and_a_cancelled_one_is_not() throws IOException {
        for (String reason : List.of("It is cut off.", HeldJob.CANCELLED)) {
            fixture.drop("inbox/sr4/a.jpg", "half");
            HeldJob job = fixture.claimOne(spool);
            Files.writeString(job.photo(), "half and half");
            job.fail(reason);
            boolean cancelled = reason.equals(HeldJob.CANCELLED);
            assertThat(spool.look().returned()).hasSize(cancelled ? 0 : 1);
            assertThat(fixture.files("failed")).hasSize(cancelled ? 2 : 0);
            if (!cancelled) {
                fixture.claimOne(spool).fail("no");
                assertThat(spool.look().returned()).isEmpty();
                new SpoolControl(fixture.layout(), new FileOperations(), fixture.identity("c"), () -> fixture.now)
                        .retry("a.jpg", false);
                Files.delete(root.resolve("inbox/sr4/a.jpg"));
            }
        }
    }
}
