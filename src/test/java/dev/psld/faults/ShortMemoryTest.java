package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.agent.AgentLogs;
import dev.psld.bundle.TinyBundle;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureWriter;
import dev.psld.service.ProgramCopy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Photos that are larger than the memory: refused with what they take and what there is, and the others go on. */
@Tag("slow")
@ExtendWith(AgentLogs.class)
class ShortMemoryTest {
    private static final String HEAP = "-Xmx200m";

    @TempDir
    Path folder;

    /** 20 megapixels: 0.3 GB while they are read. */
    private void large(Path file) throws IOException {
        ImageIO.write(new BufferedImage(5000, 4000, BufferedImage.TYPE_BYTE_BINARY), "png", file.toFile());
    }

    private void small(Path file) {
        new PictureWriter().write(Picture.rgb(16, 16, new float[3 * 16 * 16]), file);
    }

    @Test
    void the_command_says_so() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        large(in.resolve("a.png"));
        small(in.resolve("b.png"));
        ProgramCopy.Ended ended = ProgramCopy.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.psld.cli.Psld",
                        "degrade",
                        "in",
                        "-o",
                        "out",
                        "--task",
                        "denoise"),
                folder,
                Map.of());
        assertThat(ended.code()).as(ended.said()).isEqualTo(3);
        assertThat(ended.said())
                .contains(
                        "a.png does not fit into the memory",
                        "5000×4000 pixels take 0.3 GB",
                        "Java may take 0.2 GB",
                        "-Xmx2g")
                .doesNotContain("\tat ", "OutOfMemory");
        assertThat(folder.resolve("out/b.png")).exists();
    }

    @Test
    void the_agent_says_so_and_goes_on() throws Exception {
        Path model = TinyBundle.folder(folder.resolve("model"));
        Path spool = folder.resolve("spool");
        Path denoise = Files.createDirectories(spool.resolve("inbox/denoise"));
        large(denoise.resolve("a.png"));
        small(denoise.resolve("b.png"));
        try (AgentProcess agent = new AgentProcess(
                spool,
                model,
                folder.resolve("log"),
                List.of("tasks.denoise.steps=2", "watch.rescan=1s"),
                Optional.empty(),
                List.of("-XX:TieredStopAtLevel=1", HEAP))) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .failFast("the agent has died", () -> !agent.alive())
                    .until(() -> Files.exists(spool.resolve("done/denoise/b.png"))
                            && Files.exists(spool.resolve("failed/denoise/a.error.txt")));
            assertThat(Files.readString(spool.resolve("failed/denoise/a.error.txt")))
                    .contains("5000×4000 pixels take 0.3 GB", "Java may take 0.2 GB", "-Xmx2g");
            assertThat(agent.log()).doesNotContain("\tat ", "OutOfMemory");
        }
    }
}
