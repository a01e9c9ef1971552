package dev.psld.bundle;

import dev.psld.derive.ModelException;
import dev.psld.derive.TypedRun;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.text.ClipTokenizer;
import dev.psld.text.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Encodes texts by a bundle's tokenizers and its text encoder. Thread-safe; holds no session: the graph is loaded for every text, on the
 * CPU, and let go of again, since a run needs it once.
 */
public final class PromptEncoder {
    /** Folders of a bundle with the tokenizers of the text encoder's inputs, in their order. */
    static final List<String> TOKENIZERS = List.of("tokenizer", "tokenizer_2");

    private static final List<Quantity> TOLD = List.of(Quantity.CONTEXT, Quantity.POOLED);

    private final Environment environment;
    private final Bundle bundle;
    private final List<ClipTokenizer> tokenizers = new ArrayList<>();

    /**
     * Reads the tokenizers; the environment stays the caller's.
     *
     * @throws ModelException when the model takes no text, or its text encoder does not go with its tokenizer or its UNet
     * @throws dev.psld.text.TokenizerException when a tokenizer's files are missing or damaged
     */
    public PromptEncoder(Environment environment, Bundle bundle) {
        this.environment = environment;
        this.bundle = bundle;
        if (bundle.manifest().conditioning() != Manifest.Conditioning.TEXT) {
            throw new ModelException("the model " + bundle.manifest().name() + " takes no text: choose one that does");
        }
        if (!bundle.manifest().graphs().containsKey(Role.TEXT_ENCODER)) {
            throw new ModelException("the model " + bundle.manifest().name()
                    + " takes texts, but has no text encoder: it can be run without a prompt alone; import it again with"
                    + " its text_encoder");
        }
        for (TensorSpec tokens : tokens()) {
            tokenizers.add(tokenizer(tokens));
        }
        checkOutputs();
    }

    private ClipTokenizer tokenizer(TensorSpec tokens) {
        if (tokenizers.size() == TOKENIZERS.size()) {
            throw new ModelException(encoder() + " takes more than " + TOKENIZERS.size()
                    + " kinds of tokens, for which there are no tokenizers: export the model again");
        }
        Path folder = bundle.folder().resolve(TOKENIZERS.get(tokenizers.size()));
        ClipTokenizer tokenizer = ClipTokenizer.read(folder);
        long length = length(tokens);
        if (tokenizer.limit().orElse((int) length) != length) {
            throw new ModelException(folder + " is a tokenizer for "
                    + tokenizer.limit().orElseThrow() + " tokens, and " + encoder() + " takes " + length
                    + ": copy the model again");
        }
        return tokenizer;
    }

    private Path encoder() {
        return bundle.forward(Role.TEXT_ENCODER);
    }

    private List<TensorSpec> tokens() {
        return bundle.graph(Role.TEXT_ENCODER).inputs().stream()
                .filter(spec -> spec.holds() == Quantity.TOKENS)
                .toList();
    }

    private static int length(TensorSpec tokens) {
        return Math.toIntExact(tokens.shape().size());
    }

    /** What the UNet takes of texts. */
    private List<TensorSpec> taken() {
        return bundle.graph(Role.UNET).inputs().stream()
                .filter(spec -> TOLD.contains(spec.holds()))
                .toList();
    }

    private void checkOutputs() {
        for (TensorSpec taken : taken()) {
            TensorSpec given = bundle.graph(Role.TEXT_ENCODER).output(taken.holds());
            if (!given.shape().equals(taken.shape())) {
                throw new ModelException(encoder() + " gives a " + given.holds().word() + " of the shape "
                        + given.shape() + ", and " + bundle.forward(Role.UNET) + " takes " + taken.shape()
                        + ": they are of different models");
            }
        }
    }

    /** Encodes a text; the empty one without running anything, where the bundle holds what comes of it. */
    public EncodedPrompt encode(String text) {
        if (text.isEmpty()) {
            Map<Quantity, Tensor> fixed = new EnumMap<>(Quantity.class);
            taken().forEach(spec -> bundle.fixed(spec).ifPresent(value -> fixed.put(spec.holds(), value)));
            if (fixed.size() == taken().size()) {
                return new EncodedPrompt(text, fixed, Optional.empty());
            }
        }
        return run(text);
    }

    private EncodedPrompt run(String text) {
        Map<String, Tensor> feeds = new HashMap<>();
        Optional<String> cut = Optional.empty();
        int next = 0;
        for (TensorSpec input : bundle.graph(Role.TEXT_ENCODER).inputs()) {
            if (input.holds() == Quantity.TOKENS) {
                Tokens tokens = tokenizers.get(next++).tokens(text, length(input));
                cut = cut.or(tokens::cut);
                feeds.put(
                        input.name(),
                        input.tensor(
                                Arrays.stream(tokens.ids()).asDoubleStream().toArray()));
            } else {
                feeds.put(
                        input.name(),
                        bundle.fixed(input)
                                .orElseThrow(() -> new ModelException(encoder() + " takes “" + input.name()
                                        + "”, for which the bundle holds no value: export the model again")));
            }
        }
        Map<Quantity, Tensor> values = new EnumMap<>(Quantity.class);
        try (Session session = environment.session(encoder(), SessionOptions.defaults())) {
            Map<String, Tensor> results = TypedRun.run(environment, session, feeds);
            for (TensorSpec taken : taken()) {
                String name =
                        bundle.graph(Role.TEXT_ENCODER).output(taken.holds()).name();
                Tensor given = Optional.ofNullable(results.get(name))
                        .orElseThrow(() -> new ModelException(encoder() + " has no “" + name
                                + "”, which bundle.json declares: copy the bundle again"));
                values.put(
                        taken.holds(),
                        given.type() == taken.type()
                                ? given
                                : Tensor.real(taken.type(), taken.shape(), given.toDoubles()));
            }
        }
        return new EncodedPrompt(text, values, cut);
    }
}
