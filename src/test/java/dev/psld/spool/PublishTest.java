package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.job.HeldJob;
import dev.psld.job.JobCounts;
import dev.psld.job.LostClaimException;
import dev.psld.job.QueueException;
import dev.psld.job.RestoreResult;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of results and originals, and what a full or missing disk does. */
class PublishTest {
    @TempDir
    Path root;

    private static final FileOperations.Before NO_LINKS = (what, path) -> {
        if (what.equals("link")) {
            throw new FileSystemException(path.toString(), null, "Operation not permitted");
        }
    };

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_set_is_numbered_as_a_whole_when_any_name_is_taken(boolean links) {
        SpoolFixture fixture = new SpoolFixture(root);
        Spool spool = links ? fixture.open("a") : fixture.open("a", new FileOperations(NO_LINKS, false));
        fixture.drop("done/sr4/photo-s1.png", "older");
        fixture.drop("done/sr4/photo-2.json", "older");
        fixture.drop("inbox/sr4/photo.jpg", "x");
        HeldJob claim = fixture.claimOne(spool);
        assertThat(claim.publish(SpoolFixture.staged(claim))).isEqualTo(root.resolve("done/sr4/photo-3.png"));
        assertThat(fixture.files("done").keySet())
                .containsExactly(
                        "sr4/photo-2.json",
                        "sr4/photo-3-s1.png",
                        "sr4/photo-3.json",
                        "sr4/photo-3.png",
                        "sr4/photo-s1.png");
        assertThat(fixture.files("done")).containsEntry("sr4/photo-s1.png", "older");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_name_taken_between_choice_and_use_leads_to_the_next_number(boolean links) throws IOException {
        SpoolFixture fixture = new SpoolFixture(root);
        AtomicBoolean once = new AtomicBoolean();
        Spool spool = fixture.open(
                "a",
                new FileOperations(
                        (what, path) -> {
                            String name = path.getFileName().toString();
                            boolean picture = links
                                    ? name.equals("photo.png")
                                    : name.equals("photo.json") && what.equals("rename");
                            if (picture && (what.equals("link") || !links) && once.compareAndSet(false, true)) {
                                fixture.drop("done/sr4/photo.png", "somebody's");
                            }
                            if (!links) {
                                NO_LINKS.operation(what, path);
                            }
                        },
                        false));
        fixture.drop("inbox/sr4/photo.jpg", "x");
        HeldJob claim = fixture.claimOne(spool);
        assertThat(claim.publish(SpoolFixture.staged(claim))).hasFileName("photo-2.png");
        assertThat(once).isTrue();
        assertThat(fixture.files("done"))
                .hasSize(4)
                .containsEntry("sr4/photo.png", "somebody's")
                .containsEntry("sr4/photo-2.png", "restored");
    }

    @Test
    void the_picture_is_the_last_of_its_set() {
        SpoolFixture fixture = new SpoolFixture(root);
        List<String> linked = new ArrayList<>();
        Spool spool = fixture.open(
                "a",
                new FileOperations(
                        (what, path) -> {
                            if (what.equals("link")) {
                                linked.add(root.relativize(path).toString());
                            }
                        },
                        false));
        fixture.drop("inbox/sr4/photo.jpg", "x");
        HeldJob claim = fixture.claimOne(spool);
        claim.publish(SpoolFixture.staged(claim));
        assertThat(linked)
                .containsExactly(
                        "done/sr4/photo-s1.png",
                        "done/sr4/photo.json",
                        "done/sr4/photo.png",
                        "originals/sr4/photo.jpg");
    }

    @Test
    void results_are_synced_before_they_are_named_and_the_folder_after() {
        SpoolFixture fixture = new SpoolFixture(root);
        List<String> done = new ArrayList<>();
        Spool spool =
                fixture.open("a", new FileOperations((what, path) -> done.add(what + " " + path.getFileName()), false));
        fixture.drop("inbox/sr4/photo.jpg", "x");
        HeldJob claim = fixture.claimOne(spool);
        RestoreResult results = SpoolFixture.staged(claim);
        done.clear();
        claim.publish(results);
        assertThat(done)
                .containsSubsequence(
                        "sync photo.png",
                        "sync out",
                        "sync .publish.json.tmp",
                        "rename .publish.json.tmp",
                        "link photo.png",
                        "sync sr4",
                        "rename publish.json",
                        "link photo.jpg",
                        "sync sr4");
        assertThat(done.lastIndexOf("sync sr4")).isLessThan(done.indexOf("delete photo.jpg"));
    }

    @Test
    void the_longest_name_has_results_with_a_shorter_one_and_its_original_keeps_it() {
        SpoolFixture fixture = new SpoolFixture(root);
        Spool spool = fixture.open("a");
        String stem = "é".repeat(125);
        fixture.drop("inbox/sr4/" + stem + "x.jpg", "x");
        HeldJob claim = fixture.claimOne(spool);
        Path picture = SpoolFixture.stage(claim, "photo.png", "restored");
        Path map = SpoolFixture.stage(claim, "photo.uncertainty.png", "map");
        claim.publish(new RestoreResult(picture, List.of(map), List.of()));
        assertThat(fixture.files("done").keySet())
                .containsExactlyInAnyOrder(
                        "sr4/" + "é".repeat(119) + ".png", "sr4/" + "é".repeat(119) + ".uncertainty.png");
        assertThat(fixture.files("originals").keySet()).containsExactly("sr4/" + stem + "x.jpg");
    }

    @Test
    void originals_are_deleted_where_that_is_the_policy() {
        SpoolFixture fixture = new SpoolFixture(root, SpoolFixture.with(Retention.delete()));
        Spool spool = fixture.open("a");
        fixture.drop("inbox/inpaint/photo.jpg", "x");
        fixture.drop("inbox/inpaint/photo.mask.png", "m");
        HeldJob claim = fixture.claimOne(spool);
        claim.publish(SpoolFixture.staged(claim));
        assertThat(fixture.files("originals")).isEmpty();
        assertThat(fixture.files("done")).hasSize(3);
        assertThat(fixture.working()).isEmpty();
    }

    @Test
    void originals_past_their_days_are_swept_and_younger_ones_kept_whatever_their_own_date() throws IOException {
        SpoolFixture fixture = new SpoolFixture(root, SpoolFixture.with(Retention.keepDays(30)));
        fixture.now = Instant.now();
        Spool spool = fixture.open("a");
        fixture.drop("originals/sr4/photo.jpg", "x", Instant.parse("1999-01-01T00:00:00Z"));
        fixture.pass(Duration.ofDays(29));
        assertThat(spool.sweep()).isZero();
        fixture.pass(Duration.ofDays(2));
        assertThat(spool.sweep()).isEqualTo(1);
        assertThat(fixture.files("originals")).isEmpty();
    }

    @Test
    void a_clock_that_jumps_sweeps_nothing_for_a_day() {
        SpoolFixture fixture = new SpoolFixture(root, SpoolFixture.with(Retention.keepDays(30)));
        fixture.now = Instant.now();
        Spool spool = fixture.open("a");
        fixture.drop("originals/sr4/photo.jpg", "x");
        fixture.now = fixture.now.plus(Duration.ofDays(9999));
        assertThat(spool.sweep()).isZero();
        fixture.pass(Duration.ofHours(23));
        assertThat(spool.sweep()).isZero();
        fixture.now = fixture.now.minus(Duration.ofDays(9999));
        fixture.pass(Duration.ofHours(25));
        assertThat(spool.sweep()).isZero();
        fixture.pass(Duration.ofDays(31));
        assertThat(spool.sweep()).isEqualTo(1);
    }

    @Test
    void kept_originals_are_never_swept() {
        SpoolFixture fixture = new SpoolFixture(root);
        Spool spool = fixture.open("a");
        fixture.drop("originals/sr4/photo.jpg", "x");
        fixture.pass(Duration.ofDays(9999));
        assertThat(spool.sweep()).isZero();
    }

    @Test
    void failed_photos_lie_beside_their_reason_and_companions() {
        SpoolFixture fixture = new SpoolFixture(root);
        Spool spool = fixture.open("a");
        fixture.drop("inbox/inpaint/photo.jpg", "x");
        fixture.drop("inbox/inpaint/photo.mask.png", "m");
        HeldJob claim = fixture.claimOne(spool);
        assertThat(claim.fail("It is torn: mend it.")).isEqualTo(root.resolve("failed/inpaint/photo.jpg"));
        assertThat(fixture.files("failed").keySet())
                .containsExactly("inpaint/photo.error.txt", "inpaint/photo.jpg", "inpaint/photo.mask.png");
        assertThat(fixture.files("failed").get("inpaint/photo.error.txt"))
                .contains("photo.jpg was not restored.", "It is torn: mend it.", "task: inpaint");
    }

    @Test
    void a_full_disk_is_told_in_a_sentence_and_the_same_call_works_later() {
        SpoolFixture fixture = new SpoolFixture(root);
        AtomicBoolean full = new AtomicBoolean();
        Spool spool = fixture.open(
                "a",
                new FileOperations(
                        (what, path) -> {
                            if (full.get() && (what.equals("write") || what.equals("link") || what.equals("append"))) {
                                throw new FileSystemException(path.toString(), null, "No space left on device");
                            }
                        },
                        false));
        fixture.drop("inbox/sr4/photo.jpg", "x");
        HeldJob claim = fixture.claimOne(spool);
        RestoreResult results = SpoolFixture.staged(claim);
        full.set(true);
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(() -> claim.publish(results))
                .withMessageContaining("sr4/photo.jpg")
                .withMessageContaining("the disk is full");
        assertThatExceptionOfType(QueueException.class).isThrownBy(() -> claim.fail("no"));
        full.set(false);
        claim.publish(results);
        assertThat(fixture.files("done")).hasSize(3);
    }

    @Test
    void a_spool_that_has_gone_is_told_and_filled_again_once_its_folder_is_back() throws IOException {
        SpoolFixture fixture = new SpoolFixture(root.resolve("spool"));
        Files.createDirectory(fixture.root);
        Spool spool = fixture.open("a");
        fixture.drop("inbox/sr4/photo.jpg", "x");
        HeldJob claim = fixture.claimOne(spool);
        new FileOperations().deleteTree(fixture.root);
        assertThatExceptionOfType(QueueException.class).isThrownBy(spool::look).withMessageContaining("has gone");
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(claim::heartbeat)
                .withMessageContaining("has gone");
        assertThatExceptionOfType(QueueException.class).isThrownBy(() -> spool.recover(9));
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(spool::verify)
                .withMessageContaining("has gone");
        assertThat(fixture.root).doesNotExist();
        Files.createDirectory(fixture.root);
        spool.verify();
        assertThatExceptionOfType(LostClaimException.class).isThrownBy(claim::heartbeat);
        fixture.drop("inbox/sr4/photo.jpg", "x");
        assertThat(fixture.claimOne(spool).photo()).exists();
    }

    @Test
    void a_read_only_spool_is_refused_when_it_is_opened() {
        SpoolFixture fixture = new SpoolFixture(root);
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(() -> fixture.open(
                        "a",
                        new FileOperations(
                                (what, path) -> {
                                    throw new FileSystemException(path.toString(), null, "Read-only file system");
                                },
                                false)))
                .withMessageContaining("read-only");
    }

    @Test
    void a_file_where_a_folder_should_be_is_named() throws IOException {
        Files.writeString(root.resolve("done"), "x");
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(() -> new SpoolFixture(root).open("a"))
                .withMessageContaining("done");
    }

    @Test
    void a_probe_that_a_crash_left_is_gone_after_the_next_start() {
        SpoolFixture fixture = new SpoolFixture(root);
        fixture.open("a");
        fixture.drop("done/.probe-a.tmp", "");
        fixture.open("a");
        assertThat(root.resolve("done/.probe-a.tmp")).doesNotExist();
    }

    @Test
    void jobs_are_counted_by_day_and_once_each() throws IOException {
        SpoolFixture fixture = new SpoolFixture(root);
        Spool spool = fixture.open("a");
        Spool other = fixture.open("b");
        ZoneId zone = ZoneOffset.UTC;
        fixture.now = Instant.parse("2026-11-25T23:00:00Z");
        fixture.drop("inbox/sr4/one.jpg", "x");
        fixture.claimOne(spool).fail("no");
        fixture.drop("inbox/sr4/two.jpg", "x");
        HeldJob claim = fixture.claimOne(other);
        claim.publish(SpoolFixture.staged(claim));
        assertThat(spool.today(zone)).isEqualTo(new JobCounts(1, 1));
        Path ledger = root.resolve("control/ledger/2026-11-25-b.jsonl");
        Files.writeString(ledger, Files.readString(ledger).repeat(2) + "\n{\"id\": \"cut o");
        assertThat(spool.today(zone)).isEqualTo(new JobCounts(1, 1));
        fixture.pass(Duration.ofHours(1));
        assertThat(spool.today(zone)).isEqualTo(new JobCounts(0, 0));
        assertThat(spool.today(ZoneId.of("America/New_York"))).isEqualTo(new JobCounts(1, 1));
        fixture.pass(Duration.ofDays(40));
        spool.sweep();
        assertThat(fixture.files("control/ledger")).isEmpty();
    }
}
