package dev.psld.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.bundle.TinyBundle;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verb prints and cannot be written is a failure: of a full disk, of an end that nobody reads, of a closed one. */
@Tag("slow")
@EnabledOnOs(OS.LINUX) // which has /dev/full
class UnwritableOutputTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        TinyBundle.folder(folder.resolve("onnx"));
        Files.move(folder.resolve("onnx/forward"), folder.resolve("forward"));
        Files.createDirectories(folder.resolve("spool/inbox"));
        new PictureWriter().write(Picture.rgb(16, 16, new float[3 * 16 * 16]), folder.resolve("photo.png"));
    }

    @ParameterizedTest
    @CsvSource({
        "--help, >/dev/full",
        "--version, >/dev/full",
        "models, >/dev/full",
        "models --json, >/dev/full",
        "models --json, >&-",
        "models --json, '| head -c 0'",
        "doctor --json --model tiny, >/dev/full",
        "agent --check-config --set spool=spool --set model=tiny, >/dev/full",
        "agent status --spool spool, >/dev/full",
        "agent status --json --spool spool, >/dev/full",
        "degrade photo.png -o d --task denoise, >/dev/full",
        "degrade photo.png -o e --task denoise --json, >/dev/full",
        "restore photo.png -o r --task denoise --model tiny --steps 2, >/dev/full",
        "restore photo.png -o s --task denoise --model tiny --steps 2 --json, >/dev/full",
        "bench --model tiny --task denoise --steps 2 --rounds 1 --json, >/dev/full",
        "compare-engines --model tiny --task denoise --steps 2 --rounds 1, >/dev/full",
        "export forward -o x, >/dev/full",
        "differentiate forward/unet.onnx --wrt z --of prediction -o v, >/dev/full"
    })
    void what_cannot_be_printed_is_a_failure(String words, String to) throws Exception {
        String program =
                "\"$JAVA_HOME/bin/java\" -XX:TieredStopAtLevel=1 -Dpsld.home=. -cp \"$CP\" dev.psld.cli.Psld " + words;
        // The pipe's reader is gone before anything is written.
        String line = to.startsWith("|")
                ? "{ { sleep 1; " + program + "; echo $? >code; } " + to + "; }"
                : program + " " + to;
        ProgramCopy.Ended ended = ProgramCopy.run(
                List.of("sh", "-c", line), folder, Map.of("CP", System.getProperty("java.class.path", "")));
        int code = to.startsWith("|")
                ? Integer.parseInt(Files.readString(folder.resolve("code")).strip())
                : ended.code();
        assertThat(code).as(ended.said()).isOne();
        assertThat(ended.said())
                .contains("standard output cannot be written to")
                .doesNotContain("\tat ");
    }

    /** As on a disk without room. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "doctor",
                "degrade photo.png -o full --task denoise",
                "restore photo.png -o full --task denoise --model onnx/tiny"
            })
    void no_room_for_the_native_code_is_no_crash(String words) throws Exception {
        ProgramCopy.Ended ended = ProgramCopy.run(
                List.of(
                        "sh",
                        "-c",
                        "ulimit -f 2; exec \"$JAVA_HOME/bin/java\" -XX:-UsePerfData -cp \"$CP\" dev.psld.cli.Psld "
                                + words),
                folder,
                Map.of("CP", System.getProperty("java.class.path", "")));
        assertThat(ended.code()).as(ended.said()).isNotZero();
        assertThat(ended.said()).contains("JNA", "XDG_CACHE_HOME").doesNotContain("\tat ", "Exception in");
        assertThat(folder.resolve("full")).doesNotExist();
    }
}
