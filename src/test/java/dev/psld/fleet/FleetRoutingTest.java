package dev.psld.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.job.HeldJob;
import dev.psld.job.JobSettings;
import dev.psld.job.JobState;
import dev.psld.job.JobSubmission;
import dev.psld.job.QueueException;
import dev.psld.job.RestoreResult;
import dev.psld.job.WaitingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who gets which job of a fleet. */
class FleetRoutingTest {
    private static final Needs GPU = new Needs(Optional.of("sd15"), 16, true);

    @RegisterExtension
    static final SharedServer SERVED = new SharedServer();

    @TempDir
    Path folder;

    private FleetFixture fleet;

    @BeforeEach
    void open() {
        fleet = new FleetFixture(SERVED.link(), folder);
    }

    private FleetSettings with(String client, Offer offer) {
        FleetSettings s = fleet.settings;
        return new FleetSettings(
                s.name(),
                s.replicas(),
                s.store(),
                s.lease(),
                s.redelivery(),
                s.memory(),
                s.originals(),
                s.results(),
                s.tasks(),
                client,
                offer,
                s.local());
    }

    private FleetControl client(String name) {
        return new FleetControl(
                new FleetStreams(new Store(SERVED.link(), what -> {}), with(name, Offer.NOTHING)),
                java.time.InstantSource.system(),
                System::nanoTime);
    }

    private FleetQueue worker(String name, Offer offer) {
        return fleet.open(name, with("nobody", offer), what -> {});
    }

    private JobSubmission photo(String name, boolean priority) throws IOException {
        Path file = Files.writeString(folder.resolve("given.jpg"), name);
        return new JobSubmission(
                "denoise", name, file, Optional.empty(), Optional.empty(), JobSettings.none(), priority);
    }

    private static List<String> taken(FleetQueue worker) {
        List<String> names = new ArrayList<>();
        for (WaitingJob job : worker.look().ready()) {
            job.take().ifPresent(held -> names.add(held.job().name()));
        }
        return names;
    }

    @Test
    void a_worker_is_given_no_job_that_it_cannot_do() throws IOException {
        client("a").submit(photo("large.jpg", false), GPU);
        client("a").submit(photo("small.jpg", false), Needs.NONE);
        FleetQueue small = worker("small", new Offer(List.of("sd15"), 64, false));
        assertThat(taken(small)).containsExactly("small.jpg");
        assertThat(taken(worker("other model", new Offer(List.of("photo"), 64, true))))
                .isEmpty();
        assertThat(taken(worker("less memory", new Offer(List.of("sd15"), 15, true))))
                .isEmpty();
        FleetQueue able = worker("able", new Offer(List.of("photo", "sd15"), 16, true));
        HeldJob held = able.look().next().orElseThrow().take().orElseThrow();
        held.release();
        assertThat(small.recover(9)).as("nor one that somebody put back").isEmpty();
        assertThat(able.recover(9)).hasSize(1);
    }

    @Test
    void clients_take_turns_and_priority_goes_first() throws IOException {
        for (int n = 0; n < 4; n++) {
            client("many").submit(photo("m" + n + ".jpg", false), Needs.NONE);
        }
        client("few").submit(photo("f0.jpg", false), Needs.NONE);
        client("few").submit(photo("f1.jpg", false), Needs.NONE);
        client("urgent").submit(photo("u.jpg", true), Needs.NONE);
        assertThat(taken(worker("w", new Offer(List.of(), 8, false))))
                .containsExactly("u.jpg", "f0.jpg", "m0.jpg", "f1.jpg", "m1.jpg", "m2.jpg", "m3.jpg");
    }

    @Test
    void who_has_the_fewest_in_work_is_next() throws IOException {
        client("a").submit(photo("a0.jpg", false), Needs.NONE);
        client("a").submit(photo("a1.jpg", false), Needs.NONE);
        FleetQueue worker = worker("w", new Offer(List.of(), 8, false));
        HeldJob unused = worker.look().next().orElseThrow().take().orElseThrow();
        client("b").submit(photo("b0.jpg", false), Needs.NONE);
        assertThat(taken(worker)).containsExactly("b0.jpg", "a1.jpg");
    }

    @Test
    void a_quota_bounds_what_one_client_has_open() throws IOException {
        FleetControl greedy = client("greedy");
        greedy.quota(2);
        greedy.submit(photo("1.jpg", false), Needs.NONE);
        greedy.submit(photo("2.jpg", true), GPU);
        assertThatExceptionOfType(QueueException.class)
                .isThrownBy(() -> greedy.submit(photo("3.jpg", false), Needs.NONE))
                .withMessageContaining("greedy has 2 jobs");
        client("modest").submit(photo("4.jpg", false), Needs.NONE);
        greedy.cancel("1.jpg");
        assertThat(greedy.submit(photo("3.jpg", false), Needs.NONE)).isNotEmpty();
    }

    @Test
    void jobs_of_a_later_version_are_left_to_workers_that_know_it() throws IOException {
        FleetStreams streams = fleet.control().streams();
        Lane later = new Lane(FleetJob.VERSION + 1, Needs.NONE, false, "a");
        String id = "20301125-120000-000-12345678-1234";
        streams.ensure(later);
        assertThat(streams.store()
                        .swap(
                                "job",
                                "x",
                                streams.jobs(),
                                later.subject(streams.jobSubjects(), id),
                                "{\"version\": 2, \"id\": \"" + id + "\", \"entirely\": \"other\"}",
                                0))
                .isPresent();
        client("a").submit(photo("known.jpg", false), Needs.NONE);
        FleetQueue worker = worker("w", new Offer(List.of(), 8, false));
        assertThat(taken(worker)).containsExactly("known.jpg");
        assertThat(worker.look().ready()).isEmpty();
        assertThat(worker.jobs(9)).hasSize(1);
        assertThat(streams.store().last(streams.jobs(), streams.anyLane(id)))
                .as("it waits")
                .isPresent();
        assertThat(java.util.Objects.requireNonNull(streams.lanes().get(later)).getNumPending())
                .isEqualTo(1);
    }

    @Test
    void what_a_later_version_adds_to_a_job_is_passed_over() throws IOException {
        String id = client("a").submit(photo("a.jpg", false), Needs.NONE);
        FleetStreams streams = fleet.control().streams();
        WaitingMessages.Found known = WaitingMessages.of(streams, id).orElseThrow();
        String more = FleetJson.text(known.job()).replaceFirst("\\{", "{\"later\": {\"key\": 1}, ");
        streams.store().remove("x", "x", streams.jobs(), known.sequence());
        assertThat(streams.store()
                        .swap("x", "x", streams.jobs(), known.job().lane().subject(streams.jobSubjects(), id), more, 0))
                .isPresent();
        assertThat(taken(worker("w", new Offer(List.of(), 8, false)))).containsExactly("a.jpg");
    }

    @Test
    void one_id_is_one_job_however_often_it_is_submitted() throws IOException {
        String id = "20261128-120000-000-12345678-1234";
        FleetControl client = client("a");
        client.submit(id, photo("a.jpg", false), Needs.NONE);
        client.submit(id, photo("a.jpg", false), Needs.NONE);
        FleetQueue worker = worker("w", new Offer(List.of(), 8, false));
        HeldJob held = worker.look().next().orElseThrow().take().orElseThrow();
        client.submit(id, photo("a.jpg", false), Needs.NONE);
        Path picture = Files.writeString(held.staging().resolve("photo.png"), "r");
        held.publish(new RestoreResult(picture, List.of(), List.of()));
        client.submit(id, photo("a.jpg", false), Needs.NONE);
        assertThat(worker.look().ready()).isEmpty();
        assertThat(client.state(id).orElseThrow()).isInstanceOf(JobState.Done.class);
        assertThat(client.fetch(id, folder.resolve("out"))).hasFileName("a.png").hasContent("r");
        assertThat(client.fetch(id, folder.resolve("out"))).hasFileName("a-2.png");
    }

    @Test
    void the_overview_tells_what_waits_and_who_works() throws IOException {
        client("a").submit(photo("a.jpg", false), GPU);
        client("a").submit(photo("b.jpg", false), Needs.NONE);
        Offer offer = new Offer(List.of("photo"), 8, false);
        FleetQueue worker = FleetQueue.open(SERVED.link(), with("nobody", offer), "w 1");
        assertThat(taken(worker)).containsExactly("b.jpg");
        FleetOverview seen = fleet.control().overview();
        assertThat(seen.waiting()).isEqualTo(1);
        assertThat(seen.working()).isEqualTo(1);
        assertThat(seen.workers()).containsOnlyKeys("w 1").containsValue(offer);
        assertThat(seen.lanes()).extracting(FleetOverview.Waiting::needs).containsExactlyInAnyOrder(GPU, Needs.NONE);
        worker.statuses().remove("w 1");
        assertThat(fleet.control().overview().workers()).isEmpty();
    }
}
