package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {
    @TempDir
    private Path folder;

    @Test
    void methods_and_commands_stand_side_by_side_and_a_second_run_makes_nothing_anew() throws IOException {
        Path clean = Files.createDirectory(folder.resolve("clean"));
        Pictures.write(clean.resolve("a.png"), 40, 36);
        Pictures.write(clean.resolve("b.png"), 36, 40);
        Files.writeString(clean.resolve("c.png"), "no picture");
        Path out = folder.resolve("report");
        Object[] command = {
            "eval",
            clean,
            "--tasks",
            "inpaint-box",
            "--methods",
            "biharmonic,bicubic,psld",
            "--baseline",
            "copy=cp {in} {out}",
            "--baseline",
            "bad=sh -c 'echo it broke; exit 4' {in} {out}",
            "-o",
            out
        };
        CliRun first = CliRun.of(command);
        assertThat(first.code()).isEqualTo(ExitCode.SOME_FAILED.code());
        assertThat(first.err()).contains("c.png");
        List<String> lines = Files.readAllLines(out.resolve("results.csv"));
        assertThat(lines).hasSize(1 + 2 * 5);
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("inpaint-box,biharmonic,a,42,done,"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("inpaint-box,bicubic,a,42,not applicable,")
                        .contains("makes pictures larger"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("inpaint-box,psld,a,42,not applicable,")
                        .contains("makes pictures of 64×64"))
                .anySatisfy(line -> assertThat(line).startsWith("inpaint-box,copy,b,42,done,"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("inpaint-box,bad,b,42,failed,")
                        .contains("ended with code 4: it broke"));
        assertThat(out.resolve("report.html"))
                .content()
                .contains("<svg")
                .contains("data:image/png;base64,")
                .contains("it broke")
                .contains("c.png");
        Path made = out.resolve("restored/biharmonic/inpaint-box/a-42.png");
        Files.setLastModifiedTime(made, FileTime.fromMillis(0));
        CliRun.of(command);
        assertThat(Files.getLastModifiedTime(made)).isEqualTo(FileTime.fromMillis(0));
        assertThat(Files.readAllLines(out.resolve("results.csv"))).isEqualTo(lines);
        Files.delete(made);
        CliRun.of(command);
        assertThat(made).exists();
    }

    @Test
    void settings_of_their_own_the_autoencoder_and_metrics_have_rows_and_columns() throws IOException {
        Path clean = Pictures.write(folder.resolve("face.png"), 64, 64);
        Path out = folder.resolve("report");
        Object[] command = {
            "eval",
            clean,
            "--tasks",
            "inpaint-box",
            "--methods",
            "autoencoder,author=psld:mode=author:steps=3,fast:steps=2",
            "-o",
            out
        };
        assertThat(CliRun.of(command).code()).isEqualTo(0);
        assertThat(Files.readAllLines(out.resolve("results.csv")))
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).startsWith("inpaint-box,author,face,42,done,"))
                .anySatisfy(line -> assertThat(line).startsWith("inpaint-box,fast-steps-2,face,42,done,"));
        Path made = out.resolve("restored/author/inpaint-box/face-42.png");
        Files.setLastModifiedTime(made, FileTime.fromMillis(0));
        GraphBuilder graph = new GraphBuilder("apart", 17);
        graph.input("a", ElementType.FLOAT, 1, 3, 64, 64);
        graph.input("b", ElementType.FLOAT, 1, 3, 64, 64);
        String apart = graph.emit("Abs", Attributes.NONE, graph.emit("Sub", Attributes.NONE, "a", "b"));
        graph.emitAs("distance", "ReduceMean", Attributes.of("keepdims", 0L), apart);
        graph.output("distance", ElementType.FLOAT);
        Path metric = folder.resolve("apart.onnx");
        OnnxWriter.write(graph.build(), metric);
        Object[] measured =
                Stream.concat(Stream.of(command), Stream.of("--metric", metric)).toArray();
        assertThat(CliRun.of(measured).code()).isEqualTo(0);
        assertThat(Files.getLastModifiedTime(made)).isEqualTo(FileTime.fromMillis(0));
        assertThat(Files.readAllLines(out.resolve("results.csv")).get(0)).endsWith(",reason,distance_apart");
        assertThat(out.resolve("summary.md")).content().contains("| apart |").contains("| autoencoder |");
        assertThat(CliRun.of("eval", clean, "--tasks", "inpaint-box", "--methods", "fast,fast", "-o", out)
                        .err())
                .contains("two rows would be called fast");
    }

    @Test
    void pictures_of_others_are_scored_against_clean_ones_of_their_names() throws IOException {
        Path restored = Files.createDirectory(folder.resolve("restored"));
        Path clean = Files.createDirectory(folder.resolve("clean"));
        Pictures.write(clean.resolve("a.png"), 30, 20);
        Files.copy(clean.resolve("a.png"), restored.resolve("a.png"));
        Pictures.write(restored.resolve("other.png"), 30, 20);
        CliRun run = CliRun.of("eval", "--pairs", restored, clean, "-o", folder.resolve("report"));
        assertThat(run.code()).isEqualTo(ExitCode.SOME_FAILED.code());
        assertThat(run.err()).contains("no clean picture is called other");
        assertThat(folder.resolve("report/summary.md"))
                .content()
                .contains("| restored | 99.00 (99.00 … 99.00) | 1.000");
    }

    @Test
    void what_cannot_be_evaluated_is_refused_in_a_sentence() {
        Path picture = Pictures.write(folder.resolve("a.png"), 20, 20);
        Path out = folder.resolve("report");
        assertThat(CliRun.of("eval", picture, "-o", out).err()).contains("give clean pictures and --tasks");
        assertThat(CliRun.of("eval", picture, "--tasks", "custom", "-o", out).err())
                .contains("needs a mask or a file for each picture");
        assertThat(CliRun.of("eval", picture, "--tasks", "sr4", "--methods", "magic", "-o", out)
                        .err())
                .contains("there is no method ‘magic’");
        assertThat(CliRun.of("eval", picture, "--tasks", "sr4", "--baseline", "cp {in} x", "-o", out)
                        .err())
                .contains("put {in} and {out} into the command");
    }
}
