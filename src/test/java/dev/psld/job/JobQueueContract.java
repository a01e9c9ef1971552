package dev.psld.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every queue of jobs keeps, whatever it is made of: each of them runs this. Its tasks have sr4 and inpaint among them. */
public abstract class JobQueueContract {
    private static final int MOST = 99;

    @TempDir
    protected Path folder;

    private QueueHarness harness;
    private JobQueue queue;
    private JobQueue other;

    /** A new, empty queue. */
    protected abstract QueueHarness harness(Path folder);

    @BeforeEach
    void open() {
        harness = harness(made(folder.resolve("queue")));
        queue = harness.open("agent");
        other = harness.open("other");
    }

    private static Path made(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String content) {
        try {
            return Files.writeString(Files.createTempFile(folder, "given", ".jpg"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String submit(String name) {
        return queue.submit(JobSubmission.of("sr4", name, file("photo " + name)));
    }

    private JobSubmission whole(Path photo, Path mask) {
        return new JobSubmission(
                "inpaint",
                "photo.jpg",
                photo,
                Optional.of(mask),
                Optional.empty(),
                SettingsFile.read(settings("{\"steps\": 3, \"seed\": 7}"), "settings"),
                false);
    }

    private Path settings(String json) {
        return file(json);
    }

    private HeldJob take(JobQueue from) {
        return harness.settled(from).next().orElseThrow().take().orElseThrow();
    }

    private static RestoreResult restored(HeldJob job) {
        return new RestoreResult(
                stage(job, "photo.png", "restored"),
                List.of(stage(job, "photo-s1.png", "sample"), stage(job, "photo.json", "{}")),
                List.of());
    }

    private static Path stage(HeldJob job, String name, String content) {
        try {
            return Files.writeString(job.staging().resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_submitted_photo_is_a_job_with_all_that_belongs_to_it() {
        Path photo = file("x");
        String id = queue.submit(whole(photo, file("m")));
        assertThat(photo).as("what was given stays").hasContent("x");
        HeldJob job = take(other);
        assertThat(job.job().id()).isEqualTo(id);
        assertThat(job.job().name()).isEqualTo("photo.jpg");
        assertThat(job.job().task()).isEqualTo("inpaint");
        assertThat(job.job().attempt()).isEqualTo(1);
        assertThat(job.photo()).hasFileName("photo.jpg").hasContent("x");
        assertThat(job.mask().orElseThrow()).hasContent("m");
        assertThat(job.kernel()).isEmpty();
        assertThat(job.settings().steps()).hasValue(3);
        assertThat(job.settings().seed()).hasValue(7);
        assertThat(job.staging()).isEmptyDirectory();
        assertThat(job.checkpoint()).isEmptyDirectory();
        assertThat(job.readable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b.jpg", "photo.gif", "photo", "a\0.jpg"})
    void what_is_no_photo_by_its_name_is_not_submitted(String name) {
        assertThatExceptionOfType(JobException.class).isThrownBy(() -> submit(name));
        assertThat(harness.open()).isZero();
    }

    @Test
    void a_task_that_is_none_is_named_with_those_that_are() {
        assertThatExceptionOfType(JobException.class)
                .isThrownBy(() -> queue.submit(JobSubmission.of("sr5", "a.jpg", file("x"))))
                .withMessageContaining("sr4");
    }

    @Test
    void priority_goes_first_then_the_order_of_submission() {
        for (String name : List.of("b.jpg", "a.jpg")) {
            submit(name);
            harness.pass(Duration.ofSeconds(1));
        }
        queue.submit(new JobSubmission(
                "sr4", "last.jpg", file("x"), Optional.empty(), Optional.empty(), JobSettings.none(), true));
        assertThat(harness.settled(queue).ready().stream().map(WaitingJob::name))
                .containsExactly("last.jpg", "b.jpg", "a.jpg");
    }

    @Test
    void two_of_one_name_are_two_jobs_with_two_results() {
        submit("a.jpg");
        submit("a.jpg");
        for (int n = 0; n < 2; n++) {
            HeldJob job = take(queue);
            job.publish(restored(job));
        }
        assertThat(harness.results()).hasSize(6).containsKeys("sr4/a.png", "sr4/a-2.png");
        assertThat(harness.open()).isZero();
    }

    @Test
    void one_of_two_agents_gets_a_job_and_the_other_leaves_nothing_behind() {
        submit("a.jpg");
        WaitingJob one = harness.settled(queue).next().orElseThrow();
        WaitingJob same = harness.settled(other).next().orElseThrow();
        assertThat(one.take()).isPresent();
        assertThat(same.take()).isEmpty();
        assertThat(harness.open()).isEqualTo(1);
    }

    @Test
    void agents_in_parallel_share_the_jobs_without_duplicates() throws Exception {
        for (int n = 0; n < 60; n++) {
            submit("p" + n + ".jpg");
        }
        ExecutorService agents = Executors.newFixedThreadPool(4);
        List<Future<Integer>> counts = new ArrayList<>();
        List<QueueSnapshot> looks = List.of(queue, other, harness.open("third"), harness.open("fourth")).stream()
                .map(harness::settled)
                .toList();
        for (QueueSnapshot look : looks) {
            counts.add(agents.submit(() -> {
                int taken = 0;
                for (WaitingJob waiting : look.ready()) {
                    Optional<HeldJob> job = waiting.take();
                    if (job.isPresent()) {
                        job.get().publish(restored(job.get()));
                        taken++;
                    }
                }
                return taken;
            }));
        }
        int sum = 0;
        for (Future<Integer> count : counts) {
            sum += count.get();
        }
        agents.shutdown();
        assertThat(sum).isEqualTo(60);
        assertThat(harness.originals()).hasSize(60);
        assertThat(harness.results()).hasSize(180).doesNotContainKey("sr4/p1-2.png");
        assertThat(harness.open()).isZero();
    }

    @Test
    void a_job_with_heartbeats_is_left_alone_however_long_it_takes() {
        submit("a.jpg");
        HeldJob job = take(queue);
        for (int n = 0; n < 10; n++) {
            assertThat(other.recover(MOST)).isEmpty();
            harness.pass(harness.lease().multipliedBy(5).dividedBy(6));
            job.heartbeat();
        }
        job.publish(restored(job));
    }

    @Test
    void without_heartbeats_it_is_taken_over_after_the_lease_as_the_observer_measures_it() {
        submit("a.jpg");
        HeldJob job = take(queue);
        other.recover(MOST); // from here on it is observed
        harness.pass(harness.lease().minusMillis(1));
        assertThat(other.recover(MOST)).isEmpty();
        harness.pass(Duration.ofMillis(1));
        HeldJob taken = other.recover(MOST).get(0);
        assertThat(taken.job().attempt()).isEqualTo(2);
        assertThat(taken.job().id()).isEqualTo(job.job().id());
        assertThat(taken.photo()).hasContent("photo a.jpg");
    }

    @Test
    void a_jump_of_the_wall_clock_takes_no_lease() {
        submit("a.jpg");
        HeldJob job = take(queue);
        other.recover(MOST);
        harness.jump(Duration.ofDays(4000));
        assertThat(other.recover(MOST)).isEmpty();
        harness.jump(Duration.ofDays(-9000));
        assertThat(other.recover(MOST)).isEmpty();
        job.heartbeat();
    }

    @Test
    void the_job_of_an_agent_that_died_is_taken_over() {
        submit("a.jpg");
        take(queue);
        harness.dies("agent");
        assertThat(recovered(other)).hasSize(1);
    }

    /** At once where a death is known, else after the lease. */
    private List<HeldJob> recovered(JobQueue by) {
        List<HeldJob> all = new ArrayList<>(by.recover(MOST));
        harness.pass(harness.lease());
        all.addAll(by.recover(MOST));
        return all;
    }

    @Test
    void a_zombie_finds_its_job_gone_and_publishes_nothing() {
        submit("a.jpg");
        HeldJob zombie = take(queue);
        Path half = stage(zombie, "photo.png", "half");
        harness.dies("agent");
        HeldJob job = recovered(other).get(0);
        assertThat(job.staging()).isEmptyDirectory();
        assertThatExceptionOfType(LostClaimException.class).isThrownBy(zombie::heartbeat);
        assertThatIllegalStateException()
                .isThrownBy(() -> zombie.publish(new RestoreResult(half, List.of(), List.of())));
        job.publish(restored(job));
        assertThat(harness.results()).hasSize(3).containsEntry("sr4/a.png", "restored");
    }

    @Test
    void a_zombie_that_publishes_before_it_hears_of_it_is_stopped_too() {
        submit("a.jpg");
        HeldJob zombie = take(queue);
        RestoreResult result = restored(zombie);
        harness.dies("agent");
        HeldJob job = recovered(other).get(0);
        assertThatExceptionOfType(LostClaimException.class).isThrownBy(() -> zombie.publish(result));
        assertThat(harness.results()).isEmpty();
        job.fail("no");
        assertThatIllegalStateException().isThrownBy(() -> zombie.fail("no"));
    }

    @Test
    void exactly_one_of_many_takes_a_dead_agents_job_over() throws Exception {
        for (int n = 0; n < 20; n++) {
            submit("a" + n + ".jpg");
            take(queue);
        }
        harness.dies("agent");
        Set<String> taken = ConcurrentHashMap.newKeySet();
        ExecutorService agents = Executors.newFixedThreadPool(4);
        List<Future<?>> ends = new ArrayList<>();
        for (int a = 0; a < 4; a++) {
            JobQueue own = harness.open("taker" + a);
            ends.add(agents.submit(() -> {
                for (int n = 0; n < 30; n++) {
                    for (HeldJob job : own.recover(1)) {
                        try {
                            job.publish(restored(job));
                            assertThat(taken.add(job.job().id())).isTrue();
                        } catch (LostClaimException e) {
                            // Taken over in the moment between the takeover and the new lease.
                        }
                    }
                }
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
        agents.shutdown();
        for (int n = 0; n < 3; n++) {
            other.recover(MOST).forEach(job -> job.publish(restored(job)));
            harness.pass(harness.lease().plusSeconds(1));
        }
        assertThat(harness.results()).hasSize(60);
        assertThat(harness.originals()).hasSize(20);
        assertThat(harness.open()).isZero();
    }

    @Test
    void a_released_job_is_taken_at_once_with_its_checkpoint_and_counts_as_the_same_attempt() throws IOException {
        submit("a.jpg");
        HeldJob job = take(queue);
        Files.writeString(job.checkpoint().resolve("latent"), "z");
        job.release();
        job.heartbeat();
        HeldJob next = other.recover(MOST).get(0);
        assertThat(next.checkpoint().resolve("latent")).hasContent("z");
        assertThat(next.job().attempt()).isEqualTo(1);
    }

    @Test
    void an_abandoned_job_is_taken_again_by_the_same_agent() {
        submit("a.jpg");
        HeldJob job = take(queue);
        assertThat(queue.recover(MOST)).isEmpty();
        job.abandon();
        job.heartbeat();
        assertThat(queue.recover(MOST)).hasSize(1);
    }

    @Test
    void no_more_jobs_are_recovered_than_asked_for() {
        submit("a.jpg");
        submit("b.jpg");
        harness.settled(queue).ready().forEach(job -> job.take().orElseThrow().release());
        assertThat(other.recover(1)).hasSize(1);
        assertThat(other.recover(0)).isEmpty();
        assertThat(other.recover(5)).hasSize(1);
    }

    @Test
    void an_agents_own_jobs_of_now_are_not_recovered_by_it() {
        submit("a.jpg");
        take(queue);
        harness.pass(Duration.ofHours(1));
        queue.recover(MOST);
        harness.pass(Duration.ofHours(1));
        assertThat(queue.recover(MOST)).isEmpty();
    }

    @Test
    void only_staged_files_named_photo_and_not_empty_are_published() {
        submit("a.jpg");
        HeldJob job = take(queue);
        for (Path wrong : List.of(job.photo(), stage(job, "other.png", "x"), stage(job, "photo-empty.png", ""))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> job.publish(new RestoreResult(wrong, List.of(), List.of())));
        }
        job.publish(restored(job));
    }

    @Test
    void a_failed_job_keeps_photo_companions_and_reason_and_waits_again_when_asked_to() {
        queue.submit(whole(file("x"), file("m")));
        take(queue).fail("It is torn: mend it.");
        assertThat(harness.failures())
                .containsEntry("inpaint/photo.jpg", "x")
                .containsEntry("inpaint/photo.mask.png", "m");
        assertThat(harness.failures().get("inpaint/photo.error.txt"))
                .contains("photo.jpg was not restored.", "It is torn: mend it.", "task: inpaint");
        assertThat(queue.retry("photo.jpg", false)).contains("inpaint/photo.jpg");
        assertThat(harness.failures()).isEmpty();
        HeldJob again = take(other);
        assertThat(again.mask().orElseThrow()).hasContent("m");
        assertThat(again.settings().steps()).hasValue(3);
        again.publish(restored(again));
        assertThat(harness.results()).hasSize(3);
    }

    @Test
    void a_waiting_job_is_cancelled_without_any_agent() {
        String id = submit("a.jpg");
        assertThat(queue.cancel(id)).contains("sr4/a.jpg was cancelled");
        assertThat(harness.failures().get("sr4/a.error.txt")).contains(HeldJob.CANCELLED);
        assertThat(harness.open()).isZero();
    }

    @Test
    void a_running_job_is_cancelled_by_the_agent_that_has_it_also_after_a_takeover() {
        submit("a.jpg");
        submit("b.jpg");
        HeldJob a = take(queue);
        HeldJob b = take(queue);
        assertThat(other.cancel(a.job().shown())).contains("by the agent that has it");
        assertThat(queue.cancelled(a.job())).isTrue();
        assertThat(queue.cancelled(b.job())).isFalse();
        harness.dies("agent");
        for (HeldJob job : recovered(other)) {
            assertThat(other.cancelled(job.job()))
                    .isEqualTo(job.job().id().equals(a.job().id()));
            job.fail(HeldJob.CANCELLED);
        }
        assertThat(harness.failures()).hasSize(4);
    }

    @Test
    void pause_and_resume_are_seen_by_all_agents() {
        queue.pause();
        queue.pause();
        assertThat(other.paused()).isTrue();
        queue.resume();
        queue.resume();
        assertThat(other.paused()).isFalse();
    }

    @Test
    void jobs_that_ended_are_counted_once_each() {
        submit("a.jpg");
        submit("b.jpg");
        take(queue).fail("no");
        HeldJob job = take(other);
        job.publish(restored(job));
        assertThat(queue.today(ZoneOffset.UTC)).isEqualTo(new JobCounts(1, 1));
    }

    @Test
    void statuses_of_all_agents_are_read_by_name() {
        record Status(String agent, int step) {}
        queue.statuses().write("b", new Status("b", 1));
        queue.statuses().write("a", new Status("a", 1));
        other.statuses().write("a", new Status("a", 2));
        assertThat(queue.statuses().read(Status.class)).containsExactly(new Status("a", 2), new Status("b", 1));
        queue.statuses().remove("a");
        assertThat(other.statuses().read(Status.class)).containsExactly(new Status("b", 1));
    }

    @Test
    void the_way_of_a_job_is_told_by_its_id() {
        record Status(JobProgress job) {}
        String id = submit("a.jpg");
        assertThat(queue.state(id)).contains(new JobState.Queued());
        HeldJob job = take(queue);
        assertThat(other.state(id)).contains(new JobState.Working(Optional.empty()));
        JobProgress progress = new JobProgress(id, 3, 25);
        queue.statuses().write("agent", new Status(progress));
        assertThat(other.state(id)).contains(new JobState.Working(Optional.of(progress)));
        job.release();
        assertThat(queue.state(id)).contains(new JobState.Queued());
        HeldJob again = other.recover(MOST).get(0);
        assertThat(queue.state(id)).contains(new JobState.Working(Optional.of(progress)));
        Path picture = again.publish(restored(again));
        assertThat(queue.state(id)).contains(new JobState.Done(picture));
        assertThat(picture).hasContent("restored");
    }

    @Test
    void how_a_job_ended_is_told_by_its_id() {
        String failed = submit("a.jpg");
        Path photo = take(queue).fail("It is torn: mend it.\n\nOr drop another.\n");
        assertThat(other.state(failed))
                .contains(new JobState.Failed("It is torn: mend it.\n\nOr drop another.", photo));
        String cancelled = submit("b.jpg");
        queue.cancel(cancelled);
        assertThat(queue.state(cancelled).orElseThrow()).isInstanceOf(JobState.Cancelled.class);
        String stopped = submit("c.jpg");
        Path put = take(queue).fail(HeldJob.CANCELLED);
        assertThat(queue.state(stopped)).contains(new JobState.Cancelled(put));
        harness.pass(Duration.ofDays(20));
        queue.sweep();
        assertThat(queue.state(failed)).as("after some weeks").isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/../b", "20260101-000000-000-12345678-1234", "a.jpg", "\0"})
    void a_job_that_never_was_has_no_state(String id) {
        submit("a.jpg");
        assertThat(queue.state(id)).isEmpty();
    }

    @Test
    void a_submission_ends_the_wait_for_events() throws InterruptedException {
        try (QueueEvents events = other.watch(true)) {
            submit("a.jpg");
            assertThat(events.polling().isPresent() || events.await(Duration.ofSeconds(30)))
                    .isTrue();
        }
    }

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

    private QueueHarness another(String name) {
        return harness(made(folder.resolve(name)));
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
