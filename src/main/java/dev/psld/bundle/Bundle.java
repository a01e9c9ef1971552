package dev.psld.bundle;

import dev.psld.derive.ModelException;
import dev.psld.file.Sha256;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.Tensor;
import dev.psld.graph.WeightPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A verified model bundle on disk: its manifest and where its graphs are. Immutable and thread-safe; holds no native
 * object. Opened by {@link #open}, made by {@link BundleExport}.
 */
public record Bundle(Path folder, Manifest manifest) {
    static final String MANIFEST = "bundle.json";

    static final String PRESETS = "presets.json";

    /**
     * Opens a bundle and checks every file's hash; a missing folder, graph, or wrong hash is a {@link ModelException}
     * that names the file.
     */
    public static Bundle open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException("there is no model bundle at " + folder
                    + ": give --model DIR, a folder with bundle.json; ‘psld models’ lists those that are installed");
        }
        Manifest manifest = ManifestFile.read(folder.resolve(MANIFEST));
        for (Map.Entry<String, String> entry : new TreeMap<>(manifest.files()).entrySet()) {
            verify(folder.resolve(entry.getKey()), entry.getValue());
        }
        return new Bundle(folder, manifest);
    }

    /** What a bundle says of itself, its files unchecked: for those who choose among bundles. */
    public static Manifest described(Path folder) {
        return ManifestFile.read(folder.resolve(MANIFEST));
    }

    /**
     * The same bundle, sure to have these graphs.
     *
     * @throws ModelException that names the role that is missing, and what the model is
     */
    public Bundle require(Collection<String> roles) {
        for (String role : roles) {
            if (!manifest.graphs().containsKey(role)) {
                throw new ModelException(
                        "the model " + manifest.name() + " has no graph in the role " + role + " (it has "
                                + String.join(", ", manifest.graphs().keySet())
                                + "), which this method needs: choose another model with --model, or another --method");
            }
        }
        return this;
    }

    /**
     * The same bundle, sure to have these graphs and their pullbacks.
     *
     * @throws ModelException that names the role that is missing, and what can be done
     */
    public Bundle requirePullbacks(Collection<String> roles) {
        require(roles);
        for (String role : roles) {
            if (graph(role).pullback().isEmpty()) {
                throw new ModelException(
                        "the model " + manifest.name() + " was never differentiated, and this needs the"
                                + " pullback of its " + role
                                + ": give --method refine, sd-blend or ddim, or make the bundle again without --no-gradients");
            }
        }
        return this;
    }

    /** The graph of a role; a {@link ModelException} where there is none. */
    public GraphEntry graph(String role) {
        return Optional.ofNullable(manifest.graphs().get(role))
                .orElseThrow(() -> new ModelException("the bundle " + manifest.name() + " has no graph for " + role));
    }

    /** SHA-256 over the hashes of all its files: another one for any other model. */
    public String identity() {
        return Sha256.of(manifest.files().toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Path of the forward graph of a role. */
    public Path forward(String role) {
        return folder.resolve(graph(role).forward());
    }

    /** Path of the pullback graph of a role. */
    public Path pullback(String role) {
        return folder.resolve(graph(role)
                .pullback()
                .orElseThrow(() -> new ModelException("the bundle " + manifest.name() + " has no pullback for " + role))
                .file());
    }

    /** Bytes of the weights that the graphs of a role share, as far as they lie in a file of their own. */
    public long weightBytes(String role) {
        return OnnxReader.places(forward(role)).values().stream()
                .mapToLong(WeightPlace::length)
                .sum();
    }

    /** Presets that the model brings of its own, for {@code config.Presets}. */
    public Optional<Path> presets() {
        return manifest.presets().map(folder::resolve);
    }

    /** The elements of an input that no run changes: a constant, or a default that lies in the bundle. */
    public Optional<Tensor> fixed(TensorSpec input) {
        return input.fixed(folder);
    }

    private static void verify(Path file, String wanted) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + " is missing from the bundle: copy the bundle again");
        }
        try {
            String found = Sha256.of(file);
            if (!found.equals(wanted)) {
                throw new ModelException(file + " is damaged: its SHA-256 begins with " + found.substring(0, 12)
                        + ", the manifest says " + wanted.substring(0, Math.min(12, wanted.length()))
                        + ". Copy the bundle again.");
            }
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
