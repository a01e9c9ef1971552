package dev.psld.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files as the kernel shows them, below another root. Used by one thread. */
record KernelTree(Path root) {
    KernelTree with(String file, String text) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
