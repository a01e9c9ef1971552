package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.job.HeldJob;
import dev.psld.job.JobCounts;
import dev.psld.job.QueueException;
import dev.psld.job.RestoreResult;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ends an agent before each single operation on the file system from its start to the end of a job, and lets
 * another one recover: exactly one complete result or one failure, no lost original, no duplicate, no half file.
 */
@Tag("slow")
class CrashTest {
    private static final Map<String, String> INPUTS =
            Map.of("photo.jpg", "a photo", "photo.mask.png", "a mask", "photo.jpg.json", "{\"steps\": 3}");
    private static final Map<String, String> RESULTS =
            Map.of("photo.png", "restored", "photo-s1.png", "sample", "photo.json", "{}");

    @TempDir
    Path folder;

    /** What happens to the photo, and on which kind of file system. */
    enum Course {
        PUBLISHED_AND_KEPT(false, true, false, false),
        PUBLISHED_AND_DELETED(true, true, false, false),
        PUBLISHED_WITHOUT_HARD_LINKS(false, false, false, false),
        PUBLISHED_BESIDE_ANOTHER(false, true, false, true),
        PUBLISHED_BESIDE_ANOTHER_WITHOUT_HARD_LINKS(false, false, false, true),
        FAILED(false, true, true, false),
        FAILED_WITHOUT_HARD_LINKS(false, false, true, false);

        final boolean deletes;
        final boolean links;
        final boolean fails;
        final boolean clash;

        Course(boolean deletes, boolean links, boolean fails, boolean clash) {
            this.deletes = deletes;
            this.links = links;
            this.fails = fails;
            this.clash = clash;
        }
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Counts operations, and does something at one of them. */
    private static final class Fuse implements FileOperations.Before {
        private final boolean links;
        private final int at;
        private final Optional<String> full;
        private int count;

        /** @param full the message of an IOException; a crash when empty */
        Fuse(boolean links, int at, Optional<String> full) {
            this.links = links;
            this.at = at;
            this.full = full;
        }

        @Override
        public void operation(String what, Path path) throws IOException {
            count++;
            if (count == at && full.isPresent()) {
                throw new FileSystemException(path.toString(), null, full.get());
            }
            if (count >= at && full.isEmpty()) {
                throw new Crash();
            }
            if (!links && what.equals("link")) {
                throw new FileSystemException(path.toString(), null, "Operation not permitted");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_crash_at_every_instant_loses_and_doubles_nothing(Course course) throws IOException {
        int operations = operations(course);
        assertThat(operations).isBetween(25, 90);
        for (int k = 1; k <= operations; k++) {
            SpoolFixture fixture = dropped(folder.resolve("crash" + k), course);
            crash(fixture, course, "first", k);
            assertNothingIsLostOrHalf(fixture, course);
            recoverAndCheck(fixture, course, "crash before operation " + k);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_second_crash_during_recovery_changes_nothing(Course course) throws IOException {
        int operations = operations(course);
        SplittableRandom random = new SplittableRandom(6);
        for (int n = 0; n < 12; n++) {
            int first = random.nextInt(1, operations + 1);
            int second = random.nextInt(1, operations + 1);
            SpoolFixture fixture = dropped(folder.resolve("twice" + n), course);
            crash(fixture, course, "first", first);
            crash(fixture, course, "second", second);
            assertNothingIsLostOrHalf(fixture, course);
            recoverAndCheck(fixture, course, "crashes before operations " + first + " and " + second);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_operation_that_fails_once_is_made_up_for_by_the_same_agent(Course course) throws IOException {
        int operations = operations(course);
        for (int k = 1; k <= operations; k++) {
            SpoolFixture fixture = dropped(folder.resolve("full" + k), course);
            work(fixture, course, "first", new Fuse(course.links, k, Optional.of("No space left on device")));
            assertThat(fixture.working()).as("full at operation %s", k).isEmpty();
            check(fixture, course, "full at operation " + k);
        }
    }

    private int operations(Course course) throws IOException {
        Fuse fuse = new Fuse(course.links, Integer.MAX_VALUE, Optional.empty());
        work(dropped(folder.resolve("whole"), course), course, "first", fuse);
        return fuse.count;
    }

    private static SpoolFixture dropped(Path root, Course course) throws IOException {
        Files.createDirectories(root);
        SpoolFixture fixture =
                new SpoolFixture(root, SpoolFixture.with(course.deletes ? Retention.delete() : Retention.keep()));
        fixture.open("maker");
        INPUTS.forEach((name, content) -> fixture.drop("inbox/inpaint/" + name, content));
        if (course.clash) {
            fixture.drop("done/inpaint/photo.json", "another's");
            fixture.drop("originals/inpaint/photo.jpg", "another's");
        }
        return fixture;
    }

    private static void crash(SpoolFixture fixture, Course course, String agent, int at) {
        try {
            work(fixture, course, agent, new Fuse(course.links, at, Optional.empty()));
        } catch (Crash e) {
            // As it should; when the work took fewer operations, it is done.
        }
        fixture.dead.add(agent);
    }

    /** What an agent does: recover, look, claim, restore, publish or fail; and again after a trouble. */
    private static void work(SpoolFixture fixture, Course course, String agent, FileOperations.Before fuse) {
        Optional<Spool> spool = Optional.empty();
        for (int round = 0; round < 9; round++) {
            fixture.pass(Duration.ofSeconds(61));
            try {
                if (spool.isEmpty()) {
                    spool = Optional.of(fixture.open(agent, new FileOperations(fuse, false)));
                }
                Spool s = spool.get();
                s.recover(9).forEach(claim -> end(course, claim));
                s.look().ready().forEach(t -> t.take().ifPresent(claim -> end(course, claim)));
                if (fixture.files("inbox").isEmpty() && fixture.working().isEmpty()) {
                    return;
                }
            } catch (QueueException e) {
                // The next round tries again.
            }
        }
    }

    private static void end(Course course, HeldJob claim) {
        RestoreResult results = SpoolFixture.staged(claim);
        for (int n = 0; n < 2; n++) {
            try {
                if (course.fails) {
                    claim.fail("It is torn.");
                } else {
                    claim.publish(results);
                }
                return;
            } catch (QueueException e) {
                // The disk was full.
            }
        }
        throw new AssertionError("a second try did not help");
    }

    private static void recoverAndCheck(SpoolFixture fixture, Course course, String when) {
        work(fixture, course, "last", new Fuse(course.links, Integer.MAX_VALUE, Optional.empty()));
        assertThat(fixture.working()).as(when).isEmpty();
        check(fixture, course, when);
    }

    private static void check(SpoolFixture fixture, Course course, String when) {
        assertThat(fixture.files("inbox")).as(when).isEmpty();
        if (course.fails) {
            Map<String, String> failed = new TreeMap<>(fixture.files("failed"));
            assertThat(failed.remove("inpaint/photo.error.txt")).as(when).contains("It is torn.");
            assertThat(failed).as(when).isEqualTo(under("inpaint/", "", INPUTS));
            assertThat(fixture.files("done")).as(when).isEmpty();
            assertThat(fixture.files("originals")).as(when).isEmpty();
            return;
        }
        String tail = course.clash ? "-2" : "";
        Map<String, String> done = under("inpaint/", tail, RESULTS);
        Map<String, String> originals = course.deletes ? new TreeMap<>() : under("inpaint/", tail, INPUTS);
        if (course.clash) {
            done.put("inpaint/photo.json", "another's");
            originals.put("inpaint/photo.jpg", "another's");
        }
        assertThat(fixture.files("done")).as(when).isEqualTo(done);
        assertThat(fixture.files("originals")).as(when).isEqualTo(originals);
        assertThat(fixture.files("failed")).as(when).isEmpty();
        assertThat(fixture.open("reader").today(java.time.ZoneOffset.UTC))
                .as(when)
                .isEqualTo(new JobCounts(1, 0));
    }

    private static Map<String, String> under(String folder, String tail, Map<String, String> files) {
        Map<String, String> moved = new TreeMap<>();
        files.forEach((name, content) -> moved.put(folder + name.replace("photo", "photo" + tail), content));
        return moved;
    }

    /** What must hold at any instant, without any recovery. */
    private static void assertNothingIsLostOrHalf(SpoolFixture fixture, Course course) {
        Map<String, String> all = SpoolFixture.files(fixture.root);
        long photos = all.entrySet().stream()
                .filter(e -> e.getValue().equals("a photo"))
                .count();
        Map<String, String> done = fixture.files("done");
        boolean published = done.containsKey("inpaint/photo.png") || done.containsKey("inpaint/photo-2.png");
        if (!(published && course.deletes)) {
            assertThat(photos).isPositive();
        }
        done.values().forEach(content -> assertThat(content).isIn("restored", "sample", "{}", "another's"));
        if (published) {
            assertThat(done).hasSize(course.clash ? 4 : 3);
        }
    }
}
