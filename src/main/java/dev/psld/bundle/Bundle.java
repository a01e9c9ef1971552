package dev.psld.bundle;

import dev.psld.derive.ModelException;
import dev.psld.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A verified model bundle on disk: its manifest and where its graphs are. Immutable and thread-safe; holds no native
 * object. Opened by {@link #open}, made by {@link BundleExport}.
 */
public record Bundle(Path folder, Manifest manifest) {
    /** The roles of the graphs that every bundle has. */
    public static final List<String> ROLES = List.of("encoder", "decoder", "unet");

    static final String MANIFEST = "bundle.json";

    /**
     * Opens a bundle and checks every file's hash; a missing folder, graph, or wrong hash is a {@link ModelException}
     * that names the file.
     */
    public static Bundle open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException("there is no model bundle at " + folder
                    + ": give --model DIR, a folder with bundle.json; ‘psld models’ lists those that are installed");
        }
        Manifest manifest = ManifestJson.read(folder.resolve(MANIFEST), Manifest.class);
        if (manifest.format() != 1) {
            throw new ModelException(folder.resolve(MANIFEST) + " has format " + manifest.format()
                    + ", this program reads format 1: export the bundle again with ‘psld export’");
        }
        manifest.fault().ifPresent(fault -> {
            throw new ModelException(
                    folder.resolve(MANIFEST) + " cannot be used: " + fault + ". Export the bundle again.");
        });
        for (Map.Entry<String, String> entry : new TreeMap<>(manifest.files()).entrySet()) {
            verify(folder.resolve(entry.getKey()), entry.getValue());
        }
        for (String role : ROLES) {
            Manifest.GraphEntry graph = manifest.graphs().get(role);
            if (graph == null
                    || !manifest.files().containsKey(graph.forward())
                    || !manifest.files().containsKey(graph.pullback())) {
                throw new ModelException(folder.resolve(MANIFEST) + " lists no graph and pullback for the " + role
                        + ": export the bundle again with ‘psld export’");
            }
        }
        return new Bundle(folder, manifest);
    }

    /** Path of the forward graph of a role. */
    public Path forward(String role) {
        return folder.resolve(entry(role).forward());
    }

    /** Path of the pullback graph of a role. */
    public Path pullback(String role) {
        return folder.resolve(entry(role).pullback());
    }

    private Manifest.GraphEntry entry(String role) {
        Manifest.GraphEntry entry = manifest.graphs().get(role);
        if (entry == null) {
            throw new ModelException("the bundle " + manifest.name() + " has no graph for " + role);
        }
        return entry;
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
