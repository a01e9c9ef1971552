package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.agent.Made;
import dev.psld.agent.PhotoException;
import dev.psld.agent.Work;
import dev.psld.config.AgentConfig;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.job.JobSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent has restored by real graphs, of the tiny model. */
class ModelRestorerTest {
    @TempDir
    Path folder;

    @Test
    void a_photo_of_the_task_custom_is_restored_with_the_configured_operator() throws IOException {
        GraphBuilder flip = new GraphBuilder("flip", 17);
        flip.input("photo", ElementType.FLOAT, 1, 3, 16, 16);
        flip.emitAs("negative", "Neg", Attributes.NONE, "photo");
        flip.output("negative", ElementType.FLOAT, 1, 3, 16, 16);
        Path operator = folder.resolve("negative.onnx");
        OnnxWriter.write(flip.build(), operator);
        Made made = restore(Map.of("tasks.custom.operator", operator.toString(), "tasks.custom.steps", "5"));
        assertThat(Pictures.read(made.picture()).width()).isEqualTo(16);
        assertThat(made.sidecars().get(0)).content().contains("\"operator\" : \"custom “flip”\"");
    }

    @Test
    void without_an_operator_it_fails_with_the_key_to_set() {
        assertThatExceptionOfType(PhotoException.class)
                .isThrownBy(() -> restore(Map.of()))
                .withMessageContaining("custom/odd.png")
                .withMessageContaining("tasks.custom.operator")
                .withMessageContaining("psld agent retry");
    }

    @Test
    void an_operator_that_is_not_there_fails_with_its_name() {
        assertThatExceptionOfType(PhotoException.class)
                .isThrownBy(() -> restore(Map.of("tasks.custom.operator", "/nowhere/a.onnx")))
                .withMessageContaining("/nowhere/a.onnx");
    }

    private Made restore(Map<String, String> values) throws IOException {
        Map<String, String> all = new TreeMap<>(values);
        all.put("spool", folder.resolve("spool").toString());
        all.put("model", TinyModelFolder.export(folder.resolve("model")).toString());
        AgentConfig config = AgentConfig.of(all);
        Work work = new Work(
                "custom/odd.png",
                "odd",
                "custom",
                Pictures.write(folder.resolve("photo.png"), 16, 16),
                Optional.empty(),
                Optional.empty(),
                JobSettings.none(),
                Files.createDirectories(folder.resolve("checkpoint")),
                Files.createDirectories(folder.resolve("out")));
        try (ModelRestorer restorer = new ModelRestorer(config, () -> config)) {
            return restorer.restore(work, (step, steps) -> {});
        }
    }
}
