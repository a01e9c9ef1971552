package dev.psld.bundle;

import dev.psld.derive.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the model bundles are: under {@code onnx/} of the program's home, under {@code models/} beside it where there is such a
 * folder, or wherever the command line says. Stateless.
 */
public final class ModelFolders {
    /** The model with latents that is taken where nobody names one. */
    public static final String PORTRAITS = "portrait64";

    /** The same for portraits of twice the size, where it is named. */
    public static final String LARGER_PORTRAITS = "portrait128";

    /** A denoiser of portraits, to compare methods on pictures with those on latents fairly. */
    public static final String PORTRAIT_PIXELS = "portrait-pixels";

    /** The model for pictures of any size that is taken where nobody names one. */
    public static final String PHOTOS = "photo";

    /** The same that was trained further on enlarging, taken for that where nobody names one. */
    public static final String ENLARGED_PHOTOS = "photo-sr";

    /** What stands for a model where each photo gets the one that suits it. */
    public static final String AUTOMATIC = "auto";

    /** What stands for a model where a method needs none. */
    public static final String NONE = "none";

    private ModelFolders() {}

    /** The folder of the bundles that come with the program; the launcher tells its home. */
    public static Path root() {
        return Path.of(System.getProperty("psld.home", ""), "onnx");
    }

    /** The folder for bundles that somebody adds: where what comes with the program is a package's, or read-only, one of its own. */
    public static Path added() {
        Path apart = root().resolveSibling("models");
        return Files.isDirectory(apart) ? apart : root();
    }

    /** The place of the bundle of a name, whether there is one or not; one that somebody added wins. */
    public static Path named(String name) {
        Path own = added().resolve(name);
        return Files.isDirectory(own) ? own : root().resolve(name);
    }

    /** The bundle that a command line means: a folder, the name of one, or the default. */
    public static Path choose(Optional<String> given) {
        String name = given.orElse(PORTRAITS);
        Path folder = Path.of(name);
        Path installed = named(name);
        if (name.indexOf('\uFFFD') >= 0 && !Files.exists(folder)) {
            throw new ModelException("the name of the model’s folder " + name
                    + " is no UTF-8, in which it cannot be found: rename it, or name a link to it");
        }
        return given.isPresent() && (Files.isDirectory(folder) || !Files.isDirectory(installed)) ? folder : installed;
    }

    /** Opens the bundle that a command line means: see {@link #choose}. */
    public static Bundle open(Optional<String> given) {
        return Bundle.open(choose(given));
    }

    /** The names of all bundles. */
    public static List<String> names() {
        return installed().stream().map(f -> f.getFileName().toString()).toList();
    }

    /** All bundles, whole or damaged, sorted by name. */
    public static List<Path> installed() {
        Map<String, Path> all = new TreeMap<>();
        for (Path root : List.of(root(), added())) {
            folders(root).forEach(folder -> all.put(folder.getFileName().toString(), folder));
        }
        return List.copyOf(all.values());
    }

    private static List<Path> folders(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(f ->
                            Files.isDirectory(f) && !f.getFileName().toString().startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw new ModelException(root + " cannot be read: " + e.getMessage(), e);
        }
    }
}
