package dev.psld.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.job.HeldJob;
import dev.psld.job.JobSubmission;
import dev.psld.job.QueueException;
import dev.psld.job.RestoreResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What of a fleet goes with time, and what stays. */
class FleetSweepTest {
    private static final Duration MONTH = Duration.ofDays(30);

    @RegisterExtension
    static final SharedServer SERVED = new SharedServer();

    @TempDir
    Path folder;

    private FleetFixture fleet;
    private FleetStreams streams;
    private FleetQueue worker;

    @BeforeEach
    void open() {
        fleet = new FleetFixture(SERVED.link(), folder);
        streams = fleet.control().streams();
        worker = fleet.open("w");
    }

    private String submit(String name) throws IOException {
        Path file = Files.writeString(folder.resolve("given.jpg"), name);
        return fleet.control().submit(JobSubmission.of("denoise", name, file));
    }

    private static HeldJob take(FleetQueue worker) {
        return worker.look().next().orElseThrow().take().orElseThrow();
    }

    private static void publish(HeldJob held) throws IOException {
        Path picture = Files.writeString(held.staging().resolve("photo.png"), "r");
        Path unused = held.publish(new RestoreResult(picture, List.of(), List.of()));
    }

    private FleetJob message(String id) {
        return WaitingMessages.of(streams, id).orElseThrow().job();
    }

    /** As a server does that was killed: the message is there again, and its lane has given it out long ago. */
    private void giveBack(FleetJob job) {
        String subject = job.lane().subject(streams.jobSubjects(), job.id());
        long unused = streams.store()
                .swap("x", "x", streams.jobs(), subject, FleetJson.text(job), 0)
                .orElseThrow();
        Handout given = Handout.next(streams.store(), streams.jobs(), job.lane().consumer())
                .orElseThrow();
        Handout.later(streams.store(), given.ack(), MONTH);
        assertThat(WaitingMessages.of(streams, job.id())).isPresent();
    }

    private boolean hasFiles(String id) {
        return streams.files().names().stream().anyMatch(name -> name.contains(id));
    }

    @Test
    void old_files_and_idle_lanes_go_and_those_of_open_jobs_stay() throws IOException {
        String done = submit("done.jpg");
        String waits = submit("waits.jpg");
        HeldJob held = take(worker);
        assertThat(held.job().id()).isEqualTo(done);
        publish(held);
        fleet.jump(MONTH);
        worker.sweep();
        assertThat(streams.files().names())
                .anyMatch(name -> name.startsWith("inputs/" + waits + "/"))
                .anyMatch(name -> name.startsWith("inputs/" + done + "/"))
                .noneMatch(name -> name.startsWith("results/"));
        assertThat(take(worker).job().name()).isEqualTo("waits.jpg");
    }

    @Test
    void a_message_that_came_back_after_its_job_had_ended_goes_with_the_photo() throws IOException {
        fleet = new FleetFixture(SERVED.link(), FleetFixture.keeping(fleet.settings, Duration.ofDays(7)));
        worker = fleet.open("w");
        String id = submit("a.jpg");
        FleetJob job = message(id);
        publish(take(worker));
        giveBack(job);
        worker.sweep();
        assertThat(WaitingMessages.of(streams, id)).isEmpty();
        assertThat(hasFiles(id)).as("for seven days").isTrue();
        fleet.jump(MONTH);
        assertThat(worker.sweep()).as("originals that went").isEqualTo(1);
        assertThat(hasFiles(id)).isFalse();
    }

    @Test
    void a_job_without_an_end_is_not_touched_whether_it_waits_is_in_work_or_was_put_back() throws IOException {
        submit("work.jpg");
        submit("back.jpg");
        String waits = submit("waits.jpg");
        HeldJob work = take(worker);
        HeldJob back = take(worker);
        back.release();
        fleet.jump(MONTH);
        work.heartbeat();
        worker.sweep();
        for (String id : new String[] {work.job().id(), back.job().id(), waits}) {
            assertThat(WaitingMessages.of(streams, id)).isPresent();
            assertThat(hasFiles(id)).isTrue();
        }
        publish(work);
        assertThat(worker.recover(9)).hasSize(1);
        assertThat(take(worker).job().id()).isEqualTo(waits);
    }

    @Test
    void a_job_that_somebody_is_bringing_to_its_end_is_left_to_it() throws IOException {
        String id = submit("a.jpg");
        FleetQueue dying = fleet.open("dying", fleet.settings, what -> {
            if (what.equals("ack")) {
                throw new IOException("the power is gone");
            }
        });
        HeldJob held = take(dying);
        assertThatExceptionOfType(QueueException.class).isThrownBy(() -> publish(held));
        assertThat(new JobEnds(streams).of(id)).isPresent();
        worker.sweep();
        assertThat(WaitingMessages.of(streams, id)).isPresent();
        assertThat(worker.recover(9)).as("its holder may live").isEmpty();
        fleet.pass(fleet.lease());
        assertThat(worker.recover(9)).isEmpty();
        assertThat(WaitingMessages.of(streams, id)).as("finished by another").isEmpty();
        assertThat(new Claims(streams.claims()).all()).isEmpty();
        assertThat(fleet.results()).containsEntry("denoise/a.png", "r");
    }

    @Test
    void a_dead_letter_goes_that_came_back_after_its_job_was_tried_again_and_others_stay() throws IOException {
        submit("again.jpg");
        take(worker).fail("too dark");
        submit("stays.jpg");
        take(worker).fail("too bright");
        EndedEntry letter = FleetLookup.dead(streams).get(0).ended();
        fleet.control().retry("again.jpg", false);
        long unused = streams.store()
                .swap("x", "x", streams.dead(), streams.deadSubject(letter.job().id()), FleetJson.text(letter), 0)
                .orElseThrow();
        worker.sweep();
        assertThat(FleetLookup.dead(streams))
                .extracting(dead -> dead.ended().job().name())
                .containsExactly("stays.jpg");
        publish(take(worker));
        assertThat(fleet.results()).containsOnlyKeys("denoise/again.png");
    }

    @Test
    void a_wish_that_came_too_late_goes_and_others_stay() throws IOException {
        String late = submit("late.jpg");
        HeldJob held = take(worker);
        publish(held);
        submit("works.jpg");
        HeldJob works = take(worker);
        fleet.control().cancel("works.jpg");
        fleet.control().pause();
        streams.control().put("wish", FleetWishes.cancel(late), "\"x\"");
        streams.control().put("wish", StoredView.wish(late), "\"x\"");
        worker.sweep();
        assertThat(streams.control().all(""))
                .extracting(Store.Entry::subject)
                .contains(FleetWishes.PAUSE, FleetWishes.cancel(works.job().id()))
                .noneMatch(key -> key.contains(late));
    }
}
