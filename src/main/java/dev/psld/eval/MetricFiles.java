package dev.psld.eval;

import dev.psld.bundle.ModelFolders;
import dev.psld.file.AtomicFile;
import dev.psld.graph.GraphException;
import dev.psld.graph.OnnxReader;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The metrics that somebody has added, each a file NAME.onnx beside the models. Stateless. */
public final class MetricFiles {
    private static final String ENDING = ".onnx";
    private static final String LPIPS = "lpips";

    private MetricFiles() {}

    /** The folder of all. */
    public static Path root() {
        return ModelFolders.root().resolveSibling("metrics");
    }

    /** Their names. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(root())) {
            try (Stream<Path> files = Files.list(root())) {
                files.map(f -> f.getFileName().toString())
                        .filter(f -> f.endsWith(ENDING))
                        .forEach(f -> names.add(f.substring(0, f.length() - ENDING.length())));
            } catch (IOException e) {
                throw new MetricException(root() + " cannot be read: " + e.getMessage(), e);
            }
        }
        return names;
    }

    /** Opens a metric by its name, or by its file. */
    public static MetricGraph open(String given, Environment environment) {
        Path installed = root().resolve(given + ENDING);
        Path file = Path.of(given);
        if (names().contains(given)) {
            return MetricGraph.open(given, installed, environment);
        }
        if (Files.isRegularFile(file)) {
            return MetricGraph.open(name(file, Optional.empty()), file, environment);
        }
        throw new MetricException("there is no metric " + given + ": give the file of its graph, or one of "
                + (names().isEmpty() ? "those that ‘psld models add-metric’ adds" : String.join(", ", names())));
    }

    /**
     * Adds a metric, if it is one.
     *
     * @param asked its name; that of its graph where none is asked for
     * @return the name
     */
    public static String add(Path file, Optional<String> asked, Environment environment) {
        String name = name(file, asked);
        MetricGraph.open(name, file, environment).close();
        try {
            Files.createDirectories(root());
            AtomicFile.write(root().resolve(name + ENDING), true, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new MetricException(
                    "the metric cannot be written to " + root() + ": " + e.getMessage()
                            + "; give its file to ‘psld eval --metric’",
                    e);
        }
        return name;
    }

    /** A distance is not called LPIPS that is another: the graph has to say that it is. */
    private static String name(Path file, Optional<String> asked) {
        String own = graph(file);
        String name = asked.orElse(own);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new MetricException(
                    "a metric cannot be called “" + name + "”: give it a --name of letters, digits, dots and dashes");
        }
        boolean called = name.toLowerCase(Locale.ROOT).contains(LPIPS);
        if (called && !own.startsWith(LPIPS)) {
            throw new MetricException("the graph " + file + " does not say that it is LPIPS, which is a distance with"
                    + " published weights: give it another --name");
        }
        return name;
    }

    private static String graph(Path file) {
        try {
            return OnnxReader.read(file).name();
        } catch (GraphException e) {
            throw new MetricException(file + " is no ONNX file: " + e.getMessage(), e);
        }
    }
}
