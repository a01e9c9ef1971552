package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final class Fuse implements Disk.Before {
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
            Yard yard = dropped(folder.resolve("crash" + k), course);
            crash(yard, course, "first", k);
            assertNothingIsLostOrHalf(yard, course);
            recoverAndCheck(yard, course, "crash before operation " + k);
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
            Yard yard = dropped(folder.resolve("twice" + n), course);
            crash(yard, course, "first", first);
            crash(yard, course, "second", second);
            assertNothingIsLostOrHalf(yard, course);
            recoverAndCheck(yard, course, "crashes before operations " + first + " and " + second);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_operation_that_fails_once_is_made_up_for_by_the_same_agent(Course course) throws IOException {
        int operations = operations(course);
        for (int k = 1; k <= operations; k++) {
            Yard yard = dropped(folder.resolve("full" + k), course);
            work(yard, course, "first", new Fuse(course.links, k, Optional.of("No space left on device")));
            assertThat(yard.working()).as("full at operation %s", k).isEmpty();
            check(yard, course, "full at operation " + k);
        }
    }

    private int operations(Course course) throws IOException {
        Fuse fuse = new Fuse(course.links, Integer.MAX_VALUE, Optional.empty());
        work(dropped(folder.resolve("whole"), course), course, "first", fuse);
        return fuse.count;
    }

    private static Yard dropped(Path root, Course course) throws IOException {
        Files.createDirectories(root);
        Yard yard = new Yard(root, Yard.with(course.deletes ? Originals.delete() : Originals.keep()));
        yard.open("mason");
        INPUTS.forEach((name, content) -> yard.drop("inbox/inpaint/" + name, content));
        if (course.clash) {
            yard.drop("done/inpaint/photo.json", "another's");
            yard.drop("originals/inpaint/photo.jpg", "another's");
        }
        return yard;
    }

    private static void crash(Yard yard, Course course, String agent, int at) {
        try {
            work(yard, course, agent, new Fuse(course.links, at, Optional.empty()));
        } catch (Crash e) {
            // As it should; when the work took fewer operations, it is done.
        }
        yard.dead.add(agent);
    }

    /** What an agent does: recover, look, claim, restore, publish or fail; and again after a trouble. */
    private static void work(Yard yard, Course course, String agent, Disk.Before fuse) {
        Optional<Spool> spool = Optional.empty();
        for (int round = 0; round < 9; round++) {
            yard.pass(Duration.ofSeconds(61));
            try {
                if (spool.isEmpty()) {
                    spool = Optional.of(yard.open(agent, new Disk(fuse, false)));
                }
                Spool s = spool.get();
                s.recover(9).forEach(claim -> end(course, claim));
                s.look().ready().forEach(t -> s.claim(t).ifPresent(claim -> end(course, claim)));
                if (yard.files("inbox").isEmpty() && yard.working().isEmpty()) {
                    return;
                }
            } catch (SpoolException e) {
                // The next round tries again.
            }
        }
    }

    private static void end(Course course, Claim claim) {
        Results results = Yard.staged(claim);
        for (int n = 0; n < 2; n++) {
            try {
                if (course.fails) {
                    claim.fail("It is torn.");
                } else {
                    claim.publish(results);
                }
                return;
            } catch (SpoolException e) {
                // The disk was full.
            }
        }
        throw new AssertionError("a second try did not help");
    }

    private static void recoverAndCheck(Yard yard, Course course, String when) {
        work(yard, course, "last", new Fuse(course.links, Integer.MAX_VALUE, Optional.empty()));
        assertThat(yard.working()).as(when).isEmpty();
        check(yard, course, when);
    }

    private static void check(Yard yard, Course course, String when) {
        assertThat(yard.files("inbox")).as(when).isEmpty();
        if (course.fails) {
            Map<String, String> failed = new TreeMap<>(yard.files("failed"));
            assertThat(failed.remove("inpaint/photo.error.txt")).as(when).contains("It is torn.");
            assertThat(failed).as(when).isEqualTo(under("inpaint/", "", INPUTS));
            assertThat(yard.files("done")).as(when).isEmpty();
            assertThat(yard.files("originals")).as(when).isEmpty();
            return;
        }
        String tail = course.clash ? "-2" : "";
        Map<String, String> done = under("inpaint/", tail, RESULTS);
        Map<String, String> originals = course.deletes ? new TreeMap<>() : under("inpaint/", tail, INPUTS);
        if (course.clash) {
            done.put("inpaint/photo.json", "another's");
            originals.put("inpaint/photo.jpg", "another's");
        }
        assertThat(yard.files("done")).as(when).isEqualTo(done);
        assertThat(yard.files("originals")).as(when).isEqualTo(originals);
        assertThat(yard.files("failed")).as(when).isEmpty();
        assertThat(yard.open("clerk").today(java.time.ZoneOffset.UTC)).as(when).isEqualTo(new Tally(1, 0));
    }

    private static Map<String, String> under(String folder, String tail, Map<String, String> files) {
        Map<String, String> moved = new TreeMap<>();
        files.forEach((name, content) -> moved.put(folder + name.replace("photo", "photo" + tail), content));
        return moved;
    }

    /** What must hold at any instant, without any recovery. */
    private static void assertNothingIsLostOrHalf(Yard yard, Course course) {
        Map<String, String> all = Yard.files(yard.root);
        long photos = all.entrySet().stream()
                .filter(e -> e.getValue().equals("a photo"))
                .count();
        Map<String, String> done = yard.files("done");
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
