package dev.psld.bundle;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.autodiff.TapeLimit;
import dev.psld.autodiff.Vjp;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.derive.GraphPair;
import dev.psld.derive.HalfPrecision;
import dev.psld.derive.ModelException;
import dev.psld.derive.PairCheck;
import dev.psld.derive.Preparation;
import dev.psld.derive.Tangents;
import dev.psld.derive.Tolerance;
import dev.psld.derive.UpsampledConv;
import dev.psld.file.Sha256;
import dev.psld.file.TemporaryFolder;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphException;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Tensor;
import dev.psld.graph.WeightFile;
import dev.psld.ort.Environment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes a bundle from a folder of forward graphs: prepares, differentiates, writes, checks. Not thread-safe; the
 * environment stays the caller's. The bundle's folder appears whole or stays as it was.
 */
public final class BundleExport {
    private static final String CARD = "README.md";

    private final Environment environment;
    private final Mode mode;
    private final Optional<Manifest.Precision> precision;
    private final boolean gradients;
    private final TapeLimit limit;
    private final Consumer<String> log;

    /** @param log takes one line per graph, with its errors and tape */
    public BundleExport(Environment environment, Mode mode, Consumer<String> log) {
        this(environment, mode, Optional.empty(), true, TapeLimit.NONE, log);
    }

    private BundleExport(
            Environment environment,
            Mode mode,
            Optional<Manifest.Precision> precision,
            boolean gradients,
            TapeLimit limit,
            Consumer<String> log) {
        this.environment = environment;
        this.mode = mode;
        this.precision = precision;
        this.gradients = gradients;
        this.limit = limit;
        this.log = log;
    }

    /**
     * One whose graphs compute in this precision, whatever the model's description says. Half precision is made of single; what
     * comes in half stays so. Pictures, latents and their cotangents are float32 in any case.
     */
    public BundleExport in(Manifest.Precision other) {
        return new BundleExport(environment, mode, Optional.of(other), gradients, limit, log);
    }

    /** One that makes no pullbacks: for methods that take none. */
    public BundleExport withoutGradients() {
        return new BundleExport(environment, mode, precision, false, limit, log);
    }

    /** One whose pullbacks hold at most so much of a forward at once, or, where a graph needs more, the fewest bytes that can be had. */
    public BundleExport within(TapeLimit other) {
        return new BundleExport(environment, mode, precision, gradients, new TapeLimit(other.bytes(), true), log);
    }

    /**
     * Exports {@code source} (ROLE.onnx for every role, model.json, and presets.json where the model brings its own) to the
     * bundle {@code target}.
     *
     * @throws ModelException when a graph is missing, has other inputs, outputs or shapes than model.json says, or its
     *     pullback fails the adjoint test
     */
    public Bundle export(Path source, Path target) {
        return export(ForwardFolder.read(source), target);
    }

    /** Exports any model to the bundle {@code target}; it fails as {@link #export(Path, Path)} does. */
    public Bundle export(ForwardModel source, Path target) {
        ModelDescription said = source.description();
        GuideDecoderRule.require(said, gradients);
        Path parent = target.toAbsolutePath().getParent();
        Path partial = Leftovers.partial(target);
        try {
            if (parent != null) {
                Files.createDirectories(parent);
                Leftovers.sweep(parent, Instant.now());
            }
        } catch (IOException e) {
            throw new ModelException(parent + " cannot be made: " + e.getMessage(), e);
        }
        try (TemporaryFolder scratch = TemporaryFolder.at(partial)) {
            source.writeCompanions(partial);
            Map<String, GraphEntry> graphs = new LinkedHashMap<>();
            long opset = 0;
            Manifest.Precision found = Manifest.Precision.FP32;
            for (Map.Entry<String, ModelDescription.SourceGraph> one :
                    said.graphs().entrySet()) {
                String role = one.getKey();
                Graph forward =
                        HalfPrecision.bounded(requireKernels(role, source.forward(role, new Preparation(environment))));
                requirePrecision(role, forward, said);
                GraphEntry declared = new Declaration(role, said.model(), one.getValue()).of(forward);
                opset = Math.max(opset, forward.opset());
                boolean net = one.getValue().differentiate(); // else it only reads texts
                boolean paired = net && gradients;
                Graph kept = net ? inPrecision(UpsampledConv.apply(forward), said) : forward;
                found = HalfPrecision.isIn(kept) ? Manifest.Precision.FP16 : found;
                graphs.put(
                        role,
                        paired
                                ? pair(role, declared, kept, scratch.folder())
                                : single(role, declared, kept, scratch.folder()));
            }
            Optional<String> presets =
                    Files.exists(partial.resolve(Bundle.PRESETS)) ? Optional.of(Bundle.PRESETS) : Optional.empty();
            Bundle soFar = new Bundle(partial, manifest(said, graphs, found, (int) opset, presets, Map.of()));
            EmptyPrompt.written(environment, soFar).ifPresent(unet -> graphs.put(Role.UNET, unet));
            Manifest manifest = manifest(said, graphs, found, (int) opset, presets, digests(partial));
            ManifestFile.write(partial.resolve(Bundle.MANIFEST), manifest);
            keepCard(target, partial);
            swap(partial, target);
            return Bundle.open(target);
        } catch (IOException e) {
            throw new ModelException(target + " cannot be written: " + e.getMessage(), e);
        }
    }

    private Graph inPrecision(Graph forward, ModelDescription said) {
        return halves(said) && !HalfPrecision.isIn(forward) ? HalfPrecision.of(forward) : forward;
    }

    private boolean halves(ModelDescription said) {
        return precision
                .or(said::precision)
                .filter(Manifest.Precision.FP16::equals)
                .isPresent();
    }

    /** Half precision is made by the types of all values, which a graph for any size need not tell. */
    private void requirePrecision(String role, Graph forward, ModelDescription said) {
        if (halves(said) && said.model().anySize().isPresent() && !HalfPrecision.isIn(forward)) {
            throw new ModelException(role + ".onnx takes any size, and half precision is made of graphs of one size:"
                    + " leave the precision out, or give a graph that is in half precision already");
        }
    }

    private static Graph requireKernels(String role, Graph forward) {
        if (forward.constants().values().stream().anyMatch(t -> t.type() == ElementType.BFLOAT16)) {
            throw new ModelException(
                    role + ".onnx computes in bfloat16, for which ONNX Runtime lacks convolutions: export the"
                            + " model in float32 or float16");
        }
        return forward;
    }

    private static GraphEntry single(String role, GraphEntry declared, Graph forward, Path folder) {
        WeightFile weights = new WeightFile(folder.resolve(role + ".bin"));
        OnnxWriter.write(forward.toBuilder().name(role).build(), folder.resolve(declared.forward()), weights);
        weights.save();
        return declared;
    }

    private GraphEntry pair(String role, GraphEntry declared, Graph forward, Path folder) {
        DiffRequest request = new DiffRequest(
                        List.of(declared.data().orElseThrow().name()),
                        declared.differentiated().stream().map(TensorSpec::name).toList(),
                        mode)
                .within(Optional.of(limit));
        Vjp vjp = StandardRules.differentiator().differentiate(forward, request);
        boolean unlimited = mode == Mode.TAPE && limit.equals(TapeLimit.NONE);
        long work = unlimited
                ? vjp.tapeBytes()
                : StandardRules.differentiator()
                        .differentiate(forward, new DiffRequest(request.wrt(), request.of(), Mode.TAPE))
                        .tapeBytes();
        boolean half = HalfPrecision.isIn(forward);
        GraphPair pair = GraphPair.write(half ? HalfPrecision.normalised(vjp, request) : vjp, Map.of(), role, folder);
        Map<String, Tensor> fixed = new HashMap<>();
        declared.inputs().forEach(spec -> usual(spec, folder).ifPresent(value -> fixed.put(spec.name(), value)));
        List<PairCheck.Line> lines = new PairCheck(environment)
                .check(pair, request, new Tangents(environment).of(forward, request), fixed, 1);
        double adjoint =
                lines.stream().mapToDouble(PairCheck.Line::adjoint).max().orElseThrow();
        double difference = lines.stream()
                .flatMapToDouble(l -> l.difference().stream())
                .max()
                .orElseThrow();
        log.accept(String.format(
                "%s: adjoint test %.1e, central differences %.1e, tape %,d bytes",
                role, adjoint, difference, pair.vjp().tapeBytes()));
        Tolerance tolerance = Tolerance.of(PairCheck.precision(forward, request));
        if (!lines.stream().allMatch(l -> l.passes(tolerance))) {
            throw new ModelException("the pullback of the " + role + " fails its test (adjoint " + adjoint
                    + ", central differences " + difference
                    + "): nothing was written; please report the model");
        }
        return Convention.differentiated(
                declared, role + "_vjp.onnx", pair.vjp().tapeBytes(), work, adjoint, difference);
    }

    /** A value in the middle of what an input may hold, in its own type; empty where any numbers will do. */
    private static Optional<Tensor> usual(TensorSpec input, Path folder) {
        return switch (input.holds()) {
            case TIMESTEP -> Optional.of(input.tensor(400));
            case SIGMA -> Optional.of(input.tensor(0.5));
            default -> input.fixed(folder);
        };
    }

    private Manifest manifest(
            ModelDescription said,
            Map<String, GraphEntry> graphs,
            Manifest.Precision found,
            int opset,
            Optional<String> presets,
            Map<String, String> files) {
        return Manifest.of(
                said.model(), found, mode == Mode.TAPE ? "tape" : "recompute", opset, presets, files, graphs);
    }

    private static Map<String, String> digests(Path folder) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                String name = folder.relativize(file).toString();
                if (name.equals(CARD)) {
                    continue; // whoever runs the model may write into it
                }
                digests.put(name.replace(File.separatorChar, '/'), Sha256.of(file));
            }
        }
        return digests;
    }

    /** The model card that lies in the target already is written by hand: it stays. */
    private static void keepCard(Path target, Path partial) throws IOException {
        Path card = target.resolve(CARD);
        if (Files.exists(card)) {
            Files.copy(card, partial.resolve(CARD), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void swap(Path partial, Path target) throws IOException {
        Path old = target.resolveSibling("." + target.getFileName() + ".old");
        TemporaryFolder.delete(old);
        if (Files.exists(target)) {
            if (!Files.exists(target.resolve(Bundle.MANIFEST)) && !isEmpty(target)) {
                throw new GraphException(target + " holds something that is no bundle: choose another folder");
            }
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        TemporaryFolder.delete(old);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
