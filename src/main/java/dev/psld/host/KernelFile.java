package dev.psld.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the small files in which the kernel tells about the machine; what cannot be read is not there. Stateless. */
final class KernelFile {
    private KernelFile() {}

    /** The text without white space around it. */
    static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty(); // sensors that are switched off answer with errors
        }
    }

    /** The whole number in it. */
    static OptionalLong number(Path file) {
        Optional<String> text = text(file).filter(t -> t.matches("-?\\d{1,18}"));
        return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    }

    /** The number behind {@code key:} in a file of such lines, in bytes where kB stands behind it. */
    static OptionalLong field(Path file, String key) {
        return text(file)
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip().split("\\s+", 2))
                .filter(words -> words[0].matches("\\d{1,15}"))
                .mapToLong(words -> Long.parseLong(words[0]) * (words.length > 1 && words[1].equals("kB") ? 1024 : 1))
                .findFirst();
    }

    /** The entries of a folder that match a glob, in the order of the numbers in their names; none where there is no folder. */
    static List<Path> entries(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
            all.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        found.sort(Comparator.<Path>comparingInt(p -> p.toString().length()).thenComparing(Comparator.naturalOrder()));
        return found;
    }
}
