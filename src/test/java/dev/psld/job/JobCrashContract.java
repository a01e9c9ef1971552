package dev.psld.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every queue keeps whatever crashes or fails, and when: each of them runs this. */
public abstract class JobCrashContract extends QueueContract {
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Counts operations, and crashes at one of them and all that follow, or fails at that one alone. */
    private static final class Fuse implements QueueHarness.Before {
        private final int at;
        private final boolean crashes;
        private int count;

        Fuse(int at, boolean crashes) {
            this.at = at;
            this.crashes = crashes;
        }

        @Override
        public void operation() throws IOException {
            count++;
            if (crashes && count >= at) {
                throw new Crash();
            }
            if (!crashes && count == at) {
                throw new IOException("No space left on device");
            }
        }
    }

    /** A producer's way, from an open queue to a job in it. */
    private String produce(QueueHarness at, QueueHarness.Before fuse) {
        return at.open("producer", fuse).submit(whole(file("a photo"), file("a mask")));
    }

    /** An agent's way: recover, look, take, restore, publish or fail; and again after a trouble. */
    private void work(QueueHarness at, boolean fails, String agent, QueueHarness.Before fuse) {
        JobQueue own = at.open(agent, fuse);
        for (int round = 0; round < 9; round++) {
            at.pass(at.lease().plusSeconds(1));
            try {
                own.recover(MOST).forEach(job -> end(job, fails));
                at.settled(own).ready().forEach(job -> job.take().ifPresent(held -> end(held, fails)));
                if (at.open() == 0) {
                    return;
                }
            } catch (QueueException e) {
                // The next round tries again.
            }
        }
    }

    private static void end(HeldJob job, boolean fails) {
        RestoreResult result = restored(job);
        for (int n = 0; n < 2; n++) {
            try {
                if (fails) {
                    job.fail("It is torn.");
                } else {
                    job.publish(result);
                }
                return;
            } catch (QueueException e) {
                // It may be repeated.
            }
        }
        throw new AssertionError("a second try did not help");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_submission_that_crashes_or_fails_anywhere_is_a_whole_job_or_none(boolean crashes) {
        Fuse whole = new Fuse(Integer.MAX_VALUE, true);
        produce(another("whole"), whole);
        assertThat(whole.count).isGreaterThan(3);
        for (int k = 1; k <= whole.count; k++) {
            QueueHarness at = another("submit" + k);
            boolean told = false;
            try {
                produce(at, new Fuse(k, crashes));
            } catch (Crash | QueueException e) {
                told = true;
            }
            JobQueue agent = at.open("last");
            List<? extends WaitingJob> ready = at.settled(agent).ready();
            assertThat(ready).as("at operation %s", k).hasSizeLessThanOrEqualTo(1);
            if (!told || !crashes) {
                assertThat(ready).as("at operation %s", k).hasSize(told ? 0 : 1);
            }
            for (WaitingJob job : ready) {
                HeldJob held = job.take().orElseThrow();
                assertThat(held.photo()).hasContent("a photo");
                assertThat(held.mask().orElseThrow()).hasContent("a mask");
                assertThat(held.settings().steps()).hasValue(3);
                held.publish(restored(held));
            }
            assertThat(at.open()).as("at operation %s", k).isZero();
            assertThat(at.failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_crash_at_every_instant_loses_and_doubles_nothing(boolean fails) {
        int operations = operations(fails);
        for (int k = 1; k <= operations; k++) {
            QueueHarness at = another("crash" + k);
            String id = produce(at, () -> {});
            crash(at, fails, "first", k);
            work(at, fails, "last", () -> {});
            check(at, id, fails, "crash before operation " + k);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_second_crash_during_recovery_changes_nothing(boolean fails) {
        int operations = operations(fails);
        SplittableRandom random = new SplittableRandom(6);
        for (int n = 0; n < 12; n++) {
            int first = random.nextInt(1, operations + 1);
            int second = random.nextInt(1, operations + 1);
            QueueHarness at = another("twice" + n);
            String id = produce(at, () -> {});
            crash(at, fails, "first", first);
            crash(at, fails, "second", second);
            work(at, fails, "last", () -> {});
            check(at, id, fails, "crashes before operations " + first + " and " + second);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_operation_that_fails_once_is_made_up_for_by_the_same_agent(boolean fails) {
        int operations = operations(fails);
        for (int k = 1; k <= operations; k++) {
            QueueHarness at = another("full" + k);
            String id = produce(at, () -> {});
            try {
                work(at, fails, "first", new Fuse(k, false));
            } catch (QueueException e) {
                work(at, fails, "first", () -> {}); // it could not even be opened
            }
            check(at, id, fails, "full at operation " + k);
        }
    }

    private int operations(boolean fails) {
        QueueHarness at = another("operations");
        produce(at, () -> {});
        Fuse fuse = new Fuse(Integer.MAX_VALUE, true);
        work(at, fails, "first", fuse);
        assertThat(fuse.count).isGreaterThan(5);
        return fuse.count;
    }

    private void crash(QueueHarness at, boolean fails, String agent, int operation) {
        try {
            work(at, fails, agent, new Fuse(operation, true));
        } catch (Crash e) {
            // As it should; when the work took fewer operations, it is done.
        }
        at.dies(agent);
    }

    private static void check(QueueHarness at, String id, boolean fails, String when) {
        assertThat(at.open()).as(when).isZero();
        assertThat(at.open("reader").state(id).orElseThrow())
                .as(when)
                .isInstanceOf(fails ? JobState.Failed.class : JobState.Done.class);
        if (fails) {
            assertThat(at.failures().get("inpaint/photo.error.txt")).as(when).contains("It is torn.");
            assertThat(at.failures())
                    .as(when)
                    .hasSize(4)
                    .containsEntry("inpaint/photo.jpg", "a photo")
                    .containsEntry("inpaint/photo.mask.png", "a mask")
                    .containsKey("inpaint/photo.jpg.json");
            assertThat(at.results()).as(when).isEmpty();
            return;
        }
        assertThat(at.results())
                .as(when)
                .isEqualTo(Map.of(
                        "inpaint/photo.png", "restored", "inpaint/photo-s1.png", "sample", "inpaint/photo.json", "{}"));
        assertThat(at.originals()).as(when).hasSize(3).containsEntry("inpaint/photo.jpg", "a photo");
        assertThat(at.failures()).as(when).isEmpty();
        assertThat(at.open("reader").today(ZoneOffset.UTC)).as(when).isEqualTo(new JobCounts(1, 0));
    }
}
