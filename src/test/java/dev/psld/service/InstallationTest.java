package dev.psld.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.config.AgentConfig;
import dev.psld.file.OutputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Installing into a folder that stands for a machine. */
class InstallationTest {
    @TempDir
    private Path folder;

    private Path home = Path.of("");
    private Path root = Path.of("");

    @BeforeEach
    void build() throws IOException {
        home = folder.resolve("home");
        root = folder.resolve("machine");
        BuiltProgram.in(home);
    }

    @Test
    void without_apply_everything_is_shown_and_nothing_done() {
        String told = install(target("/var/lib/psld/spool", "psld", false), false);
        assertThat(root).doesNotExist();
        assertThat(told)
                .contains("write   " + root + "/etc/systemd/system/psld.service")
                .contains("    | ExecStart=/opt/psld/psld agent --config /etc/psld/agent.yaml")
                .contains("    | spool: /var/lib/psld/spool")
                .contains("copy    " + root + "/opt/psld/lib/library-1.0.jar (0.0 MB)")
                .contains("later   systemctl enable --now psld.service")
                .contains("nothing was changed");
    }

    @Test
    void the_program_runs_from_its_own_folder_without_the_sources() throws IOException {
        install(target("/var/lib/psld/spool", "psld", false), true);
        assertThat(files("opt/psld"))
                .containsExactly(
                        "installed.txt", "lib/library-1.0.jar", "lib/psld.jar", "onnx/tiny/bundle.json", "psld");
        assertThat(root.resolve("opt/psld/psld")).isExecutable();
        assertThat(root.resolve("etc/systemd/system/psld.service.d")).doesNotExist();
        AgentConfig config = AgentConfig.load(root.resolve("etc/psld/agent.yaml"));
        assertThat(config.queue().spool()).isEqualTo(Target.DEFAULT_SPOOL);
    }

    @Test
    void an_installed_program_can_be_installed_from_again() {
        install(target("/var/lib/psld/spool", "psld", false), true);
        Target second =
                new Target(folder.resolve("second"), Path.of("/opt/psld"), Target.DEFAULT_SPOOL, "psld", "psld", false);
        new Installation(second, true, new PrintWriter(new StringWriter())).install(root.resolve("opt/psld"));
        assertThat(folder.resolve("second/opt/psld/lib/library-1.0.jar")).hasContent("library");
    }

    @Test
    void what_a_package_brings_of_java_and_natives_goes_along_and_stays_executable() throws IOException {
        install(target("/var/lib/psld/spool", "psld", false), true);
        BuiltProgram packaged = new BuiltProgram(root.resolve("opt/psld"));
        packaged.write("lib/native/libonnxruntime.so", "natives");
        assertThat(packaged.write("runtime/bin/java", "java").toFile().setExecutable(true))
                .isTrue();
        Target second =
                new Target(folder.resolve("second"), Path.of("/opt/psld"), Target.DEFAULT_SPOOL, "psld", "psld", false);
        new Installation(second, true, new PrintWriter(new StringWriter())).install(root.resolve("opt/psld"));
        assertThat(folder.resolve("second/opt/psld/lib/native/libonnxruntime.so"))
                .hasContent("natives");
        assertThat(folder.resolve("second/opt/psld/runtime/bin/java")).isExecutable();
    }

    @Test
    void a_second_time_changes_nothing_and_restarts_nothing() {
        Target target = target("/var/lib/psld/spool", "psld", true);
        install(target, true);
        String told = install(target, true);
        assertThat(told).doesNotContain("write ", "change ", "copy ", "remove ", "try-restart", "--version");
    }

    @Test
    void an_upgrade_shows_what_differs_and_drops_what_is_gone() throws IOException {
        Target target = target("/var/lib/psld/spool", "psld", true);
        install(target, true);
        Files.writeString(
                root.resolve("etc/systemd/system/psld.service"),
                Files.readString(root.resolve("etc/systemd/system/psld.service"))
                        .replace("RestartSec=10s", "RestartSec=1s"));
        Files.writeString(root.resolve("etc/psld/agent.yaml"), "spool: /var/lib/psld/spool\nthreads: 2\n");
        for (Path data : classData()) {
            Files.writeString(data, "class data of what was there");
        }
        Path newer = new BuiltProgram(home).write("m2/library-2.0.jar", "newer");
        Files.writeString(home.resolve("target/launch/classpath"), newer.toString());
        String told = install(target("/var/lib/psld/spool", "psld", false), true);
        assertThat(told)
                .contains("    | - RestartSec=1s\n    | + RestartSec=10s\n")
                .contains("keep    " + root + "/etc/psld/agent.yaml")
                .contains("remove  " + root + "/opt/psld/lib/library-1.0.jar")
                .contains("remove  " + root + "/etc/systemd/system/psld.service.d/jetson.conf")
                .contains("try-restart");
        assertThat(files("opt/psld/lib")).containsExactly("library-2.0.jar", "psld.jar");
        assertThat(classData()).allSatisfy(data -> assertThat(data).doesNotExist());
        assertThat(AgentConfig.load(root.resolve("etc/psld/agent.yaml"))
                        .compute()
                        .threads())
                .isEqualTo(2);
    }

    @Test
    void uninstalling_takes_its_own_files_and_leaves_configuration_and_photos() throws IOException {
        install(target("/var/lib/psld/spool", "psld", true), true);
        Path photo = Files.createDirectories(root.resolve("var/lib/psld/spool/inbox/sr4"))
                .resolve("photo.jpg");
        Files.writeString(photo, "photo");
        Path own = Files.writeString(root.resolve("opt/psld/notes.txt"), "mine");
        for (Path data : classData()) {
            Files.writeString(data, "class data");
        }
        String shown = uninstall(false);
        assertThat(root.resolve("opt/psld/psld")).exists();
        assertThat(shown).contains("nothing was changed");
        uninstall(true);
        assertThat(photo).hasContent("photo");
        assertThat(own).hasContent("mine");
        assertThat(files(""))
                .containsExactly(
                        "etc/psld/agent.yaml",
                        "etc/psld/jetson.yaml",
                        "etc/psld/workstation.yaml",
                        "opt/psld/notes.txt",
                        "var/lib/psld/spool/inbox/sr4/photo.jpg");
        assertThat(root.resolve("etc/systemd/system/psld.service.d")).doesNotExist();
        assertThat(root.resolve("opt/psld/lib")).doesNotExist();
        assertThat(uninstall(true)).doesNotContain("remove", "disable");
    }

    private List<Path> classData() throws IOException {
        Path runtime = Files.createDirectories(root.resolve("opt/psld/runtime/lib/server"));
        return List.of(root.resolve("opt/psld/lib/java.jsa"), runtime.resolve("classes.jsa"));
    }

    @Test
    void an_inventory_that_names_files_elsewhere_is_not_followed() throws IOException {
        install(target("/var/lib/psld/spool", "psld", false), true);
        Path precious = Files.writeString(root.resolve("opt/precious"), "x");
        Files.writeString(root.resolve("opt/psld/installed.txt"), "../precious\n");
        assertThatThrownBy(() -> uninstall(true))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("names files outside");
        assertThat(precious).exists();
    }

    @Test
    void a_spool_elsewhere_is_the_only_folder_that_may_be_written() {
        String unit = unit(target("/srv/photos", "psld", false));
        assertThat(unit)
                .contains("\nReadWritePaths=-/srv/photos\n", "\nRequiresMountsFor=/srv/photos\n", "\nProtectHome=yes\n")
                .doesNotContain("/var/lib/psld", "BindPaths");
    }

    @Test
    void a_spool_in_a_home_is_shown_and_the_rest_of_the_home_is_not() throws IOException {
        Target target = target("/home/anna/photos", "anna", false);
        assertThat(unit(target))
                .contains(
                        "\nUser=anna\nGroup=anna\n",
                        "\nProtectHome=tmpfs\nReadOnlyPaths=-/home -/root -/run/user\nBindPaths=-/home/anna/photos\n")
                .contains("\nReadWritePaths=-/home/anna/photos\n");
        assertThat(Files.readString(root.resolve("etc/tmpfiles.d/psld.conf")))
                .contains("d /home/anna/photos - anna anna -");
        assertThat(Files.readString(root.resolve("etc/sysusers.d/psld.conf"))).contains("u anna - ");
    }

    @Test
    void a_jetson_board_gets_its_devices_and_its_profile() {
        assertThat(unit(target("/var/lib/psld/spool", "psld", true))).contains("DevicePolicy=closed");
        assertThat(root.resolve("etc/systemd/system/psld.service.d/jetson.conf"))
                .content()
                .contains("DevicePolicy=auto");
        AgentConfig config = AgentConfig.load(root.resolve("etc/psld/agent.yaml"));
        assertThat(config.limits().thermal().limit()).hasValue(85);
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/my photos, psld, letters",
        "/srv/%h, psld, letters",
        "/, psld, two levels",
        "/opt/psld/spool, psld, apart from the program",
        "/srv/photos, root, cannot be root",
        "/srv/photos, Anna B, small letters"
    })
    void names_that_systemd_would_read_otherwise_are_refused(String spool, String user, String sentence) {
        assertThatThrownBy(() -> target(spool, user, false))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void sources_that_were_never_built_are_no_program() {
        Installation installation =
                new Installation(target("/srv/photos", "psld", false), true, new PrintWriter(new StringWriter()));
        assertThatThrownBy(() -> installation.install(folder.resolve("nothing")))
                .hasMessageContaining("there is no built program")
                .hasMessageContaining("--from");
    }

    private Target target(String spool, String user, boolean jetson) {
        return new Target(root, Path.of("/opt/psld"), Path.of(spool), user, user, jetson);
    }

    private String install(Target target, boolean apply) {
        StringWriter told = new StringWriter();
        new Installation(target, apply, new PrintWriter(told)).install(home);
        return told.toString();
    }

    private String uninstall(boolean apply) {
        StringWriter told = new StringWriter();
        new Installation(target("/var/lib/psld/spool", "psld", false), apply, new PrintWriter(told)).uninstall();
        return told.toString();
    }

    private String unit(Target target) {
        install(target, true);
        try {
            return Files.readString(root.resolve("etc/systemd/system/psld.service"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> files(String below) throws IOException {
        Path start = root.resolve(below);
        try (Stream<Path> all = Files.walk(start)) {
            return List.copyOf(new TreeSet<>(all.filter(Files::isRegularFile)
                    .map(file -> start.relativize(file).toString())
                    .toList()));
        }
    }
}
