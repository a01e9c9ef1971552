package dev.psld.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.bundle.TinyBundle;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import dev.psld.picture.PictureWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several first uses at once: of a cache that holds nothing yet, by processes that know nothing of each other. */
@Tag("slow")
class FirstUseTest {
    private static final int PROCESSES = 3;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"1", "4"})
    void at_once_is_as_one_after_another(String batch) throws Exception {
        ProgramCopy program = ProgramCopy.installed(folder.resolve("program"));
        Path model = TinyBundle.folder(folder.resolve("model"));
        new PictureWriter().write(Picture.rgb(16, 16, new float[3 * 16 * 16]), folder.resolve("photo.png"));
        Path cache = folder.resolve("cache");
        ExecutorService processes = Executors.newFixedThreadPool(PROCESSES);
        List<Future<ProgramCopy.Ended>> runs = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            String out = "out" + i + ".png";
            runs.add(processes.submit(() -> program.run(
                    folder,
                    Map.of("XDG_CACHE_HOME", cache.toString()),
                    "restore",
                    "photo.png",
                    "-o",
                    out,
                    "--task",
                    "denoise",
                    "--steps",
                    "2",
                    "--samples",
                    batch,
                    "--batch",
                    batch,
                    "--model",
                    model.toString())));
        }
        processes.shutdown();
        for (Future<ProgramCopy.Ended> run : runs) {
            assertThat(run.get().code()).as(run.get().said()).isZero();
        }
        float[] first = samples("out0.png");
        for (int i = 1; i < PROCESSES; i++) {
            assertThat(samples("out" + i + ".png")).isEqualTo(first);
        }
        try (Stream<Path> left = Files.walk(cache)) {
            assertThat(left.map(f -> f.getFileName().toString())).noneMatch(name -> name.contains(".part"));
        }
        try (Stream<Path> left = Files.list(program.home().resolve("lib"))) {
            assertThat(left.filter(f -> f.toString().contains(".jsa"))).hasSize(1); // the archive of classes
        }
    }

    private float[] samples(String file) {
        return new PictureReader().read(folder.resolve(file)).samples();
    }
}
