package dev.psld.diffusers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import dev.psld.autodiff.Mode;
import dev.psld.bundle.BundleExport;
import dev.psld.fault.FaultException;
import dev.psld.file.TemporaryFolder;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no model that can be imported is refused in a sentence that says what it is and what to do; nothing is left of it. */
class BadPipelineTest {
    private static Environment environment;

    @TempDir
    Path scratch;

    @BeforeAll
    static void open() {
        environment = Environment.open();
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    private void refused(Path source, String... words) {
        Path target = scratch.resolve("models").resolve("bad");
        assertThatThrownBy(() -> {
                    DiffusersModel model = DiffusersModel.read(
                            environment,
                            PipelineFolder.find(source),
                            new ImportRequest("bad", "a test", OptionalInt.of(Pipelines.SIZE)));
                    new BundleExport(environment, Mode.TAPE, line -> {}).export(model, target);
                })
                .isInstanceOf(FaultException.class)
                .hasMessageContainingAll(words);
        assertThat(target.getParent())
                .satisfiesAnyOf(folder -> assertThat(folder).doesNotExist(), folder -> {
                    try (Stream<Path> left = Files.list(folder)) {
                        assertThat(left).isEmpty();
                    }
                });
    }

    private Path sd() throws IOException {
        return Pipelines.folder("sd", scratch);
    }

    private static Path write(Path folder, String part, GraphBuilder graph) throws IOException {
        Path file = folder.resolve(part).resolve("model.onnx");
        Files.delete(file);
        OnnxWriter.write(graph.build(), file);
        return folder;
    }

    /** sample of so many channels, and what the UNet is told, by one convolution to four channels. */
    private static GraphBuilder unet(int channels) {
        GraphBuilder graph = new GraphBuilder("unet", 17);
        graph.input("sample", ElementType.FLOAT, -1, -1, -1, -1);
        graph.input("timestep", ElementType.INT64, -1);
        graph.input("encoder_hidden_states", ElementType.FLOAT, -1, -1, 8);
        String weight = graph.constant(Tensor.filled(ElementType.FLOAT, Shape.of(4, channels, 1, 1), 0.1));
        graph.emitAs("out_sample", "Conv", Attributes.NONE, "sample", weight);
        return graph.output("out_sample", ElementType.FLOAT, -1, 4, -1, -1);
    }

    @Test
    void an_inpainting_unet() throws IOException {
        refused(write(sd(), "unet", unet(9)), "9 channels", "inpainting", "give the one that it was made from");
    }

    @Test
    void a_unet_that_is_told_a_picture() throws IOException {
        refused(write(sd(), "unet", unet(8)), "8 channels", "told a picture");
    }

    @Test
    void parts_of_different_models() throws IOException {
        refused(write(sd(), "unet", unet(16)), "16 channels", "different models");
    }

    @Test
    void a_quantised_export() throws IOException {
        GraphBuilder graph = new GraphBuilder("unet", 17);
        graph.input("sample", ElementType.FLOAT, -1, 4, -1, -1);
        graph.input("timestep", ElementType.INT64, -1);
        graph.add(new dev.psld.graph.Node(
                "unet/quantise",
                "DynamicQuantizeLinear",
                "",
                List.of("sample"),
                List.of("q", "scale", "zero"),
                Attributes.NONE));
        graph.emitAs("out_sample", "DequantizeLinear", Attributes.NONE, "q", "scale", "zero");
        graph.output("out_sample", ElementType.FLOAT, -1, 4, -1, -1);
        refused(write(sd(), "unet", graph), "quantised", "unet/quantise", "fp32 or fp16");
    }

    @Test
    void a_file_that_says_that_it_is_quantised() throws IOException {
        Path folder = sd();
        Files.move(folder.resolve("unet/model.onnx"), folder.resolve("unet/model_int8.onnx"));
        refused(folder, "model_int8.onnx", "quantised", "fp32 or fp16");
    }

    @Test
    void an_export_rewritten_for_one_runtime() throws IOException {
        GraphBuilder graph = unet(4).opset("com.microsoft", 1);
        graph.add(new dev.psld.graph.Node(
                "fused", "FastGelu", "com.microsoft", List.of("sample"), List.of("g"), Attributes.NONE));
        graph.output("g", ElementType.FLOAT, -1, 4, -1, -1);
        refused(write(sd(), "unet", graph), "com.microsoft", "fused", "before it was optimised");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokenizer", "text_encoder", "vae_encoder", "vae_decoder"})
    void a_part_that_is_missing(String part) throws IOException {
        Path folder = sd();
        TemporaryFolder.delete(folder.resolve(part));
        refused(folder, part, "missing");
    }

    @Test
    void a_missing_scheduler() throws IOException {
        Path folder = sd();
        TemporaryFolder.delete(folder.resolve("scheduler"));
        refused(folder, "scheduler_config.json", "missing", "noise schedule");
    }

    @Test
    void a_vocabulary_that_is_missing() throws IOException {
        Path folder = sd();
        Files.delete(folder.resolve("tokenizer/vocab.json"));
        refused(folder, "vocab.json", "missing");
    }

    @Test
    void an_encoder_that_draws_in_a_way_that_cannot_be_cut() throws IOException {
        GraphBuilder graph = new GraphBuilder("encoder", 17);
        graph.input("sample", ElementType.FLOAT, -1, 3, -1, -1);
        graph.emitAs("noise", "RandomNormalLike", Attributes.NONE, "sample");
        graph.emitAs("noised", "Mul", Attributes.NONE, "sample", "noise");
        String weight = graph.constant(Tensor.filled(ElementType.FLOAT, Shape.of(4, 3, 2, 2), 0.1));
        graph.emitAs("latent_sample", "Conv", Attributes.of("strides", new long[] {2, 2}), "noised", weight);
        graph.output("latent_sample", ElementType.FLOAT, -1, 4, -1, -1);
        refused(
                write(sd(), "vae_encoder", graph),
                "draws random numbers",
                "RandomNormalLike",
                "latent_dist.parameters");
    }

    @Test
    void a_graph_whose_loop_cannot_be_written_out() throws IOException {
        GraphBuilder graph = unet(4).clearOutputs();
        OnnxMl.GraphProto body = OnnxMl.GraphProto.newBuilder()
                .setName("body")
                .addInput(value("i", ElementType.INT64))
                .addInput(value("go", ElementType.BOOL))
                .addInput(value("state", ElementType.FLOAT))
                .addNode(node("Identity", "on", "go"))
                .addNode(node("Sin", "next", "state"))
                .addOutput(value("on", ElementType.BOOL))
                .addOutput(value("next", ElementType.FLOAT))
                .build();
        Tensor yes = new Tensor(ElementType.BOOL, Shape.of(), ByteBuffer.wrap(new byte[] {1}));
        String times = graph.emit("Squeeze", "timestep");
        graph.add(new dev.psld.graph.Node(
                "steps",
                "Loop",
                "",
                List.of(times, graph.constant(yes), "out_sample"),
                List.of("looped"),
                Attributes.of("body", new Attributes.Subgraph(body))));
        graph.output("looped", ElementType.FLOAT, -1, 4, -1, -1);
        refused(write(sd(), "unet", graph), "Loop “", "traced or unrolled");
    }

    private static OnnxMl.ValueInfoProto value(String name, ElementType type) {
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder().setElemType(type.code())))
                .build();
    }

    private static OnnxMl.NodeProto node(String op, String output, String input) {
        return OnnxMl.NodeProto.newBuilder()
                .setOpType(op)
                .addInput(input)
                .addOutput(output)
                .build();
    }

    private Path weights(String name, String key) throws IOException {
        byte[] header = ("{\"" + key + "\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 2).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        return Files.write(scratch.resolve(name), bytes.array());
    }

    @Test
    void a_lora() throws IOException {
        refused(
                weights("style.safetensors", "lora_unet_down_blocks_0.lora_up.weight"),
                "LoRA",
                "fuse_lora",
                "export_onnx.py");
    }

    @Test
    void a_checkpoint() throws IOException {
        refused(
                weights("v1-5-pruned.safetensors", "model.diffusion_model.input_blocks.0.0.weight"),
                "checkpoint",
                "from_single_file",
                "export_onnx.py");
        refused(Files.write(scratch.resolve("old.ckpt"), new byte[] {'P', 'K', 1}), "checkpoint", "export_onnx.py");
    }

    @Test
    void a_folder_with_weights_and_no_graphs() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("torch"));
        Files.createDirectories(folder.resolve("unet"));
        Files.write(folder.resolve("unet/diffusion_pytorch_model.safetensors"), new byte[8]);
        refused(folder, "weights without a graph", "export_onnx.py");
    }

    @Test
    void a_transformer_that_was_trained_by_flow_matching() throws IOException {
        Path folder = scratch.resolve("sd3");
        Files.createDirectories(folder.resolve("transformer"));
        refused(folder, "flow matching", "UNet");
    }

    @Test
    void nothing_at_all() throws IOException {
        refused(Files.createDirectories(scratch.resolve("empty")), "holds no model", "vae_encoder/model.onnx");
        refused(scratch.resolve("nowhere"), "there is no folder");
    }

    @Test
    void a_size_that_latents_cannot_have() throws IOException {
        Path folder = sd();
        assertThatThrownBy(() -> DiffusersModel.read(
                        environment, PipelineFolder.find(folder), new ImportRequest("bad", "", OptionalInt.of(18))))
                .hasMessageContainingAll("multiples of 4", "--size 16");
    }
}
