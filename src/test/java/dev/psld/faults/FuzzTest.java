package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.psld.config.AgentConfig;
import dev.psld.config.ConfigurationException;
import dev.psld.config.Presets;
import dev.psld.job.JobException;
import dev.psld.job.JobSettings;
import dev.psld.picture.BadPictureException;
import dev.psld.picture.Fixtures;
import dev.psld.picture.Kernel;
import dev.psld.picture.PaintedMask;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were changed at random: each is read, or refused by a sentence, soon and without keeping memory. */
class FuzzTest {
    private static final long LONGEST = 5_000_000_000L; // ns of the processor, which do not grow with what else runs
    private static final long SEED = 20260101;

    @TempDir
    Path folder;

    /** A good file, and what reads it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Kind(String name, byte[] good, boolean text, Reader reader) {}

    @FunctionalInterface
    private interface Reader {
        void read(Path file);
    }

    @Test
    void five_hundred_are_read_or_refused() throws IOException {
        run(500, SEED);
    }

    @Test
    @Tag("faults")
    void twelve_thousand_are_read_or_refused() throws IOException {
        run(12_000, SEED + 1);
    }

    private void run(int count, long seed) throws IOException {
        List<Kind> kinds = kinds();
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Integer> ends = new TreeMap<>();
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long worst = 0;
        long before = 0;
        for (int i = 0; i < count; i++) {
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            byte[] other = kinds.get(random.nextInt(kinds.size())).good();
            byte[] bad = Mutation.of(kind.good(), other, kind.text(), random);
            Path file = Files.write(folder.resolve("input"), bad);
            long start = clock.getCurrentThreadCpuTime();
            String end = outcome(kind, file, i);
            long took = clock.getCurrentThreadCpuTime() - start;
            assertThat(took).as("ns for input %d of %s", i, kind.name()).isLessThan(LONGEST);
            worst = Math.max(worst, took);
            ends.merge(end, 1, Integer::sum);
            if (i == count / 4) {
                before = heldMb();
            }
        }
        long after = heldMb();
        assertThat(after).as("MB held, after a quarter and at the end").isLessThan(before + 20);
        System.out.printf(
                "%d changed files: %s; the slowest took %d ms; %d → %d MB%n",
                count, ends, worst / 1_000_000, before, after);
    }

    private static String outcome(Kind kind, Path file, int number) {
        try {
            kind.reader().read(file);
            return "read";
        } catch (BadPictureException | JobException | ConfigurationException e) {
            assertThat(e.getMessage())
                    .as("input %d of %s", number, kind.name())
                    .hasSizeGreaterThan(20)
                    .doesNotContain("Exception", "\tat ", "unexpected ");
            return "refused";
        } catch (RuntimeException | Error e) {
            return fail("input " + number + " of " + kind.name(), e);
        }
    }

    private static long heldMb() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    private static List<Kind> kinds() throws IOException {
        List<Kind> kinds = new ArrayList<>();
        PictureReader reader = new PictureReader();
        for (String file : List.of(
                "smooth.jpg",
                "cmyk.jpg",
                "told.jpg",
                "wide.jpg",
                "smooth.webp",
                "rgba8.webp",
                "told.webp",
                "wide.tif",
                "told.tif",
                "cmyk.tif",
                "pages.tif",
                "told.png",
                "palette.png",
                "rgba16.png",
                "wide.png",
                "orientation6.png")) {
            kinds.add(picture(Fixtures.file(file), reader));
        }
        try (Stream<Path> all = Files.list(Fixtures.file("kinds"))) {
            all.filter(f -> f.toString().matches(".*\\.(png|jpg|tif|webp)"))
                    .sorted()
                    .forEach(f -> kinds.add(picture(f, reader)));
        }
        kinds.add(new Kind("mask", Files.readAllBytes(Fixtures.file("grey8.png")), false, f -> {
            Picture mask = reader.read(f);
            PaintedMask.of(mask, false, "m.png");
        }));
        kinds.add(
                new Kind("kernel", Files.readAllBytes(Fixtures.file("grey8.png")), false, f -> Kernel.read(f, reader)));
        byte[] settings =
                "{\"steps\": 5, \"gamma\": 0.1, \"omega\": 1, \"seed\": 7, \"method\": \"psld\", \"maskInverted\": true}"
                        .getBytes(StandardCharsets.UTF_8);
        byte[] yaml = AgentConfig.template().getBytes(StandardCharsets.UTF_8);
        byte[] shortYaml =
                "spool: /var/lib/psld/spool\nwatch:\n  stillness: 2s\n  rescan: 1m\ntasks:\n  sr4:\n    steps: 40\n"
                        .getBytes(StandardCharsets.UTF_8);
        byte[] presets = Files.readAllBytes(Path.of("config/presets.json"));
        for (int i = 0; i < kinds.size() / 12; i++) { // as many as of pictures, nearly
            kinds.add(new Kind("settings", settings, true, f -> JobSettings.read(f, "photo.png.json")));
            kinds.add(new Kind("yaml", i % 2 == 0 ? yaml : shortYaml, true, AgentConfig::load));
            kinds.add(new Kind("presets", presets, true, f -> Presets.shipped().with(f)));
        }
        return kinds;
    }

    private static Kind picture(Path file, PictureReader reader) {
        try {
            return new Kind(String.valueOf(file.getFileName()), Files.readAllBytes(file), false, reader::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
