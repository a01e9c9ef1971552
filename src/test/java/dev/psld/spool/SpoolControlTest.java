package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.job.HeldJob;
import dev.psld.job.QueueException;
import dev.psld.job.QueueSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people ask of a spool from outside. */
class SpoolControlTest {
    @TempDir
    Path root;

    private SpoolFixture fixture;
    private Spool spool;
    private SpoolControl control;

    @BeforeEach
    void open() {
        fixture = new SpoolFixture(root);
        spool = fixture.open("agent");
        control = new SpoolControl(
                fixture.layout(), new FileOperations(), fixture.identity("control"), () -> fixture.now);
    }

    @Test
    void pause_and_resume_are_seen_by_all_agents() {
        control.pause();
        control.pause();
        assertThat(spool.paused()).isTrue();
        assertThat(control.paused()).isTrue();
        control.resume();
        control.resume();
        assertThat(spool.paused()).isFalse();
    }

    @Test
    void a_waiting_photo_is_cancelled_without_any_agent_and_takes_its_companions_along() {
        fixture.drop("inbox/priority/inpaint/a.png", "x");
        fixture.drop("inbox/priority/inpaint/a.mask.png", "m");
        fixture.drop("inbox/priority/inpaint/b.mask.png", "another's");
        assertThat(control.cancel("inpaint/a.png")).contains("was cancelled");
        assertThat(fixture.files("failed").keySet())
                .containsExactly("inpaint/a.error.txt", "inpaint/a.mask.png", "inpaint/a.png");
        assertThat(fixture.files("failed").get("inpaint/a.error.txt")).contains(HeldJob.CANCELLED);
        assertThat(fixture.files("inbox")).hasSize(1);
        assertThat(fixture.working()).isEmpty();
    }

    @Test
    void a_running_job_is_cancelled_by_its_agent_and_the_wish_does_not_outlive_it() {
        fixture.drop("inbox/sr4/a.png", "x");
        fixture.drop("inbox/sr4/b.png", "x");
        QueueSnapshot queue = fixture.settled(spool);
        HeldJob a = queue.ready().get(0).take().orElseThrow();
        HeldJob b = queue.ready().get(1).take().orElseThrow();
        assertThat(control.cancel("a.png")).contains("by the agent that has it");
        assertThat(spool.cancelled(a.job())).isTrue();
        assertThat(spool.cancelled(b.job())).isFalse();
        spool.recover(0);
        assertThat(spool.cancelled(a.job())).isTrue();
        a.fail(HeldJob.CANCELLED);
        spool.recover(0);
        assertThat(fixture.files("control/cancel")).isEmpty();
    }

    @Test
    void a_wish_reaches_the_agent_that_takes_the_job_over() {
        fixture.drop("inbox/sr4/a.png", "x");
        fixture.claimOne(spool);
        control.cancel("sr4/a.png");
        fixture.dead.add("agent");
        Spool other = fixture.open("other");
        HeldJob claim = other.recover(1).get(0);
        assertThat(other.cancelled(claim.job())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sr4/two\nlines.png", "two\nlines.png", "sr4/two\\nlines.png", "two\\nlines.png"})
    void a_name_may_be_given_as_it_is_or_as_it_is_printed(String name) {
        fixture.drop("inbox/sr4/two\nlines.png", "x");
        assertThat(control.cancel(name)).isEqualTo("sr4/two\\nlines.png was cancelled; it lies in failed/ now.");
    }

    @Test
    void an_unknown_name_is_an_error_with_near_ones() {
        fixture.drop("inbox/sr4/holiday.png", "x");
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(() -> control.cancel("holyday.png"))
                .withMessageContaining("did you mean holiday.png");
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(() -> control.retry("holiday.png", false))
                .withMessage("No photo called holiday.png has failed.");
    }

    @Test
    void a_name_of_several_photos_needs_its_task() {
        fixture.drop("inbox/sr4/a.png", "x");
        fixture.drop("inbox/inpaint/a.png", "x");
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(() -> control.cancel("a.png"))
                .withMessageContaining("inpaint/a.png, sr4/a.png");
        control.cancel("sr4/a.png");
        assertThat(fixture.files("inbox").keySet()).containsExactly("inpaint/a.png");
    }

    @Test
    void a_failed_photo_is_tried_again_with_its_companions_and_without_its_text() {
        fixture.drop("inbox/inpaint/a.jpg", "x");
        fixture.drop("inbox/inpaint/a.mask.png", "m");
        fixture.drop("inbox/inpaint/a.jpg.json", "{}");
        fixture.claimOne(spool).fail("no");
        assertThat(control.retry("a.jpg", false)).isEqualTo("inpaint/a.jpg waits again.");
        assertThat(fixture.files("failed")).isEmpty();
        assertThat(fixture.files("inbox").keySet())
                .containsExactly("inpaint/a.jpg", "inpaint/a.jpg.json", "inpaint/a.mask.png");
        HeldJob again = fixture.claimOne(spool);
        again.publish(SpoolFixture.staged(again));
        assertThat(fixture.files("done")).hasSize(3);
    }

    @Test
    void a_failed_photo_goes_first_where_it_is_asked_to() {
        fixture.drop("inbox/inpaint/a.jpg", "x");
        fixture.drop("inbox/inpaint/a.mask.png", "m");
        fixture.claimOne(spool).fail("no");
        control.retry("a.jpg", true);
        assertThat(fixture.files("inbox").keySet())
                .containsExactly("priority/inpaint/a.jpg", "priority/inpaint/a.mask.png");
    }

    @Test
    void a_retry_that_was_interrupted_is_finished_by_another() throws IOException {
        fixture.drop("failed/sr4/a.jpg", "x");
        fixture.drop("failed/sr4/a.error.txt", "no");
        Files.createLink(root.resolve("inbox/sr4/a.jpg"), root.resolve("failed/sr4/a.jpg"));
        control.retry("a.jpg", false);
        assertThat(fixture.files("failed")).isEmpty();
        assertThat(fixture.files("inbox").keySet()).containsExactly("sr4/a.jpg");
    }

    @Test
    void a_retry_overwrites_no_photo_that_waits() {
        fixture.drop("failed/sr4/a.jpg", "old");
        fixture.drop("inbox/sr4/a.jpg", "new");
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(() -> control.retry("a.jpg", false))
                .withMessageContaining("already");
        assertThat(fixture.files("inbox")).containsEntry("sr4/a.jpg", "new");
        assertThat(fixture.files("failed")).containsEntry("sr4/a.jpg", "old");
    }

    @Test
    void what_belongs_to_no_task_cannot_be_tried_again_and_says_where_to_put_it() {
        fixture.drop("inbox/a.jpg", "x");
        fixture.settled(spool);
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(() -> control.retry("a.jpg", false))
                .withMessageContaining("sr4");
    }

    @Test
    void one_of_two_of_a_name_is_cancelled_by_the_id_of_its_job() {
        fixture.drop("inbox/sr4/a.jpg", "x");
        HeldJob claim = fixture.claimOne(spool);
        fixture.drop("inbox/sr4/a.jpg", "another");
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(() -> control.cancel("a.jpg"))
                .withMessageContaining("in work as " + claim.job().id());
        control.cancel(claim.job().id());
        assertThat(spool.cancelled(claim.job())).isTrue();
    }

    @Test
    void a_ledger_that_was_cut_in_a_letter_counts_what_is_whole() throws IOException {
        fixture.drop("inbox/sr4/a.jpg", "x");
        fixture.claimOne(spool).fail("no");
        Path ledger;
        try (Stream<Path> all = Files.list(root.resolve("control/ledger"))) {
            ledger = all.findFirst().orElseThrow();
        }
        Files.write(ledger, new byte[] {'{', '"', (byte) 0xc3}, StandardOpenOption.APPEND);
        assertThat(control.today(ZoneOffset.UTC).failed()).isEqualTo(1);
    }

    @Test
    void statuses_of_agents_that_died_long_ago_are_removed() throws IOException {
        record Status(String agent) {}
        StatusFiles statuses = new StatusFiles(root);
        for (String agent : List.of("self", "other", "dead")) {
            statuses.write(agent, new Status(agent));
        }
        fixture.drop("control/notes.json", "a user's own");
        Instant before = Instant.now().minus(Duration.ofHours(25));
        for (String name : List.of("status-dead.json", "notes.json")) {
            Files.setLastModifiedTime(root.resolve("control").resolve(name), FileTime.from(before));
        }
        statuses.removeSilent("self", Duration.ofDays(1));
        assertThat(statuses.read(Status.class)).containsExactly(new Status("other"), new Status("self"));
        assertThat(root.resolve("control/notes.json")).exists();
    }

    @Test
    void statuses_of_all_agents_are_read_and_damaged_ones_left_out() {
        record Status(String agent, int step) {}
        StatusFiles statuses = new StatusFiles(root);
        statuses.write("b", new Status("b", 1));
        statuses.write("a", new Status("a", 1));
        statuses.write("a", new Status("a", 2));
        fixture.drop("control/status-c.json", "{\"agent\": ");
        assertThat(statuses.read(Status.class)).containsExactly(new Status("a", 2), new Status("b", 1));
    }
}
