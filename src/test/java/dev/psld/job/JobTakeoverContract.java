package dev.psld.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How every queue takes jobs over from agents that are silent or dead: each of them runs this. */
public abstract class JobTakeoverContract extends QueueContract {
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

    /** At once where a death is known, else after the lease. */
    private List<HeldJob> recovered(JobQueue by) {
        List<HeldJob> all = new ArrayList<>(by.recover(MOST));
        harness.pass(harness.lease());
        all.addAll(by.recover(MOST));
        return all;
    }
}
