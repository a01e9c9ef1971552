package dev.psld.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.bundle.TinyBundle;
import dev.psld.ort.CacheFolder;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, its program and its models in folders of any name: each restores a photo with the real Java. */
@Tag("slow")
class LauncherPlacesTest {
    private static final String ODD = "sp ace é写 ' \" 50% $HOME `x` ;&*?[1]#\\ -";

    @TempDir
    private Path folder;

    private Path model = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        model = TinyBundle.folder(folder.resolve("model"));
        new PictureWriter().write(Picture.rgb(16, 16, new float[3 * 16 * 16]), folder.resolve("photo.png"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a:b/" + ODD})
    void a_checkout(String name) throws Exception {
        restores(
                ProgramCopy.checkout(folder.resolve(name)),
                Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {ODD, "wow!x/a:b"})
    void an_installation(String name) throws Exception {
        restores(
                ProgramCopy.installed(folder.resolve(name)),
                Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()));
    }

    @Test
    void a_home_with_a_colon_too() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("c:d"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        restores(
                ProgramCopy.installed(folder.resolve("a:b")),
                Map.of("XDG_CACHE_HOME", cache.toString(), "TMPDIR", temporary.toString()));
        assertThat(cache.resolve("psld/links")).doesNotExist();
    }

    @Test
    void what_java_finds_nothing_in_is_named() throws Exception {
        ProgramCopy.Ended ended = ProgramCopy.installed(folder.resolve("wow!")).run(folder, "--version");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.said()).contains("an exclamation mark at the end", "rename or move " + folder.resolve("wow!"));
    }

    /** Where the program is, its model comes from there too. */
    private void restores(ProgramCopy program, Map<String, String> environment) throws Exception {
        Path cache = Path.of(environment.get("XDG_CACHE_HOME")).resolve("psld");
        Files.createDirectories(cache);
        try (Stream<Path> unpacked = Files.list(Files.createDirectories(CacheFolder.path()))) {
            for (Path natives : unpacked.filter(f -> f.getFileName().toString().startsWith("ort-"))
                    .toList()) {
                Files.createSymbolicLink(cache.resolve(natives.getFileName()), natives);
            }
        }
        Files.createSymbolicLink(
                Files.createDirectory(program.home().resolve("onnx")).resolve("tiny"), model);
        ProgramCopy.Ended ended = program.run(
                folder,
                environment,
                "restore",
                "photo.png",
                "-o",
                "out.png",
                "--task",
                "denoise",
                "--steps",
                "2",
                "--model",
                "tiny");
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("photo.png → out.png").doesNotContain("building");
        assertThat(folder.resolve("out.png")).exists();
    }
}
