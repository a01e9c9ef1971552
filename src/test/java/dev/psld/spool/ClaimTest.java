package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.job.HeldJob;
import dev.psld.job.WaitingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of claims only a spool has; the rest is in the contract of all queues. */
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
        HeldJob claim = fixture.claimOne(spool);
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
    void a_photo_that_changed_after_the_look_is_not_claimed() {
        fixture.drop("inbox/sr4/a.png", "x");
        WaitingJob waiting = fixture.settled(spool).next().orElseThrow();
        fixture.drop("inbox/sr4/a.png", "xx");
        assertThat(waiting.take()).isEmpty();
        assertThat(fixture.working()).isEmpty();
        assertThat(fixture.files("inbox")).hasSize(1);
    }

    @Test
    void without_heartbeats_it_is_taken_over_after_the_lease_as_the_observer_measures_it() {
        fixture.drop("inbox/sr4/a.png", "x");
        HeldJob claim = fixture.claimOne(spool);
        fixture.pass(Duration.ofHours(9));
        assertThat(other.recover(9)).as("the first look only begins to measure").isEmpty();
        fixture.pass(Duration.ofMillis(59_999));
        assertThat(other.recover(9)).isEmpty();
        fixture.pass(Duration.ofMillis(1));
        HeldJob taken = other.recover(9).get(0);
        assertThat(taken.job().attempt()).isEqualTo(2);
        assertThat(taken.job().id()).isEqualTo(claim.job().id());
        assertThat(taken.photo()).hasContent("x");
    }

    @Test
    void the_claim_of_an_agent_known_to_be_dead_is_taken_at_once() {
        fixture.drop("inbox/sr4/a.png", "x");
        fixture.claimOne(spool);
        fixture.dead.add("agent");
        assertThat(other.recover(9)).hasSize(1);
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
        HeldJob claim = fixture.claimOne(spool);
        Files.writeString(
                claim.photo().resolveSibling("job.json"), "{\"task\": \"../../etc\", \"inside\": \"/etc/passwd\"");
        fixture.dead.add("agent");
        assertThat(other.recover(9)).isEmpty();
        assertThat(fixture.files("failed").values()).contains("x");
        assertThat(fixture.working()).isEmpty();
    }
}
