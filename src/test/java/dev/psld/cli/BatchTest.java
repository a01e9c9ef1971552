package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.cli.event.Event;
import dev.psld.derive.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bad input never stops the others, whatever is bad about it. */
class BatchTest {
    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();
    private final List<Throwable> traced = new ArrayList<>();

    private Batch batch(String... names) throws Exception {
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            files.add(Files.createFile(folder.resolve(name)));
        }
        return Batch.expand(files, file -> false, events::add, traced::add);
    }

    private static Event.Finished done(Path file) {
        return new Event.Finished(file.toString(), List.of(), OptionalDouble.empty(), 0);
    }

    @Test
    void a_defect_and_a_lack_of_memory_fail_their_inputs_alone() throws Exception {
        RuntimeException defect = new IllegalStateException("a defect");
        Map<String, Throwable> failures = Map.of("a.png", defect, "b.png", new OutOfMemoryError());
        ExitCode code = batch("a.png", "b.png", "c.png").run(file -> {
            Throwable failure = failures.get(String.valueOf(file.getFileName()));
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            return done(file);
        });
        assertThat(code).isEqualTo(ExitCode.SOME_FAILED);
        assertThat(events.stream().map(e -> e.getClass().getSimpleName()))
                .containsExactly("Failed", "Failed", "Finished", "Summary");
        assertThat(((Event.Failed) events.get(0)).sentence()).contains("unexpected", "a defect");
        assertThat(((Event.Failed) events.get(1)).sentence()).contains("memory");
        assertThat(traced).containsExactly(defect);
    }

    @Test
    void what_would_fail_every_input_ends_the_run() throws Exception {
        Batch batch = batch("a.png", "b.png");
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> batch.run(file -> {
                    throw new ModelException("the model is damaged");
                }));
    }
}
