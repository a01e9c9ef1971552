package dev.psld.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every queue of jobs keeps, but for takeovers and crashes: each of them runs this. */
public abstract class JobQueueContract extends QueueContract {
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
        record Status(List<JobProgress> jobs) {}
        record Earlier(JobProgress job) {}
        String id = submit("a.jpg");
        assertThat(queue.state(id)).contains(new JobState.Queued());
        HeldJob job = take(queue);
        assertThat(other.state(id)).contains(new JobState.Working(Optional.empty()));
        JobProgress progress = new JobProgress(id, 3, 25, OptionalLong.of(7));
        queue.statuses().write("agent", new Earlier(progress));
        assertThat(other.state(id)).contains(new JobState.Working(Optional.of(progress)));
        queue.statuses().write("agent", new Status(List.of(progress)));
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

    @Test
    void jobs_are_listed_in_work_first_then_as_they_are_due_then_as_they_ended() {
        String first = submit("a.jpg");
        harness.pass(Duration.ofSeconds(1));
        String second = submit("b.jpg");
        harness.pass(Duration.ofSeconds(1));
        String third = submit("c.jpg");
        harness.pass(Duration.ofSeconds(1));
        String urgent = queue.submit(new JobSubmission(
                "sr4", "d.jpg", file("d"), Optional.empty(), Optional.empty(), JobSettings.none(), true));
        assertThat(other.jobs(MOST)).extracting(JobEntry::id).containsExactly(urgent, first, second, third);
        HeldJob held = take(queue);
        Path picture = held.publish(restored(held));
        harness.pass(Duration.ofSeconds(1));
        queue.cancel(second);
        HeldJob working = take(queue);
        List<JobEntry> all = other.jobs(MOST);
        assertThat(all).extracting(JobEntry::id).containsExactly(first, third, second, urgent);
        assertThat(all).extracting(JobEntry::name).containsExactly("a.jpg", "c.jpg", "b.jpg", "d.jpg");
        assertThat(all.get(0).state()).isEqualTo(new JobState.Working(Optional.empty()));
        assertThat(all.get(1).state()).isEqualTo(new JobState.Queued());
        assertThat(all.get(2).state()).isInstanceOf(JobState.Cancelled.class);
        assertThat(all.get(3).state()).isEqualTo(new JobState.Done(picture));
        assertThat(queue.jobs(1)).hasSize(3);
        assertThat(queue.jobs(0)).hasSize(2);
        working.release();
        assertThat(queue.jobs(0).get(0).state()).isEqualTo(new JobState.Queued());
    }

    @Test
    void what_a_job_was_given_is_found_wherever_it_stands() {
        String id = queue.submit(whole(file("x"), file("m")));
        isGiven(id, "x", "m");
        HeldJob held = take(queue);
        isGiven(id, "x", "m");
        held.publish(restored(held));
        isGiven(id, "x", "m");
        String next = queue.submit(whole(file("y"), file("n"))); // of the same name
        take(queue).fail("It is torn.");
        isGiven(next, "y", "n");
        HeldJob last = take(queue.submit(queue.inputs(next).orElseThrow().again(JobSettings.none())));
        assertThat(last.photo()).hasContent("y");
        assertThat(last.mask().orElseThrow()).hasContent("n");
        assertThat(last.settings()).isEqualTo(JobSettings.none());
        last.publish(restored(last));
        isGiven(id, "x", "m");
        assertThat(queue.inputs("../" + id)).isEmpty();
    }

    private HeldJob take(String id) {
        HeldJob taken = take(queue);
        assertThat(taken.job().id()).isEqualTo(id);
        return taken;
    }

    private void isGiven(String id, String photo, String mask) {
        JobInputs inputs = other.inputs(id).orElseThrow();
        assertThat(inputs.task()).isEqualTo("inpaint");
        assertThat(inputs.name()).isEqualTo("photo.jpg");
        assertThat(inputs.photo()).hasContent(photo);
        assertThat(inputs.mask().orElseThrow()).hasContent(mask);
        assertThat(inputs.settings().steps()).hasValue(3);
        assertThat(inputs.kernel()).isEmpty();
    }

    @Test
    void a_job_in_work_is_followed_from_agent_to_agent_and_leaves_nothing() throws IOException {
        String id = submit("a.jpg");
        assertThat(other.follow(id)).isEmpty();
        HeldJob held = take(queue);
        assertThat(held.view()).doesNotExist();
        Path folder = other.follow(id).orElseThrow();
        assertThat(JobView.read(folder)).isEmpty();
        JobView view = new JobView(2, 9, List.of(new JobView.Residual(1, 4.5), new JobView.Residual(2, 3)), 2);
        view.write(held.view());
        JobView.writePreview(held.view(), new byte[] {1, 2});
        assertThat(JobView.read(folder)).contains(view);
        held.release();
        HeldJob again = other.recover(MOST).get(0);
        assertThat(JobView.read(queue.follow(id).orElseThrow())).contains(view);
        assertThat(JobView.preview(again.view())).hasBinaryContent(new byte[] {1, 2});
        again.publish(restored(again));
        assertThat(queue.follow(id)).isEmpty();
        assertThat(again.view()).doesNotExist();
        assertThat(queue.follow("..")).isEmpty();
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
}
