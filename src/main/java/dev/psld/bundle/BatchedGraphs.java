package dev.psld.bundle;

import dev.psld.autodiff.DiffException;
import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.autodiff.TapeLimit;
import dev.psld.autodiff.Vjp;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.derive.ModelException;
import dev.psld.derive.Preparation;
import dev.psld.file.Sha256;
import dev.psld.file.TemporaryFolder;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphException;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.WeightFile;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The graphs of a latent diffusion model for several pictures at once, in a folder of the cache. Immutable and thread-safe; holds no
 * native object.
 *
 * <p>They are made on first use: the forward graphs get a longer first axis, their pullbacks are differentiated anew, and
 * {@link BatchProof} compares both with the bundle's own. Weights are not written again: the folder holds links to the
 * bundle's files, or copies where the file system has no links.
 *
 * @param batch how many pictures the graphs take
 */
public record BatchedGraphs(Bundle bundle, int batch, Path folder) {
    /** A graph that strays further from the bundle's own is not used; relative to the largest number. */
    public static final double TOLERANCE = 1e-4;

    /** Part of the key: another number when the graphs are made in another way. */
    private static final int FORMAT = 2;

    private static final String DIGESTS = "digests.json";

    /**
     * The graphs for {@code batch} pictures, from the cache or made now.
     *
     * @param cache folder of all such graphs; made where it is missing
     * @throws ModelException where the model's graphs cannot take several pictures, or nothing can be written
     */
    public static BatchedGraphs of(Environment environment, Bundle bundle, int batch, Path cache) {
        bundle.requirePullbacks(bundle.manifest().latentRoles());
        BatchedGraphs graphs = new BatchedGraphs(bundle, batch, cache.resolve(key(bundle, batch)));
        if (!graphs.whole()) {
            try {
                Files.createDirectories(cache);
                TemporaryFolder.delete(graphs.folder);
                graphs.make(environment, cache);
            } catch (IOException e) {
                throw new ModelException(cache + " cannot be written: " + e.getMessage(), e);
            } catch (GraphException | DiffException | OrtException e) {
                throw new ModelException(
                        "the model " + bundle.manifest().name() + " cannot take several pictures at once: "
                                + e.getMessage(),
                        e);
            }
        }
        return graphs;
    }

    /** Path of the forward graph of a role. */
    public Path forward(String role) {
        return folder.resolve(role + ".onnx");
    }

    /** Path of the pullback graph of a role. */
    public Path pullback(String role) {
        return folder.resolve(role + "_vjp.onnx");
    }

    /** The graphs' files by name, with their SHA-256. */
    record Digests(Map<String, String> files) {}

    private void make(Environment environment, Path cache) throws IOException {
        Path partial = cache.resolve(
                "." + folder.getFileName() + "-" + ProcessHandle.current().pid() + ".part");
        try (TemporaryFolder scratch = TemporaryFolder.at(partial)) {
            Map<String, String> digests = new TreeMap<>();
            BatchedGraphs made = new BatchedGraphs(bundle, batch, scratch.folder());
            for (String role : bundle.manifest().latentRoles()) {
                made.write(environment, role);
                new BatchProof(environment).check(made, role);
                for (Path file : List.of(made.forward(role), made.pullback(role))) {
                    digests.put(file.getFileName().toString(), Sha256.of(file));
                }
            }
            ManifestJson.write(scratch.resolve(DIGESTS), new Digests(digests));
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            if (!whole()) { // else another process was faster
                throw e;
            }
        }
    }

    private void write(Environment environment, String role) throws IOException {
        GraphEntry declared = bundle.graph(role);
        String input = declared.data().orElseThrow().name();
        List<String> outputs =
                declared.differentiated().stream().map(TensorSpec::name).toList();
        Path weights = weights(role);
        Path near = folder.resolve(weights.getFileName());
        if (Files.exists(weights)) {
            link(weights, near);
        }
        Graph single = OnnxReader.read(bundle.forward(role));
        Graph forward = new Preparation(environment).prepare(Rebatch.of(single, declared.growing(), outputs, batch));
        Mode mode = bundle.manifest().mode().equals("tape") ? Mode.TAPE : Mode.RECOMPUTE;
        Vjp vjp = StandardRules.differentiator()
                .differentiate(
                        forward, new DiffRequest(List.of(input), outputs, mode).within(Optional.of(TapeLimit.NONE)));
        WeightFile shared = WeightFile.finished(near, List.of(bundle.forward(role), bundle.pullback(role)));
        OnnxWriter.write(vjp.forward().toBuilder().name(role).build(), forward(role), shared);
        OnnxWriter.write(vjp.vjp().toBuilder().name(role + "_vjp").build(), pullback(role), shared);
    }

    private Path weights(String role) {
        String name = bundle.forward(role).getFileName().toString();
        return bundle.folder().resolve(name.replaceFirst("\\.onnx$", ".bin"));
    }

    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** True when every file is there as it was written, and the weights are those of the bundle. */
    private boolean whole() {
        if (!Files.isRegularFile(folder.resolve(DIGESTS))) {
            return false;
        }
        try {
            Digests digests = ManifestJson.read(folder.resolve(DIGESTS), Digests.class);
            for (Map.Entry<String, String> entry : digests.files().entrySet()) {
                Path file = folder.resolve(entry.getKey());
                if (!Files.isRegularFile(file) || !Sha256.of(file).equals(entry.getValue())) {
                    return false;
                }
            }
            for (String role : bundle.manifest().latentRoles()) {
                Path weights = weights(role);
                if (Files.exists(weights) && !same(weights, folder.resolve(weights.getFileName()))) {
                    return false;
                }
            }
            return true;
        } catch (IOException | ModelException e) {
            return false;
        }
    }

    private static boolean same(Path a, Path b) throws IOException {
        return Files.exists(b) && (Files.isSameFile(a, b) || Files.mismatch(a, b) < 0);
    }

    private static String key(Bundle bundle, int batch) {
        String all =
                FORMAT + " " + batch + " " + new TreeMap<>(bundle.manifest().files());
        return bundle.manifest().name().replaceAll("[^A-Za-z0-9._-]", "_") + "-"
                + Sha256.of(all.getBytes(StandardCharsets.UTF_8)).substring(0, 16) + "-x" + batch;
    }
}
