package dev.psld.service;

import dev.psld.file.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The list of files that an installation put into its folder, so that taking it away takes nothing else. Stateless. */
final class Inventory {
    private static final String NAME = "installed.txt";

    private Inventory() {}

    /** The list for these files. */
    static InstalledFile of(Path prefix, List<InstalledFile> program) {
        String lines = program.stream()
                .map(item -> prefix.relativize(item.place()).toString())
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
        return InstalledFile.text(prefix.resolve(NAME), lines);
    }

    /** What lies in this folder by its list, the list itself last; nothing where there is no list. */
    static List<Path> read(Path folder) {
        Path list = folder.resolve(NAME);
        if (!Files.isRegularFile(list)) {
            return List.of();
        }
        try {
            List<Path> files = Files.readAllLines(list).stream()
                    .filter(line -> !line.isBlank())
                    .map(line -> folder.resolve(line).normalize())
                    .collect(Collectors.toList());
            if (!files.stream().allMatch(file -> file.startsWith(folder) && !file.equals(folder))) {
                throw new OutputException(list + " names files outside of " + folder + ": somebody changed it; remove"
                        + " the program by hand");
            }
            files.add(list);
            return files;
        } catch (IOException e) {
            throw new OutputException(list + " cannot be read: " + e.getMessage(), e);
        }
    }
}
