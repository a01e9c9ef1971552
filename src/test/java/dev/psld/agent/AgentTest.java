package dev.psld.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.fault.Fault;
import dev.psld.job.RestoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the agent does with photos, users and a machine that are not always as they should be. */
@Tag("slow")
@ExtendWith(AgentLogs.class)
class AgentTest {
    @TempDir
    Path folder;

    @Test
    void a_photo_becomes_a_picture_and_its_original_is_kept() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.awaitState("idle");
            agent.drop("sr4/holiday.jpg");
            agent.awaitFile("originals/sr4/holiday.jpg");
            assertThat(agent.spool.resolve("done/sr4/holiday.png")).hasContent("picture of sr4/holiday.jpg");
            assertThat(agent.spool.resolve("done/sr4/holiday.json")).exists();
            agent.await(() -> agent.log().contains("sr4/holiday.jpg: done in"));
            assertThat(agent.log()).contains("sr4/holiday.jpg: begins");
        }
        assertThat(folder.resolve("spool/control")).isDirectoryNotContaining("glob:**status-*");
    }

    @Test
    void a_photo_that_fails_does_not_stop_the_next() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.restorer.fails(
                    "sr4/a.png",
                    new RestoreException(Fault.PHOTO, "it is no picture: copy it again", new IOException()));
            agent.restorer.fails("sr4/b.png", new IllegalStateException("a defect"));
            agent.drop("sr4/a.png");
            agent.drop("sr4/b.png");
            agent.drop("sr4/c.png");
            agent.awaitFile("done/sr4/c.png");
            agent.awaitFile("failed/sr4/a.png");
            agent.awaitFile("failed/sr4/b.png");
            assertThat(agent.spool.resolve("failed/sr4/a.error.txt")).content().contains("copy it again");
            assertThat(agent.spool.resolve("failed/sr4/b.error.txt")).content().contains("unexpected");
            assertThat(agent.log()).contains("a defect");
        }
    }

    @Test
    void trouble_is_shown_and_passes() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.restorer.fails(
                    "sr4/a.png",
                    new RestoreException(Fault.MODEL, "the model is missing: install it", new IOException()));
            agent.drop("sr4/a.png");
            agent.awaitState("in trouble");
            assertThat(agent.status().sentence()).contains("install it");
            assertThat(agent.log()).doesNotContain("no longer in trouble");
            agent.restorer.mends("sr4/a.png");
            agent.awaitFile("done/sr4/a.png");
            agent.awaitState("idle");
            assertThat(agent.log()).contains("no longer in trouble");
        }
    }

    @Test
    void trouble_that_a_stop_ends_is_not_said_to_be_over() throws IOException {
        RunningAgent agent = new RunningAgent(folder, "");
        agent.restorer.fails("sr4/a.png", new RestoreException(Fault.MODEL, "the model is missing: install it"));
        agent.drop("sr4/a.png");
        agent.awaitState("in trouble");
        agent.close();
        assertThat(agent.log()).contains("install it").doesNotContain("no longer in trouble");
        try (RunningAgent next = new RunningAgent(folder, "")) {
            next.awaitFile("done/sr4/a.png");
        }
    }

    @Test
    void a_photo_that_is_in_trouble_again_and_again_fails() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.restorer.fails(
                    "sr4/a.png", new RestoreException(Fault.RUNTIME, "the device is gone", new IOException()));
            agent.drop("sr4/a.png");
            agent.awaitFile("failed/sr4/a.png");
            assertThat(agent.spool.resolve("failed/sr4/a.error.txt")).content().contains("the device is gone");
        }
    }

    @Test
    void paused_at_a_step_until_resumed() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.restorer.steps = 100_000;
            agent.restorer.millisPerStep = 5;
            agent.drop("sr4/a.png");
            agent.await(() -> !agent.status().jobs().isEmpty()
                    && agent.status().jobs().get(0).step() > 0);
            agent.control().pause();
            agent.awaitState("paused");
            int step = agent.status().jobs().get(0).step();
            assertThat(step).isLessThan(100_000);
            assertThat(agent.spool.resolve("done/sr4/a.png")).doesNotExist();
            agent.restorer.steps = step + 10;
            agent.control().resume();
            agent.awaitFile("done/sr4/a.png");
        }
    }

    @Test
    void a_job_in_work_is_cancelled() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.restorer.steps = 10_000;
            agent.restorer.millisPerStep = 5;
            agent.drop("sr4/long.png");
            agent.await(() -> !agent.status().jobs().isEmpty());
            assertThat(agent.control().cancel("long.png")).contains("long.png");
            agent.awaitFile("failed/sr4/long.png");
            assertThat(agent.spool.resolve("failed/sr4/long.error.txt"))
                    .content()
                    .contains("cancelled");
            agent.restorer.steps = 2;
            agent.control().retry("sr4/long.png", false);
            agent.awaitFile("done/sr4/long.png");
            assertThat(agent.spool.resolve("failed/sr4/long.error.txt")).doesNotExist();
        }
    }

    @Test
    void as_many_jobs_are_in_work_as_are_worth_while_and_each_ends_for_itself() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.restorer.parallel = 3;
            agent.restorer.steps = 100_000;
            agent.restorer.millisPerStep = 5;
            for (String name : List.of("a", "b", "c", "d")) {
                agent.drop("sr4/" + name + ".png");
            }
            agent.await(() -> agent.status().jobs().size() == 3
                    && agent.status().jobs().stream().allMatch(job -> job.step() > 0));
            assertThat(agent.status().jobs())
                    .extracting(Status.Current::photo)
                    .containsExactly("sr4/a.png", "sr4/b.png", "sr4/c.png");
            agent.control().cancel("b.png");
            agent.awaitFile("failed/sr4/b.png");
            agent.await(() ->
                    agent.status().jobs().stream().anyMatch(job -> job.photo().equals("sr4/d.png")));
            agent.restorer.steps = 2;
            for (String name : List.of("a", "c", "d")) {
                agent.awaitFile("done/sr4/" + name + ".png");
            }
            agent.awaitState("idle");
            assertThat(agent.status().jobs()).isEmpty();
        }
    }

    @Test
    void a_new_configuration_leaves_jobs_in_work_alone() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.restorer.parallel = 2;
            agent.restorer.steps = 100_000;
            agent.restorer.millisPerStep = 5;
            agent.drop("sr4/a.png");
            agent.await(() -> !agent.status().jobs().isEmpty());
            Files.writeString(agent.file, agent.yaml("reserve: {disk: 1MB}"));
            agent.await(() -> agent.log().contains("reserve.disk"));
            agent.drop("sr4/b.png");
            agent.await(() -> agent.status().jobs().size() == 2);
            agent.restorer.steps = 2;
            agent.awaitFile("done/sr4/a.png");
            agent.awaitFile("done/sr4/b.png");
            assertThat(agent.log().split("sr4/a.png: begins", -1)).hasSize(2);
        }
    }

    @Test
    void a_stop_puts_all_jobs_in_work_back() throws IOException {
        RunningAgent agent = new RunningAgent(folder, "");
        agent.restorer.parallel = 2;
        agent.restorer.steps = 100_000;
        agent.restorer.millisPerStep = 5;
        agent.drop("sr4/a.png");
        agent.drop("sr4/b.png");
        agent.await(() -> agent.status().jobs().size() == 2);
        agent.close();
        assertThat(agent.log().split("put back", -1)).hasSize(3);
        try (RunningAgent next = new RunningAgent(folder, "")) {
            next.awaitFile("done/sr4/a.png");
            next.awaitFile("done/sr4/b.png");
            assertThat(next.log()).doesNotContain("for the 2. time");
        }
    }

    @Test
    void what_ends_the_agent_unforeseen_puts_other_jobs_back() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.restorer.parallel = 2;
            agent.restorer.steps = 100_000;
            agent.restorer.millisPerStep = 5;
            agent.drop("sr4/a.png");
            agent.await(() -> !agent.status().jobs().isEmpty()
                    && agent.status().jobs().get(0).step() > 0);
            agent.restorer.breaks = true;
            agent.drop("sr4/b.png");
            agent.awaitEnd();
            assertThat(agent.log()).contains("sr4/a.png: put back");
        }
    }

    @Test
    void too_hot_it_waits_between_steps_and_says_so() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "thermal: {limit: 80, resume: 70}")) {
            agent.heat(60);
            agent.restorer.steps = 100_000;
            agent.restorer.millisPerStep = 5;
            agent.drop("sr4/a.png");
            agent.await(() -> !agent.status().jobs().isEmpty());
            agent.heat(85);
            agent.awaitState("too hot");
            assertThat(agent.status().sentence()).contains("cpu-thermal", "85.0 °C", "70.0 °C");
            agent.heat(75); // below the limit is not yet cool
            assertThat(agent.spool.resolve("done/sr4/a.png")).doesNotExist();
            agent.restorer.steps = 2;
            agent.heat(65);
            agent.awaitFile("done/sr4/a.png");
        }
    }

    @Test
    void a_limit_that_was_a_slip_of_the_pen_is_mended_while_the_job_waits() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "thermal: {limit: 30, resume: 25}")) {
            agent.heat(20);
            agent.restorer.steps = 1000;
            agent.restorer.millisPerStep = 5;
            agent.drop("sr4/a.png");
            agent.await(() -> !agent.status().jobs().isEmpty());
            agent.heat(60);
            agent.awaitState("too hot");
            assertThat(agent.log()).contains("too hot: cpu-thermal");
            Files.writeString(agent.file, agent.yaml("thermal: {limit: 90, resume: 80}"));
            agent.awaitFile("done/sr4/a.png");
        }
    }

    @Test
    void folders_that_somebody_removed_are_made_anew_when_they_are_missed() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.awaitState("idle");
            for (String gone : List.of("done/sr4", "done/inpaint", "originals/sr4", "originals")) {
                remove(agent.spool.resolve(gone));
            }
            agent.drop("sr4/a.png");
            agent.awaitFile("done/sr4/a.png");
            agent.awaitFile("originals/sr4/a.png");
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void a_stop_puts_the_job_back_and_the_next_agent_takes_it_up() throws IOException {
        RunningAgent first = new RunningAgent(folder, "");
        stopInAJob(first);
        try (RunningAgent second = new RunningAgent(folder, "")) {
            second.awaitFile("done/sr4/a.png");
            assertThat(second.log()).doesNotContain("for the 2. time");
        }
    }

    @Test
    void what_can_change_while_it_runs_does() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.awaitState("idle");
            Files.writeString(agent.file, agent.yaml("reserve: {disk: 900GB}\nthreads: 3"));
            agent.awaitState("in trouble");
            assertThat(agent.status().sentence()).contains("reserve.disk");
            agent.await(() -> agent.log().contains("threads") && agent.log().contains("restart"));
            Files.writeString(agent.file, agent.yaml("reserv: {disk: 1MB}"));
            agent.await(() -> agent.log().contains("the configuration stays as it was"));
            Files.writeString(agent.file, agent.yaml("reserve: {disk: 1MB}"));
            agent.awaitState("idle");
        }
    }

    @Test
    void the_model_leaves_an_idle_agent() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "idle-unload: 1s")) {
            agent.drop("sr4/a.png");
            agent.awaitFile("done/sr4/a.png");
            agent.await(() -> agent.restorer.unloads.get() == 1);
        }
    }

    @Test
    void a_paused_agent_gives_the_model_back_too() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "idle-unload: 2s")) {
            agent.drop("sr4/a.png");
            agent.awaitFile("done/sr4/a.png");
            agent.control().pause();
            agent.awaitState("paused");
            agent.await(() -> agent.restorer.unloads.get() == 1);
            assertThat(agent.status().state()).isEqualTo("paused");
        }
    }

    @Test
    void without_events_of_the_file_system_it_looks_by_itself() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "", false)) {
            agent.awaitState("idle");
            agent.await(() -> agent.log().contains("the inbox is looked at every"));
            agent.drop("sr4/a.png");
            agent.awaitFile("done/sr4/a.png");
        }
    }

    @Test
    void the_power_of_a_board_is_in_its_status() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.write("var/lib/nvpmodel/status", "pmode:0002\n");
            agent.write("etc/nvpmodel.conf", "< POWER_MODEL ID=2 NAME=MODE_30W >\n");
            agent.write("sys/class/hwmon/hwmon3/name", "ina3221\n");
            agent.write("sys/class/hwmon/hwmon3/in1_label", "VDD_IN\n");
            agent.write("sys/class/hwmon/hwmon3/in1_input", "5000\n");
            agent.write("sys/class/hwmon/hwmon3/curr1_input", "1500\n");
            agent.drop("sr4/a.png");
            agent.awaitFile("originals/sr4/a.png");
            agent.await(() -> agent.status().watts().equals(OptionalDouble.of(7.5)));
            assertThat(agent.status().powerMode()).contains("MODE_30W");
        }
    }

    private static void stopInAJob(RunningAgent agent) throws IOException {
        agent.restorer.steps = 10_000;
        agent.restorer.millisPerStep = 5;
        agent.drop("sr4/a.png");
        agent.await(() -> !agent.status().jobs().isEmpty());
        agent.close();
        assertThat(agent.log()).contains("put back");
    }

    /** Such as native code that fails under the hands of a program that ends. */
    @Test
    void what_fails_while_it_stops_is_put_back() throws IOException {
        RunningAgent first = new RunningAgent(folder, "");
        first.restorer.stopped = Optional.of(new IllegalStateException("Shutdown in progress"));
        stopInAJob(first);
        try (RunningAgent second = new RunningAgent(folder, "")) {
            second.awaitFile("done/sr4/a.png");
            assertThat(second.spool.resolve("failed/sr4/a.png")).doesNotExist();
        }
    }

    @Test
    void a_job_that_is_ended_for_a_killed_agent_is_told_of() throws IOException {
        try (RunningAgent first = new RunningAgent(folder, "")) {
            first.awaitState("idle");
        }
        Path claim = Files.createDirectories(folder.resolve("spool/working/20261125-120000-000-00000000-0000"));
        Files.writeString(claim.resolve("photo.png"), "photo whose agent was killed before it wrote what it is");
        try (RunningAgent second = new RunningAgent(folder, "claims: {heartbeat: 1s, lease: 3s}")) {
            second.await(() -> second.log().contains("by an agent that ended before it could say so"));
            assertThat(second.log()).contains("job 20261125-120000-000-00000000-0000");
        }
    }

    @Test
    void the_spool_goes_away_and_comes_back_and_none_is_made_in_its_place() throws IOException {
        try (RunningAgent agent = new RunningAgent(folder, "")) {
            agent.awaitState("idle");
            Files.move(agent.spool, folder.resolve("elsewhere"));
            agent.await(() -> agent.log().contains("has gone"));
            Awaitility.await().during(Duration.ofSeconds(2)).until(() -> Files.notExists(agent.spool));
            Files.move(folder.resolve("elsewhere"), agent.spool);
            agent.drop("sr4/a.png");
            agent.awaitFile("done/sr4/a.png");
        }
    }

    @Test
    void metrics_and_health_are_for_this_machine() throws Exception {
        try (RunningAgent agent = new RunningAgent(folder, "http: {enabled: true, port: 0}")) {
            agent.drop("sr4/a.png");
            agent.awaitFile("originals/sr4/a.png");
            agent.await(() -> agent.get("/metrics").contains("psld_jobs_total{outcome=\"done\",task=\"sr4\"} 1.0"));
            assertThat(agent.get("/metrics"))
                    .contains("psld_step_duration_seconds_count", "jvm_memory", "psld_native_objects");
            assertThat(agent.get("/healthz")).contains("alive");
            assertThat(agent.get("/readyz")).contains("idle");
            agent.control().pause();
            agent.await(() -> agent.get("/readyz").contains("paused"));
        }
    }
}
