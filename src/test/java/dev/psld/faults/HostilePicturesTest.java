package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.agent.AgentLogs;
import dev.psld.bundle.TinyBundle;
import dev.psld.picture.Bomb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that are made to take memory: after each of them the agent holds what it held before, but for some megabytes. */
@Tag("slow")
@ExtendWith(AgentLogs.class)
class HostilePicturesTest {
    private static final double SPARE_MB = 80;

    /** As the launcher gives them to the agent. */
    private static final List<String> JAVA = List.of(
            "-Xms32m",
            "-Xmx3g",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:-ShrinkHeapInSteps",
            "-XX:TieredStopAtLevel=1");

    @TempDir
    Path folder;

    @Test
    void memory_returns_to_its_level_after_each() throws IOException {
        Path model = TinyBundle.folder(folder.resolve("model"));
        Path spool = Files.createDirectories(folder.resolve("spool"));
        Drops drops = new Drops(spool, folder, 5);
        try (AgentProcess agent = new AgentProcess(
                spool,
                model,
                folder.resolve("log"),
                List.of("watch.rescan=1s", "tasks.denoise.steps=2"),
                Optional.empty(),
                JAVA)) {
            for (int k = 0; k < 5; k++) {
                drops.photo("denoise", "good" + k + ".png");
                ended(agent, spool, "good" + k);
            }
            double level = agent.residentMb();
            StringBuilder table = new StringBuilder();
            for (Map.Entry<String, byte[]> bomb : bombs().entrySet()) {
                Path made = Files.write(folder.resolve("made"), bomb.getValue());
                Files.move(
                        made,
                        Files.createDirectories(spool.resolve("inbox/denoise")).resolve(bomb.getKey()));
                ended(agent, spool, bomb.getKey().substring(0, bomb.getKey().lastIndexOf('.')));
                Awaitility.await(bomb.getKey())
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(agent.residentMb())
                                .as("MB after %s, %.0f before all", bomb.getKey(), level)
                                .isLessThan(level + SPARE_MB));
                table.append(bomb.getKey())
                        .append(' ')
                        .append(Math.round(agent.residentMb()))
                        .append("; ");
            }
            drops.photo("denoise", "after.png");
            ended(agent, spool, "after");
            assertThat(spool.resolve("done/denoise/after.png")).exists();
            System.out.printf(
                    "%.0f MB before, most at any time %.0f; MB after each: %s%n", level, agent.mostMb(), table);
        }
    }

    private static Map<String, byte[]> bombs() throws IOException {
        Map<String, byte[]> bombs = new LinkedHashMap<>();
        bombs.put("text.png", Bomb.deep("zTXt", latin("Comment\0\0"), 400));
        bombs.put("exif.png", Bomb.deep("zTXt", latin("Raw profile type exif\0\0"), 400));
        bombs.put("international.png", Bomb.deep("iTXt", latin("Raw profile type exif\0\1\0\0\0"), 400));
        bombs.put("profile.png", Bomb.deep("iCCP", latin("icc\0\0"), 400));
        bombs.put("claims.png", Bomb.png(60_000, 60_000));
        bombs.put("tall.png", Bomb.png(1, 2_000_000_000));
        bombs.put("little.png", Bomb.png(9_999, 9_999));
        bombs.put("flat.png", Bomb.flat(7_000, 7_000));
        bombs.put("directories.tif", directories(400_000));
        return bombs;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Directories of one field, each of which leads to the next. */
    private static byte[] directories(int count) {
        int size = 2 + 12 + 4;
        ByteBuffer tiff = ByteBuffer.allocate(8 + count * size).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put(latin("II*\0")).putInt(8);
        for (int i = 1; i <= count; i++) {
            tiff.putShort((short) 1)
                    .putShort((short) 254)
                    .putShort((short) 4)
                    .putInt(1)
                    .putInt(1);
            tiff.putInt(i == count ? 0 : 8 + i * size);
        }
        return tiff.array();
    }

    private static void ended(AgentProcess agent, Path spool, String stem) {
        Awaitility.await(stem)
                .atMost(Duration.ofMinutes(2))
                .failFast("the agent has died", () -> !agent.alive())
                .until(() -> Files.exists(spool.resolve("originals/denoise/" + stem + ".png"))
                        || Files.exists(spool.resolve("failed/denoise/" + stem + ".error.txt")));
    }
}
