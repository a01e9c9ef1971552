package dev.psld.bundle;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.derive.GraphPair;
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
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes a bundle from a folder of forward graphs: prepares, differentiates, writes, checks. Not thread-safe; the
 * environment stays the caller's. The bundle's folder appears whole or stays as it was.
 */
public final class BundleExport {
    private final Environment environment;
    private final Mode mode;
    private final Consumer<String> log;

    /** @param log takes one line per graph, with its errors and tape */
    public BundleExport(Environment environment, Mode mode, Consumer<String> log) {
        this.environment = environment;
        this.mode = mode;
        this.log = log;
    }

    /**
     * Exports {@code source} (encoder.onnx, decoder.onnx, unet.onnx, model.json) to the bundle {@code target}.
     *
     * @throws ModelException when a graph is missing, has other inputs, outputs or shapes than model.json says, or its
     *     pullback fails the adjoint test
     */
    public Bundle export(Path source, Path target) {
        Source model = ManifestJson.read(source.resolve("model.json"), Source.class);
        Path parent = target.toAbsolutePath().getParent();
        Path partial = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            if (parent != null) {
                Files.createDirectories(parent);
            }
        } catch (IOException e) {
            throw new ModelException(parent + " cannot be made: " + e.getMessage(), e);
        }
        try (TemporaryFolder scratch = TemporaryFolder.at(partial)) {
            Map<String, Manifest.GraphEntry> graphs = new LinkedHashMap<>();
            long opset = 0;
            for (String role : Bundle.ROLES) {
                Graph forward = new Preparation(environment).prepare(source.resolve(role + ".onnx"), Map.of());
                Signature.of(role, model.image(), model.latent()).check(forward);
                forward = UpsampledConv.apply(forward);
                opset = Math.max(opset, forward.opset());
                graphs.put(role, pair(role, forward, scratch.folder()));
            }
            Manifest manifest = manifest(model, graphs, (int) opset, digests(partial));
            ManifestJson.write(partial.resolve(Bundle.MANIFEST), manifest);
            keepCard(target, partial);
            swap(partial, target);
            return Bundle.open(target);
        } catch (IOException e) {
            throw new ModelException(target + " cannot be written: " + e.getMessage(), e);
        }
    }

    private Manifest.GraphEntry pair(String role, Graph forward, Path folder) {
        Signature signature = Signature.named(role);
        DiffRequest request = new DiffRequest(List.of(signature.input()), signature.outputs(), mode);
        GraphPair pair = GraphPair.write(forward, request, role, folder);
        Map<String, Tensor> fixed = forward.isInput("t")
                ? Map.of("t", Tensor.filled(ElementType.FLOAT, forward.shape("t"), 400))
                : Map.of();
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
        return new Manifest.GraphEntry(
                role + ".onnx", role + "_vjp.onnx", pair.vjp().tapeBytes(), adjoint, difference);
    }

    private Manifest manifest(
            Source model, Map<String, Manifest.GraphEntry> graphs, int opset, Map<String, String> files) {
        return new Manifest(
                1,
                model.name(),
                model.licence(),
                model.source(),
                model.image(),
                model.latent(),
                model.scale(),
                model.prediction(),
                model.schedule(),
                "fp32",
                mode == Mode.TAPE ? "tape" : "recompute",
                opset,
                files,
                graphs);
    }

    private static Map<String, String> digests(Path folder) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                digests.put(file.getFileName().toString(), Sha256.of(file));
            }
        }
        return digests;
    }

    /** The model card that lies in the target already is written by hand: it stays. */
    private static void keepCard(Path target, Path partial) throws IOException {
        Path card = target.resolve("README.md");
        if (Files.exists(card)) {
            Files.copy(card, partial.resolve("README.md"));
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
