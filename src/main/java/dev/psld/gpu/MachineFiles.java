package dev.psld.gpu;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file system and the environment of a machine; what cannot be read is not there. Immutable and thread-safe.
 *
 * @param root where its file system begins; {@code /} for this machine
 */
public record MachineFiles(Path root, Map<String, String> environment) {
    public MachineFiles {
        environment = Map.copyOf(environment);
    }

    /** This machine. */
    public static MachineFiles here() {
        return new MachineFiles(Path.of("/"), System.getenv());
    }

    /** A path of that machine as one of this. */
    Path path(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    Optional<String> text(String absolute) {
        return text(path(absolute));
    }

    static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What a variable of the environment says, where it says anything. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    /** All paths that match, each part of the pattern a glob of its own, in the order of their names. */
    List<Path> matching(String absolute) {
        List<Path> found = List.of(root);
        for (String part : absolute.substring(1).split("/", -1)) {
            found = found.stream().flatMap(folder -> entries(folder, part)).toList();
        }
        return found;
    }

    private static Stream<Path> entries(Path folder, String glob) {
        if (!glob.contains("*")) {
            Path one = folder.resolve(glob);
            return Files.exists(one) ? Stream.of(one) : Stream.empty();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
            all.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            return Stream.empty();
        }
        return found.stream().sorted();
    }
}
