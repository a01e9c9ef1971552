package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.agent.AgentLogs;
import dev.psld.bundle.TinyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two agents on one spool, killed at random instants over and over, lose nothing and make nothing twice. */
@Tag("slow")
@ExtendWith(AgentLogs.class)
class KillTest {
    private static final List<String> TASKS = List.of("denoise", "sr4", "inpaint-box");

    @TempDir
    Path folder;

    @Test
    void some_kills() throws IOException {
        run(12, 1);
    }

    @Test
    @Tag("faults")
    void a_thousand_kills() throws IOException {
        run(Integer.getInteger("psld.kills", 1000), Long.getLong("psld.seed", 2));
    }

    private void run(int kills, long seed) throws IOException {
        Path model = TinyBundle.folder(folder.resolve("model"));
        Path spool = Files.createDirectories(folder.resolve("spool"));
        Drops drops = new Drops(spool, folder, seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<AgentProcess> agents = new ArrayList<>();
        int photos = 0;
        long began = System.nanoTime();
        try {
            for (int i = 0; i < 2; i++) {
                agents.add(start(spool, model));
            }
            for (int killed = 0; killed < kills; killed++) {
                for (int i = 0;
                        i < 4
                                && (photos == 0
                                        || Inventory.files(spool.resolve("inbox"))
                                                        .size()
                                                < 12);
                        i++) {
                    drops.photo(TASKS.get(photos % 3), String.format("photo%05d.png", photos++));
                }
                Drops.pause(random.nextInt(200, 2500));
                int victim = random.nextInt(2);
                agents.get(victim).kill();
                agents.set(victim, start(spool, model));
            }
            long end = System.nanoTime() + 300_000_000_000L;
            while (Inventory.open(spool) > 0 && System.nanoTime() < end) {
                Drops.pause(200);
            }
            for (AgentProcess agent : agents) {
                assertThat(agent.alive()).as(agent.log()).isTrue();
                agent.stop();
            }
        } finally {
            agents.forEach(AgentProcess::close);
        }
        Inventory inventory = Inventory.of(spool, drops.all());
        System.out.printf(
                "%d kills, %d photos dropped: %d results, %d failures, %d lost, 0 twice, 0 half; %.0f s%n",
                kills,
                photos,
                inventory.done(),
                inventory.failed(),
                photos - inventory.done() - inventory.failed(),
                (System.nanoTime() - began) / 1e9);
        assertThat(inventory.failed()).isZero();
    }

    private AgentProcess start(Path spool, Path model) {
        return new AgentProcess(
                spool,
                model,
                folder.resolve("log"),
                List.of("tasks.denoise.steps=8", "checkpoint-every=2", "log=warning"));
    }
}
