package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims of several agents on one spool: races, leases, takeovers, zombies. */
class ClaimTest {
    @TempDir
    Path root;

    private SpoolFixture fixture;
    private Spool spool;
    private Spool other;

    @BeforeEach
    void open() {
        fixture = new SpoolFixture(root);
        spool = fixture.open("agent");
        other = fixture.open("other");
    }

    @Test
    void a_claim_holds_photo_and_job() {
        fixture.drop("inbox/priority/sr4/My Photo.JPG", "x");
        Claim claim = fixture.claimOne(spool);
        assertThat(claim.photo()).hasFileName("photo.jpg").hasContent("x");
        assertThat(claim.job().name()).isEqualTo("My Photo.JPG");
        assertThat(claim.job().task()).isEqualTo("sr4");
        assertThat(claim.job().priority()).isTrue();
        assertThat(claim.job().attempt()).isEqualTo(1);
        assertThat(claim.staging()).isEmptyDirectory();
        assertThat(claim.checkpoint()).isEmptyDirectory();
        assertThat(claim.mask()).isEmpty();
    }

    @Test
    void one_of_two_agents_gets_a_photo_and_the_other_leaves_nothing_behind() {
        fixture.drop("inbox/sr4/a.png", "x");
        ReadyPhoto ticket = fixture.settled(spool).next().orElseThrow();
        assertThat(spool.claim(ticket)).isPresent();
        assertThat(other.claim(ticket)).isEmpty();
        assertThat(fixture.working()).hasSize(1);
    }

    @Test
    void agents_in_parallel_share_the_photos_without_duplicates() throws Exception {
        for (int n = 0; n < 60; n++) {
            fixture.drop("inbox/sr4/p" + n + ".png", "x");
        }
        ExecutorService agents = Executors.newFixedThreadPool(4);
        List<Future<Integer>> counts = new ArrayList<>();
        List<Spool> spools = List.of(spool, other, fixture.open("third"), fixture.open("fourth"));
        List<Queue> queues = spools.stream().map(fixture::settled).toList();
        for (int a = 0; a < 4; a++) {
            Spool own = spools.get(a);
            Queue queue = queues.get(a);
            counts.add(agents.submit(() -> {
                int claimed = 0;
                for (ReadyPhoto ticket : queue.ready()) {
                    var claim = own.claim(ticket);
                    if (claim.isPresent()) {
                        claim.get().publish(SpoolFixture.staged(claim.get()));
                        claimed++;
                    }
                }
                return claimed;
            }));
        }
        int sum = 0;
        for (Future<Integer> count : counts) {
            sum += count.get();
        }
        agents.shutdown();
        assertThat(sum).isEqualTo(60);
        assertThat(fixture.files("originals")).hasSize(60);
        assertThat(fixture.files("done")).hasSize(180).doesNotContainKey("sr4/p1-2.png");
        assertThat(fixture.working()).isEmpty();
    }

    @Test
    void a_photo_that_changed_after_the_look_is_not_claimed() {
        fixture.drop("inbox/sr4/a.png", "x");
        ReadyPhoto ticket = fixture.settled(spool).next().orElseThrow();
        fixture.drop("inbox/sr4/a.png", "xx");
        assertThat(spool.claim(ticket)).isEmpty();
        assertThat(fixture.working()).isEmpty();
        assertThat(fixture.files("inbox")).hasSize(1);
    }

    @Test
    void a_claim_with_heartbeats_is_left_alone_however_long_it_takes() {
        fixture.drop("inbox/sr4/a.png", "x");
        Claim claim = fixture.claimOne(spool);
        for (int n = 0; n < 10; n++) {
            assertThat(other.recover(9)).isEmpty();
            fixture.pass(Duration.ofSeconds(50));
            claim.heartbeat();
        }
        claim.publish(SpoolFixture.staged(claim));
    }

    @Test
    void without_heartbeats_it_is_taken_over_after_the_lease_as_the_observer_measures_it() {
        fixture.drop("inbox/sr4/a.png", "x");
        Claim claim = fixture.claimOne(spool);
        fixture.pass(Duration.ofHours(9));
        assertThat(other.recover(9)).as("the first look only begins to measure").isEmpty();
        fixture.pass(Duration.ofMillis(59_999));
        assertThat(other.recover(9)).isEmpty();
        fixture.pass(Duration.ofMillis(1));
        Claim taken = other.recover(9).get(0);
        assertThat(taken.job().attempt()).isEqualTo(2);
        assertThat(taken.job().id()).isEqualTo(claim.job().id());
        assertThat(taken.photo()).hasContent("x");
    }

    @Test
    void a_jump_of_the_wall_clock_takes_no_lease() {
        fixture.drop("inbox/sr4/a.png", "x");
        Claim claim = fixture.claimOne(spool);
        other.recover(9);
        fixture.now = fixture.now.plus(Duration.ofDays(4000));
        assertThat(other.recover(9)).isEmpty();
        fixture.now = fixture.now.minus(Duration.ofDays(9000));
        assertThat(other.recover(9)).isEmpty();
        claim.heartbeat();
    }

    @Test
    void the_claim_of_an_agent_known_to_be_dead_is_taken_at_once() {
        fixture.drop("inbox/sr4/a.png", "x");
        fixture.claimOne(spool);
        fixture.dead.add("agent");
        assertThat(other.recover(9)).hasSize(1);
    }

    @Test
    void a_zombie_finds_its_claim_gone_and_publishes_nothing() throws IOException {
        fixture.drop("inbox/sr4/a.png", "x");
        Claim zombie = fixture.claimOne(spool);
        SpoolFixture.stage(zombie, "photo.png", "half");
        fixture.dead.add("agent");
        Claim claim = other.recover(9).get(0);
        assertThat(claim.staging()).isEmptyDirectory();
        assertThatExceptionOfType(LostClaimException.class).isThrownBy(zombie::heartbeat);
        assertThatIllegalStateException()
                .isThrownBy(() -> zombie.publish(new Results(zombie.staging().resolve("photo.png"), List.of())));
        claim.publish(SpoolFixture.staged(claim));
        assertThat(fixture.files("done")).hasSize(3).containsEntry("sr4/a.png", "restored");
    }

    @Test
    void a_zombie_that_publishes_before_it_hears_of_it_is_stopped_too() {
        fixture.drop("inbox/sr4/a.png", "x");
        Claim zombie = fixture.claimOne(spool);
        Results results = SpoolFixture.staged(zombie);
        fixture.dead.add("agent");
        Claim claim = other.recover(9).get(0);
        assertThatExceptionOfType(LostClaimException.class).isThrownBy(() -> zombie.publish(results));
        assertThat(fixture.files("done")).isEmpty();
        claim.fail("no");
        assertThatIllegalStateException().isThrownBy(() -> zombie.fail("no"));
    }

    @Test
    void exactly_one_of_many_takes_a_dead_claim_over() throws Exception {
        for (int round = 0; round < 20; round++) {
            fixture.drop("inbox/sr4/a" + round + ".png", "x");
            fixture.claimOne(spool);
        }
        fixture.dead.add("agent");
        Set<String> taken = ConcurrentHashMap.newKeySet();
        ExecutorService agents = Executors.newFixedThreadPool(4);
        List<Future<?>> ends = new ArrayList<>();
        for (int a = 0; a < 4; a++) {
            Spool own = fixture.open("taker" + a);
            ends.add(agents.submit(() -> {
                for (int n = 0; n < 30; n++) {
                    for (Claim claim : own.recover(1)) {
                        try {
                            claim.publish(SpoolFixture.staged(claim));
                            assertThat(taken.add(claim.job().id())).isTrue();
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
            other.recover(99).forEach(claim -> claim.publish(SpoolFixture.staged(claim)));
            fixture.pass(Duration.ofSeconds(61));
        }
        assertThat(fixture.files("done")).hasSize(60);
        assertThat(fixture.files("originals")).hasSize(20);
        assertThat(fixture.working()).isEmpty();
    }

    @Test
    void a_released_claim_is_taken_at_once_with_its_checkpoint_and_counts_as_the_same_attempt() throws IOException {
        fixture.drop("inbox/sr4/a.png", "x");
        Claim claim = fixture.claimOne(spool);
        Files.writeString(claim.checkpoint().resolve("latent"), "z");
        claim.release();
        claim.heartbeat();
        Claim next = other.recover(9).get(0);
        assertThat(next.checkpoint().resolve("latent")).hasContent("z");
        assertThat(next.job().attempt()).isEqualTo(1);
    }

    @Test
    void no_more_claims_are_recovered_than_asked_for() {
        fixture.drop("inbox/sr4/a.png", "x");
        fixture.drop("inbox/sr4/b.png", "x");
        fixture.settled(spool).ready().forEach(spool::claim);
        fixture.dead.add("agent");
        assertThat(other.recover(1)).hasSize(1);
        assertThat(other.recover(0)).isEmpty();
        assertThat(other.recover(5)).hasSize(1);
    }

    @Test
    void an_agents_own_claims_of_now_are_not_recovered_by_it() {
        fixture.drop("inbox/sr4/a.png", "x");
        fixture.claimOne(spool);
        fixture.pass(Duration.ofHours(1));
        spool.recover(9);
        fixture.pass(Duration.ofHours(1));
        assertThat(spool.recover(9)).isEmpty();
    }

    @Test
    void a_folder_without_lease_or_job_goes_after_the_lease() throws IOException {
        Files.createDirectory(root.resolve("working/20260101-000000-000-begun"));
        assertThat(spool.recover(9)).isEmpty();
        fixture.pass(Duration.ofSeconds(61));
        assertThat(spool.recover(9)).isEmpty();
        assertThat(fixture.working()).isEmpty();
    }

    @Test
    void a_photo_whose_job_file_is_damaged_fails_with_a_reason() throws IOException {
        fixture.drop("inbox/sr4/a.png", "x");
        Claim claim = fixture.claimOne(spool);
        Files.writeString(claim.folder().resolve("job.json"), "{\"task\": \"../../etc\", \"inside\": \"/etc/passwd\"");
        fixture.dead.add("agent");
        assertThat(other.recover(9)).isEmpty();
        assertThat(fixture.files("failed").values()).contains("x");
        assertThat(fixture.working()).isEmpty();
    }

    @Test
    void only_staged_files_named_photo_and_not_empty_are_published() {
        fixture.drop("inbox/sr4/a.png", "x");
        Claim claim = fixture.claimOne(spool);
        for (Path wrong : List.of(
                claim.photo(),
                SpoolFixture.stage(claim, "other.png", "x"),
                SpoolFixture.stage(claim, "photo-empty.png", ""))) {
            assertThatIllegalArgumentException().isThrownBy(() -> claim.publish(new Results(wrong, List.of())));
        }
        claim.publish(SpoolFixture.staged(claim));
    }
}
