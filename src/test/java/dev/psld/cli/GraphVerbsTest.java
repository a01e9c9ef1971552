package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.bundle.TinyBundle;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphVerbsTest {
    @TempDir
    private Path folder;

    @Test
    void differentiate_writes_both_graphs() throws IOException {
        Path source = TinyBundle.source(folder.resolve("forward"));
        Path out = folder.resolve("out");
        CliRun.of("differentiate", source.resolve("decoder.onnx"), "--wrt", "z", "--of", "x", "-o", out)
                .ok();
        assertThat(TinyModelFolder.names(out)).contains("decoder.onnx", "decoder_vjp.onnx");
        assertThat(OnnxReader.read(out.resolve("decoder_vjp.onnx")).outputs())
                .extracting(Value::name)
                .containsExactly("z_cotangent");
    }

    @Test
    void an_op_without_a_rule_is_named_and_nothing_is_written() {
        Path model = folder.resolve("inverse.onnx");
        GraphBuilder graph = new GraphBuilder("inverse", 17);
        graph.opset("com.microsoft", 1);
        graph.input(new Value("x", ElementType.FLOAT, Shape.of(1, 3, 3)));
        graph.add(new Node("inverse", "Inverse", "com.microsoft", List.of("x"), List.of("y"), Attributes.of()));
        graph.output(new Value("y", ElementType.FLOAT, Shape.of(1, 3, 3)));
        OnnxWriter.write(graph.build(), model);
        Path out = folder.resolve("out");
        CliRun.of("differentiate", model, "--wrt", "x", "--of", "y", "-o", out)
                .fails(ExitCode.FAILED, "com.microsoft.Inverse", "x", "y");
        assertThat(out).doesNotExist();
    }

    @Test
    void an_unknown_input_is_named() throws IOException {
        Path source = TinyBundle.source(folder.resolve("forward"));
        Path out = folder.resolve("out");
        CliRun.of("differentiate", source.resolve("decoder.onnx"), "--wrt", "zz", "--of", "x", "-o", out)
                .fails(ExitCode.FAILED, "zz");
        assertThat(out).doesNotExist();
    }

    @Test
    void no_model_and_no_onnx_file_are_sentences() throws IOException {
        Path out = folder.resolve("out");
        CliRun.of("differentiate", folder.resolve("no.onnx"), "--wrt", "z", "--of", "x", "-o", out)
                .fails(ExitCode.FAILED, "no.onnx");
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
        CliRun.of("differentiate", text, "--wrt", "z", "--of", "x", "-o", out).fails(ExitCode.FAILED, "text.onnx");
        assertThat(out).doesNotExist();
    }

    @Test
    void export_prints_the_adjoint_test_of_each_graph() throws IOException {
        Path source = TinyBundle.source(folder.resolve("forward"));
        String printed = CliRun.of("export", source, "-o", folder.resolve("onnx/tiny"))
                .ok()
                .out();
        assertThat(printed).contains("encoder: adjoint test", "decoder: adjoint test", "unet: adjoint test");
        assertThat(folder.resolve("onnx/tiny/bundle.json")).isRegularFile();
        assertThat(TinyModelFolder.names(folder.resolve("onnx"))).containsExactly("tiny");
    }

    @Test
    void export_of_a_folder_without_model_is_refused() throws IOException {
        Path target = folder.resolve("onnx/tiny");
        CliRun.of("export", folder, "-o", target).fails(ExitCode.MODEL, "model.json");
        assertThat(target).doesNotExist();
    }
}
