package dev.psld.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrarySearchTest {
    @TempDir
    Path root;

    @Test
    void the_loaders_folders_come_first_and_in_its_order() throws IOException {
        FakeMachine machine = new FakeMachine(root)
                .library("/usr/lib/x86_64-linux-gnu", "libcudnn.so.9", "9.1.0")
                .file("/etc/ld.so.conf", "# all\ninclude /etc/ld.so.conf.d/*.conf\n")
                .file("/etc/ld.so.conf.d/cuda.conf", "/usr/local/cuda-12/lib64 # of the installer\n")
                .library("/usr/local/cuda-12/lib64", "libcudnn.so.9", "9.5.1")
                .library("/mine", "libcudnn.so.9", "9.9.9");
        assertThat(found(machine.files(), "libcudnn.so.9")).isEqualTo("9.5.1 true");
        assertThat(found(machine.files(Map.of("LD_LIBRARY_PATH", "/nowhere:/mine")), "libcudnn.so.9"))
                .isEqualTo("9.9.9 true");
    }

    @Test
    void what_the_loader_does_not_see_is_found_where_installers_put_it() throws IOException {
        FakeMachine machine = new FakeMachine(root)
                .library("/usr/local/cuda-13.0/targets/x86_64-linux/lib", "libcublas.so.13", "13.0.0.19")
                .file("/venv/lib/python3.12/site-packages/nvidia/cudnn/lib/libcudnn.so.9", "")
                .file("/venv/lib/python3.12/site-packages/nvidia_cudnn_cu13-9.14.0.64.dist-info/METADATA", "");
        MachineFiles files = machine.files(Map.of("VIRTUAL_ENV", "/venv"));
        assertThat(found(files, "libcublas.so.13")).isEqualTo("13.0.0.19 false");
        assertThat(found(files, "libcudnn.so.9")).isEqualTo("9.14.0.64 false");
        assertThat(LibrarySearch.on(files, List.of()).find("libcublas.so.12")).isEmpty();
        assertThat(LibrarySearch.on(files, List.of()).other("libcublas.so."))
                .hasValueSatisfying(f -> assertThat(f.name()).isEqualTo("libcublas.so.13"));
    }

    @Test
    void a_configuration_that_includes_itself_ends() throws IOException {
        FakeMachine machine = new FakeMachine(root)
                .file("/etc/ld.so.conf", "include ld.so.conf\n/opt/lib\n")
                .library("/opt/lib", "libcufft.so.11", "11.2.3");
        assertThat(found(machine.files(), "libcufft.so.11")).isEqualTo("11.2.3 true");
    }

    @Test
    void a_library_finds_what_lies_where_it_says_itself() throws IOException {
        FakeMachine machine = new FakeMachine(root).library("/ort/cuda", "libcudart.so.12", "12.4.127");
        assertThat(LibrarySearch.on(machine.files(), List.of(root.resolve("ort/cuda")))
                        .find("libcudart.so.12")
                        .orElseThrow()
                        .loaded())
                .isTrue();
    }

    private static String found(MachineFiles files, String soname) {
        FoundLibrary found = LibrarySearch.on(files, List.of()).find(soname).orElseThrow();
        return found.version().orElse("?") + " " + found.loaded();
    }
}
