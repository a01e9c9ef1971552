package dev.psld.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JetPackTest {
    @TempDir
    Path root;

    @Test
    void releases_of_jetson_linux_tell_the_jetpack() throws IOException {
        assertThat(of(36, "4.3")).isEqualTo("6.2");
        assertThat(of(36, "4.0")).isEqualTo("6.1");
        assertThat(of(35, "5.0")).isEqualTo("5");
        assertThat(of(38, "4.0")).isEqualTo("7.1");
        assertThat(of(39, "2.0")).isEqualTo("7.2");
        assertThat(of(99, "1.0")).isEqualTo("of unknown version");
    }

    private String of(int major, String revision) throws IOException {
        JetPack found = JetPack.of(new FakeMachine(root).jetson(major, revision).files())
                .orElseThrow();
        assertThat(found.board()).hasValue("NVIDIA Jetson AGX Orin Developer Kit");
        assertThat(found.major())
                .isEqualTo(
                        found.version().startsWith("of") ? 0 : found.version().charAt(0) - '0');
        return found.version();
    }

    @Test
    void what_dpkg_has_installed_goes_before_the_table() throws IOException {
        FakeMachine machine = new FakeMachine(root).file("/var/lib/dpkg/status", """
                        Package: nvidia-jetpack-dev
                        Status: install ok installed
                        Version: 1.0

                        Package: nvidia-l4t-core
                        Status: install ok installed
                        Version: 36.4.7-20250918154033

                        Package: nvidia-jetpack
                        Status: install ok installed
                        Architecture: arm64
                        Version: 6.2.1+b38
                        """);
        assertThat(JetPack.of(machine.files()))
                .hasValueSatisfying(found ->
                        assertThat(found.version() + " " + found.release()).isEqualTo("6.2.1 36.4.7"));
    }

    @Test
    void a_package_that_was_removed_does_not_count() throws IOException {
        FakeMachine machine = new FakeMachine(root)
                .jetson(36, "4.3")
                .file(
                        "/var/lib/dpkg/status",
                        "Package: nvidia-jetpack\nStatus: deinstall ok config-files\nVersion: 5.1+b1\n");
        assertThat(JetPack.of(machine.files()).orElseThrow().version()).isEqualTo("6.2");
    }

    @Test
    void other_machines_have_none() {
        assertThat(JetPack.of(new FakeMachine(root).files())).isEmpty();
    }
}
