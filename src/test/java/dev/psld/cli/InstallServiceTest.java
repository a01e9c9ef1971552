package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallServiceTest {
    @TempDir
    private Path folder;

    @Test
    void the_configuration_that_is_there_tells_the_spool() throws IOException {
        Path home = built();
        Path root = folder.resolve("machine");
        CliRun.of("install-service", "--root", root, "--from", home, "--spool", "/srv/photos", "--apply")
                .ok();
        assertThat(root.resolve("etc/systemd/system/psld.service")).content().contains("ReadWritePaths=-/srv/photos");
        assertThat(CliRun.of("install-service", "--root", root, "--from", home)
                        .ok()
                        .out())
                .doesNotContain("change ");
        CliRun.of("install-service", "--root", root, "--from", home, "--spool", "/srv/other")
                .fails(ExitCode.FAILED, "names the spool /srv/photos, not /srv/other", "leave --spool out");
        CliRun.of("uninstall-service", "--root", root, "--apply").ok();
        assertThat(root.resolve("opt/psld")).doesNotExist();
        assertThat(root.resolve("etc/psld/agent.yaml")).exists();
    }

    @Test
    void a_broken_configuration_is_not_installed_over() throws IOException {
        Path file = folder.resolve("machine/etc/psld/agent.yaml");
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "spol: /srv/photos");
        CliRun.of("install-service", "--root", folder.resolve("machine"), "--from", built())
                .fails(ExitCode.CONFIGURATION, "did you mean ‘spool’?");
    }

    @Test
    void a_queue_on_other_machines_is_said_to_want_a_line_in_the_unit() throws IOException {
        Path file = folder.resolve("machine/etc/psld/agent.yaml");
        Files.createDirectories(file.resolveSibling("."));
        Object[] install = {"install-service", "--root", folder.resolve("machine"), "--from", built()};
        Files.writeString(file, "spool: /var/lib/psld/spool\nqueue: nats://me:secret@n1:4222, nats://n2:4222\n");
        assertThat(CliRun.of(install).ok().out())
                .contains("its queue is at nats://n1:4222, nats://n2:4222", "IPAddressAllow=")
                .doesNotContain("secret");
        Files.writeString(
                file, "spool: /var/lib/psld/spool\nqueue: nats://me:secret@127.0.0.1:4222, nats://localhost:4222\n");
        assertThat(CliRun.of(install).ok().out()).doesNotContain("its queue is at");
        Files.writeString(file, "spool: /var/lib/psld/spool\n");
        assertThat(CliRun.of(install).ok().out()).doesNotContain("its queue is at");
    }

    @Test
    void a_board_can_be_said_to_be_one_or_not() throws IOException {
        Path home = built();
        Object[] jetson = {"install-service", "--root", folder.resolve("machine"), "--from", home, "--jetson"};
        Object[] none = {"install-service", "--root", folder.resolve("machine"), "--from", home, "--no-jetson"};
        assertThat(CliRun.of(jetson).ok().out()).contains("jetson.conf", "    | include: jetson.yaml");
        assertThat(CliRun.of(none).ok().out()).doesNotContain("jetson.conf", "    | include: jetson.yaml");
    }

    private Path built() throws IOException {
        Path launch = Files.createDirectories(folder.resolve("home/target/launch"));
        Files.writeString(launch.resolve("psld.jar"), "");
        Files.writeString(
                launch.resolve("classpath"), launch.resolve("other.jar").toString());
        Files.writeString(launch.resolve("other.jar"), "");
        return Files.writeString(folder.resolve("home/psld"), "")
                .resolveSibling(".")
                .normalize();
    }
}
