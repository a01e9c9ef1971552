package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.agent.AgentLogs;
import dev.psld.bundle.TinyBundle;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureWriter;
import dev.psld.service.ProgramCopy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as they come from other systems, through the command and the agent as processes: no bytes of them are lost. */
@Tag("slow")
@ExtendWith(AgentLogs.class)
class WildNamesTest {
    /** Latin-1, as a URI writes the byte. */
    private static final String CAFE = "caf%E9";

    private static final String CAFE_GRAVE = "caf%E8";

    @TempDir
    Path folder;

    private Path model = Path.of("");
    private Path photos = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        model = TinyBundle.folder(folder.resolve("model"));
        photos = Files.createDirectory(folder.resolve("photos"));
    }

    /** A file whose name is given as in a URI. */
    private static Path in(Path folder, String name) {
        return Path.of(URI.create("file://" + folder.toUri().getRawPath().replaceAll("/$", "") + "/" + name));
    }

    private Path photo(Path file) throws IOException {
        Path made = folder.resolve("made.png");
        new PictureWriter().overwriting(true).write(Picture.rgb(16, 16, new float[3 * 16 * 16]), made);
        return Files.copy(made, file);
    }

    private Path mask(Path file) throws IOException {
        float[] samples = new float[3 * 16 * 16];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i % 16 < 5 ? 1 : -1;
        }
        Path made = folder.resolve(
                "mask" + file.toString().substring(file.toString().lastIndexOf('.')));
        new PictureWriter().overwriting(true).write(Picture.rgb(16, 16, samples), made);
        return Files.copy(made, file);
    }

    @Test
    void the_command_takes_words_that_are_no_text_and_writes_what_belongs_to_them() throws Exception {
        photo(in(photos, CAFE + ".png"));
        photo(in(photos, CAFE_GRAVE + ".png"));
        photo(in(photos, "@home.png"));
        mask(in(photos, CAFE + ".MASK.PNG"));
        mask(in(photos, CAFE_GRAVE + ".mask.jpg"));
        mask(in(photos, "@home.Mask.png"));
        restore("photos", "out$(printf '\\351')", "--task inpaint");
        Path out = in(folder, "out%E9");
        for (String name : List.of(CAFE, CAFE_GRAVE, "@home")) {
            assertThat(in(out, name + ".png")).exists();
            assertThat(in(out, name + ".json")).exists();
        }
        assertThat(count(out)).isEqualTo(6);
        restore("photos/caf$(printf '\\351').png", "one$(printf '\\350').tif", "--task denoise --samples 2");
        for (String name : List.of("one%E8.tif", "one%E8.json", "one%E8-s2.png", "one%E8.uncertainty.png")) {
            assertThat(in(folder, name)).exists();
        }
    }

    @Test
    void a_folder_of_such_a_name_is_worked_in() throws Exception {
        Path here = Files.createDirectory(in(photos, CAFE));
        photo(here.resolve("a.png"));
        photo(here.resolve("@b.png"));
        ProgramCopy program = ProgramCopy.installed(folder.resolve("program"));
        String line = "cd \"$(printf 'photos/caf\\351')\" && '" + program.home() + "/psld' restore . -o ";
        for (String out : List.of("../beside", "out")) {
            ProgramCopy.Ended ended = ProgramCopy.run(
                    List.of("sh", "-c", line + out + " --model \"$MODEL\" --steps 2 --task denoise"),
                    folder,
                    Map.of("MODEL", model.toString()));
            assertThat(ended.code()).as(ended.said()).isZero();
        }
        assertThat(count(here.resolve("out"))).isEqualTo(4);
        assertThat(count(photos.resolve("beside"))).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "restore photos -o out --task denoise --model 'm$X', 10, rename it",
        "doctor --model 'm$X', 10, rename it",
        "agent --set 'spool=s$X', 78, a path in UTF-8",
        "agent status --spool 's$X', 78, a path in UTF-8"
    })
    void a_model_and_a_spool_of_such_a_name_are_refused_by_it(String words, int code, String said) throws Exception {
        photo(photos.resolve("a.png"));
        String line =
                "X=$(printf '\\351'); mkdir -p \"m$X\" \"s$X\"; exec \"$JAVA_HOME/bin/java\" -cp \"$CP\" dev.psld.cli.Psld "
                        + words.replace('\'', '"');
        ProgramCopy.Ended ended =
                ProgramCopy.run(List.of("sh", "-c", line), folder, Map.of("CP", System.getProperty("java.class.path")));
        assertThat(ended.code()).as(ended.said()).isEqualTo(code);
        assertThat(ended.said()).contains("UTF-8", said).doesNotContain("\tat ");
    }

    /** As a shell starts it, for Java hands no such words on. */
    private void restore(String from, String to, String more) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec \"$JAVA\" -XX:TieredStopAtLevel=1 -cp \"$CP\" dev.psld.cli.Psld restore \"" + from
                                + "\" -o \"" + to + "\" --model \"$MODEL\" --steps 2 " + more)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA", java);
        builder.environment().put("CP", System.getProperty("java.class.path"));
        builder.environment().put("MODEL", model.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(new String(Files.readAllBytes(log), StandardCharsets.UTF_8))
                .isZero();
    }

    @Test
    void the_agent_takes_them_too() throws IOException {
        Path spool = Files.createDirectories(folder.resolve("spool"));
        Path inpaint = Files.createDirectories(spool.resolve("inbox/inpaint"));
        Path denoise = Files.createDirectories(spool.resolve("inbox/denoise"));
        photo(in(inpaint, CAFE + ".png"));
        photo(in(inpaint, CAFE_GRAVE + ".png"));
        photo(in(inpaint, "X.png"));
        mask(in(inpaint, CAFE + ".Mask.png"));
        mask(in(inpaint, CAFE_GRAVE + ".mask.jpg"));
        mask(in(inpaint, "X.MASK.PNG"));
        List<String> names = new ArrayList<>(List.of("@home"));
        for (int length = 236; length <= 251; length += 3) {
            names.add("n".repeat(length)); // 240 to 255 bytes with its ending
        }
        for (String name : names) {
            photo(in(denoise, name + ".png"));
        }
        try (AgentProcess agent = new AgentProcess(
                spool,
                model,
                folder.resolve("log"),
                List.of("tasks.inpaint.steps=2", "tasks.denoise.steps=2", "watch.rescan=1s"))) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .failFast("the agent has died", () -> !agent.alive())
                    .until(() -> count(spool.resolve("originals/inpaint")) == 6
                            && count(spool.resolve("originals/denoise")) == names.size());
        }
        for (String name : List.of(CAFE, CAFE_GRAVE, "X")) {
            assertThat(in(spool.resolve("done/inpaint"), name + ".png")).exists();
        }
        for (String name : names) {
            assertThat(in(spool.resolve("originals/denoise"), name + ".png")).exists();
        }
        assertThat(count(spool.resolve("done/denoise"))).isEqualTo(2L * names.size());
        assertThat(Inventory.files(spool.resolve("failed"))).isEmpty();
    }

    private static long count(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
