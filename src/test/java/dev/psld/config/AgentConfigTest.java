package dev.psld.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.operator.Task;
import dev.psld.ort.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentConfigTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_with_the_spool_alone_is_complete() {
        AgentConfig config = load("spool: photos");
        assertThat(config.queue().spool()).isEqualTo(folder.resolve("photos"));
        assertThat(config.compute().model()).isEqualTo("auto");
        assertThat(config.compute().provider()).isEmpty();
        assertThat(config.compute().ortLib()).isEmpty();
        assertThat(config.compute().threads()).isZero();
        assertThat(config.compute().spin()).isFalse();
        assertThat(config.tasks().defaults()).hasSize(Task.values().length);
        assertThat(config.tasks().of(Task.DENOISE)).isEqualTo(TaskDefaults.NONE);
        assertThat(config.queue().watch())
                .isEqualTo(new AgentConfig.Watch(
                        Duration.ofSeconds(2), Duration.ofSeconds(30), true, Duration.ofSeconds(60)));
        assertThat(config.queue().claims())
                .isEqualTo(new AgentConfig.Claims(Duration.ofSeconds(60), Duration.ofSeconds(10)));
        assertThat(config.queue().originals()).isEqualTo(Originals.keep());
        assertThat(config.queue().priority()).isEqualTo("priority");
        assertThat(config.pace().checkpointEvery()).isEqualTo(10);
        assertThat(config.pace().idleUnload()).isEmpty();
        assertThat(config.limits().reserve()).isEqualTo(new AgentConfig.Reserve(500_000_000L, 1_000_000_000L));
        assertThat(config.pace().stopTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.limits().thermal().limit()).isEmpty();
        assertThat(config.http()).isEqualTo(new AgentConfig.Http(false, 9464));
        assertThat(config.log()).isEqualTo(LogThreshold.INFO);
    }

    @Test
    void every_key_can_be_set() {
        AgentConfig config = load("""
                spool: /srv/photos
                model: wide
                provider: cuda
                ort-lib: natives
                threads: 3
                spin: true
                tasks:
                  sr4: {steps: 40, gamma: 0.2, omega: 1e-2, samples: 8, sigma-y: 0.1, seed: -7}
                  custom: {operator: blur.onnx, operator-lift: /srv/lift.onnx}
                watch: {stillness: 500ms, rescan: 5min, events: false, companion-wait: 2h}
                claims:
                  lease: 30s
                  heartbeat: 3s
                originals: 30d
                priority: express
                checkpoint-every: 0
                idle-unload: 10min
                reserve: {disk: 2GiB, memory: 3GB}
                stop-timeout: 1min
                thermal: {limit: 85.5, resume: 70, zones: [gpu-thermal, cpu-thermal]}
                http: {enabled: true, port: 9000}
                log: debug
                """);
        assertThat(config.queue().spool()).isEqualTo(Path.of("/srv/photos"));
        assertThat(config.compute().model()).isEqualTo("wide");
        assertThat(config.compute().provider()).contains("cuda");
        assertThat(config.compute().ortLib()).contains(folder.resolve("natives"));
        assertThat(config.compute().threads()).isEqualTo(3);
        assertThat(config.compute().spin()).isTrue();
        assertThat(config.tasks().of(Task.SR4))
                .isEqualTo(new TaskDefaults(
                        OptionalInt.of(40),
                        OptionalDouble.of(0.2),
                        OptionalDouble.of(0.01),
                        8,
                        OptionalDouble.of(0.1),
                        -7));
        assertThat(config.tasks().operator()).contains(folder.resolve("blur.onnx"));
        assertThat(config.tasks().operatorLift()).contains(Path.of("/srv/lift.onnx"));
        assertThat(config.queue().watch())
                .isEqualTo(new AgentConfig.Watch(
                        Duration.ofMillis(500), Duration.ofMinutes(5), false, Duration.ofHours(2)));
        assertThat(config.queue().claims())
                .isEqualTo(new AgentConfig.Claims(Duration.ofSeconds(30), Duration.ofSeconds(3)));
        assertThat(config.queue().originals()).isEqualTo(new Originals(Originals.Kind.DAYS, 30));
        assertThat(config.queue().priority()).isEqualTo("express");
        assertThat(config.pace().checkpointEvery()).isZero();
        assertThat(config.pace().idleUnload()).contains(Duration.ofMinutes(10));
        assertThat(config.limits().reserve()).isEqualTo(new AgentConfig.Reserve(2L << 30, 3_000_000_000L));
        assertThat(config.pace().stopTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.limits().thermal())
                .isEqualTo(new AgentConfig.Thermal(OptionalDouble.of(85.5), 70, List.of("gpu-thermal", "cpu-thermal")));
        assertThat(config.http()).isEqualTo(new AgentConfig.Http(true, 9000));
        assertThat(config.log()).isEqualTo(LogThreshold.DEBUG);
        assertThat(Changes.between(
                                load("spool: x").source().effective(),
                                config.source().effective())
                        .live())
                .hasSize(22);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "spoool: x | :1: there is no key ‘spoool’; did you mean ‘spool’?",
                "spool: x\\nwatch:\\n  stilness: 2s | :3: there is no key ‘watch.stilness’; did you mean ‘watch.stillness’?",
                "spool: x\\ntasks: {sr5: {steps: 3}} | :2: there is no key ‘tasks.sr5.steps’; did you mean ‘tasks.sr.steps’?",
                "spool: x\\nzzzzzzzzz: 1 | :2: there is no key ‘zzzzzzzzz’: ‘psld agent --check-config’ lists all",
                "spool: x\\nwatch: 2s | :2: ‘watch’ is a group",
                "spool: x\\nwatch: {rescan: 30} | :2: ‘watch.rescan’ cannot be “30”: give a time from 1s to 1d",
                "spool: x\\nwatch: {rescan: 2d} | ‘watch.rescan’ cannot be “2d”: give a time from 1s to 1d",
                "spool: x\\nthreads: many | :2: ‘threads’ cannot be “many”: give a whole number from 0 to 1024",
                "spool: x\\nthreads: | :2: ‘threads’ has no value: give a whole number",
                "spool: x\\nspin: yes | ‘spin’ cannot be “yes”: give true or false",
                "spool: x\\nprovider: vulkan | give auto, or one of tensorrt, cuda, cpu",
                "spool: x\\noriginals: 36h | give keep, delete, or days from 1d to 3650d",
                "spool: x\\npriority: a/b | the name of a folder",
                "spool: x\\npriority: Express | up to 64 of a-z, 0-9 and -",
                "spool: x\\npriority: sr4 | :2: ‘priority’ cannot be “sr4”, which is the folder of a task",
                "spool: x\\npriority: unsorted | ‘priority’ cannot be “unsorted”",
                "spool: x\\nreserve: {disk: 500} | a size from 0B to 100TB",
                "spool: x\\nthermal: {limit: .inf} | a number from 30 to 120 (°C)",
                "spool: x\\nthermal: {limit: 80, resume: 80} | ‘thermal.resume’ of 80 °C is not below the limit",
                "spool: x\\nclaims: {lease: 15s} | ‘claims.heartbeat’ of 10s is too slow for a lease of 15s",
                "spool: x\\nhttp: {port: -1} | a whole number from 0 to 65535",
                "spool: [a, b]\\nlog: loud | :2: ‘log’ cannot be “loud”: give one of error, warning, info, debug",
                "spool: x\\nspool: y | :2: ‘spool’ stands in line 1 too",
                "threads: 1 | ‘spool’ is missing: add the line ‘spool: FOLDER’",
                "spool: 'x | this is not YAML",
                "- spool | lines of ‘key: value’",
                "spool: x\\n---\\nspool: y | one document",
                "spool: &a x\\nmodel: *a | :2: references to anchors",
                "spool: x\\ninclude: none.yaml | :2: there is no profile “none.yaml”",
                "spool: x\\ninclude: agent.yaml | :2: “agent.yaml” is included already"
            })
    void what_is_wrong_is_said_with_its_line(String text, String sentence) {
        assertThatThrownBy(() -> load(text.replace("\\n", "\n")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void all_problems_come_at_once() {
        assertThatThrownBy(() -> load("threads: x\nspin: 2\nport: 1"))
                .hasMessageContainingAll(
                        ":1: ‘threads’", ":2: ‘spin’", ":3: there is no key ‘port’", "‘spool’ is missing");
    }

    @Test
    void a_missing_file_and_a_file_that_is_no_text_are_told_apart() throws IOException {
        assertThatThrownBy(() -> AgentConfig.load(folder.resolve("none")))
                .hasMessageContaining("there is no configuration");
        Path file = Files.write(folder.resolve("agent.yaml"), new byte[] {'s', (byte) 0xff});
        assertThatThrownBy(() -> AgentConfig.load(file)).hasMessageContaining("not text in UTF-8");
    }

    @Test
    void a_file_wins_over_its_profile_and_the_command_line_over_both() throws IOException {
        Files.writeString(folder.resolve("board.yaml"), "threads: 2\n\nlog: debug\nspin: true\n");
        Path file = write("spool: x\ninclude: board.yaml\nlog: error\n");
        AgentConfig config = AgentConfig.load(file, Map.of("spin", "false"));
        assertThat(config.compute().threads()).isEqualTo(2);
        assertThat(config.log()).isEqualTo(LogThreshold.ERROR);
        assertThat(config.compute().spin()).isFalse();
        assertThat(config.source().files()).containsExactly(file, folder.resolve("board.yaml"));
        assertThat(config.describe())
                .containsPattern("(?m)^threads: 2 +# \\S*board.yaml:1 \\(included at agent.yaml:2\\)$")
                .containsPattern("(?m)^log: error +# \\S*agent.yaml:3$")
                .containsPattern("(?m)^spin: false +# command line$")
                .containsPattern("(?m)^  stillness: 2s +# default$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spool: x",
                "spool: '/a b: # \"ö\\ '\nthermal: {limit: 85, zones: [a b, c]}\nmodel: 'null'\nreserve: {memory: 1234567B}\ntasks: {sr4: {omega: 1e-5}}"
            })
    void the_description_reads_back_as_the_same_configuration(String text) throws IOException {
        AgentConfig config = load(text);
        Path described = Files.writeString(folder.resolve("described.yaml"), config.describe());
        Changes changes = AgentConfig.changes(config, AgentConfig.load(described));
        assertThat(changes.live()).isEmpty();
        assertThat(changes.restart()).isEmpty();
    }

    @Test
    void changes_are_split_into_what_a_running_agent_takes_over_and_the_rest() {
        Changes changes = AgentConfig.changes(
                load("spool: x"), load("spool: x\nmodel: wide\nwatch: {rescan: 1min}\nthermal: {limit: 80}"));
        assertThat(changes.live())
                .extracting(Changes.Change::toString)
                .containsExactly("watch.rescan 30s → 1min", "thermal.limit off → 80");
        assertThat(changes.restart()).extracting(Changes.Change::toString).containsExactly("model auto → wide");
    }

    @Test
    void the_shipped_file_is_the_template_and_says_what_the_program_does() throws IOException {
        String shipped = Files.readString(Path.of("config/agent.yaml"));
        assertThat(shipped).isEqualTo(AgentConfig.template());
        AgentConfig quiet = AgentConfig.load(Path.of("config/agent.yaml"));
        AgentConfig spoken = load(shipped.replaceAll("(?m)^( *)#(?! |include)", "$1"));
        assertThat(AgentConfig.changes(quiet, spoken)).isEqualTo(new Changes(List.of(), List.of()));
        long defaults =
                quiet.describe().lines().filter(l -> l.endsWith("# default")).count();
        assertThat(spoken.describe().lines().filter(l -> l.endsWith("# default")))
                .isEmpty();
        assertThat(defaults).isEqualTo(Keys.ALL.size() - 1L);
    }

    @Test
    void the_shipped_profiles_load_beside_the_shipped_file() throws IOException {
        for (String profile : List.of("jetson", "workstation")) {
            Files.copy(Path.of("config", profile + ".yaml"), folder.resolve(profile + ".yaml"));
            load("spool: x\ninclude: " + profile + ".yaml\n");
        }
        AgentConfig jetson = load("spool: x\ninclude: jetson.yaml\n");
        assertThat(jetson.limits().thermal().limit()).hasValue(85);
        assertThat(jetson.limits().thermal().resume()).isEqualTo(75);
    }

    @Test
    void the_providers_are_those_of_the_runtime() {
        assertThat(Keys.PROVIDER.form().range())
                .isEqualTo("auto, or one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Provider.values())
                                        .map(Provider::word)
                                        .toList()));
    }

    @ParameterizedTest
    @CsvSource({"500ms,500ms", "90s,90s", "120s,2min", "24h,1d", "0s,0ms", "1 h,1h"})
    void times_are_shown_in_their_largest_whole_unit(String text, String shown) {
        assertThat(DurationText.parse(text).map(DurationText::show)).contains(shown);
    }

    @ParameterizedTest
    @CsvSource({"500MB,500MB", "1024MiB,1GiB", "1000kB,1MB", "0B,0B", "123456789 kB,123456789kB"})
    void sizes_are_shown_in_their_largest_whole_unit(String text, String shown) {
        assertThat(SizeText.parse(text).map(SizeText::show)).contains(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1.5h", "1w", "10", "99999999999s"})
    void what_is_no_time_is_refused(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 mb", "-1MB", "1.5GB", "999999999999999TB"})
    void what_is_no_size_is_refused(String text) {
        assertThat(SizeText.parse(text)).isEqualTo(Optional.empty());
    }

    private AgentConfig load(String text) {
        return AgentConfig.load(write(text));
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("agent.yaml"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
