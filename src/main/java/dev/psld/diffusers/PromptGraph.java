package dev.psld.diffusers;

import dev.psld.derive.ModelException;
import dev.psld.derive.Preparation;
import dev.psld.derive.TypedRun;
import dev.psld.file.TemporaryFolder;
import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.WeightFile;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.text.ClipTokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The text encoder, or both of SDXL as one graph, and what it makes of the empty prompt. Immutable.
 *
 * @param graph {@code tokens} [, {@code tokens_2}] to {@code context} [, {@code pooled}]
 * @param pooled empty where the model takes none
 */
record PromptGraph(Graph graph, Tensor context, Optional<Tensor> pooled) {
    /** Tokens that CLIP takes, where its tokenizer does not say. */
    private static final int USUAL_LENGTH = 77;

    /**
     * @param tokenizer folder of the first text encoder’s, as a bundle keeps it
     * @param second of the second one’s, where there is one
     */
    static PromptGraph of(
            Environment environment, PipelineFolder folder, boolean large, Path tokenizer, Optional<Path> second) {
        Preparation preparation = new Preparation(environment);
        TextNet first = new TextNet(SourceNet.read(folder.net("text_encoder")));
        Map<String, Tensor> tokens = new LinkedHashMap<>();
        Shape length = tokens(tokens, "tokens", tokenizer);
        Boundary boundary = new Boundary("text-encoder", first.fixed(length, preparation));
        TextNet.Put put = first.put(boundary, boundary.numbers("tokens", length), length, large, preparation);
        String context = put.context();
        Optional<String> pooled = Optional.empty();
        if (large) {
            TextNet other = new TextNet(SourceNet.read(folder.net("text_encoder_2")));
            Shape otherLength = tokens(tokens, "tokens_2", second.orElseThrow());
            TextNet.Put more =
                    other.put(boundary, boundary.numbers("tokens_2", otherLength), otherLength, true, preparation);
            context = boundary.builder().emit("Concat", Attributes.of("axis", -1), context, more.context());
            pooled = more.pooled();
            if (pooled.isEmpty()) {
                throw other.net()
                        .fault("has no output “text_embeds”: export the second text encoder with its projection");
            }
        }
        boundary.output("context", context);
        pooled.ifPresent(name -> boundary.output("pooled", name));
        Graph prepared = preparation.prepare(boundary.build());
        Map<String, Tensor> made = run(environment, prepared, tokens);
        return new PromptGraph(
                prepared, Objects.requireNonNull(made.get("context")), Optional.ofNullable(made.get("pooled")));
    }

    private static Shape tokens(Map<String, Tensor> tokens, String name, Path tokenizer) {
        ClipTokenizer words = ClipTokenizer.read(tokenizer);
        int[] numbers = words.tokens("", words.limit().orElse(USUAL_LENGTH)).ids();
        Shape length = Shape.of(1, numbers.length);
        tokens.put(
                name, Tensor.longs(length, Arrays.stream(numbers).asLongStream().toArray()));
        return length;
    }

    private static Map<String, Tensor> run(Environment environment, Graph graph, Map<String, Tensor> tokens) {
        try (TemporaryFolder scratch = TemporaryFolder.temporary()) {
            WeightFile weights = new WeightFile(scratch.resolve("text.bin"));
            OnnxWriter.write(graph, scratch.resolve("text.onnx"), weights);
            weights.save();
            try (Session session = environment.session(scratch.resolve("text.onnx"), SessionOptions.defaults())) {
                return TypedRun.run(environment, session, tokens);
            }
        } catch (dev.psld.ort.OrtException e) {
            throw new ModelException("the text encoder cannot be run on the empty prompt: " + e.getMessage(), e);
        }
    }
}
