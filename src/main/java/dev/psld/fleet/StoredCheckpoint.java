package dev.psld.fleet;

import dev.psld.job.QueueException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The checkpoint of a job, in a folder here and in the store for whoever goes on. Used by one thread at a time; one per claim. */
final class StoredCheckpoint {
    private final ObjectFiles store;
    private final String id;
    private final Path folder;
    private String kept = "";

    StoredCheckpoint(ObjectFiles store, String id, Path folder) {
        this.store = store;
        this.id = id;
        this.folder = folder;
    }

    static String object(String id) {
        return "checkpoints/" + id;
    }

    /** Gets what an earlier holder kept; what cannot be had of it is begun anew. */
    void fetch() {
        Path zip = folder.resolveSibling("checkpoint.zip");
        try {
            fetch(zip);
        } catch (QueueException e) {
            // Half of what a dying holder sent may be there: no progress is lost but that.
        }
    }

    private void fetch(Path zip) {
        try {
            if (store.fetch(object(id), zip)) {
                unpack(zip);
                Files.delete(zip);
                kept = signature();
            }
        } catch (IOException e) {
            throw LocalFiles.trouble(folder, e);
        }
    }

    /** Keeps it in the store, where it has changed since. */
    void keep() {
        Path zip = folder.resolveSibling("checkpoint.zip");
        try {
            String now = signature();
            if (now.equals(kept)) {
                return;
            }
            pack(zip);
            long unused = store.put(object(id), zip);
            Files.deleteIfExists(zip);
            kept = now;
        } catch (IOException | UncheckedIOException e) {
            throw new QueueException("The checkpoint in " + folder + " cannot be kept: " + e.getMessage() + ".", e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private String signature() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files()) {
            all.append(file.getFileName())
                    .append(' ')
                    .append(Files.size(file))
                    .append(' ')
                    .append(Files.getLastModifiedTime(file))
                    .append('\n');
        }
        return all.toString();
    }

    private void pack(Path zip) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            packed.setLevel(1);
            for (Path file : files()) {
                packed.putNextEntry(new ZipEntry(file.getFileName().toString()));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
    }

    private void unpack(Path zip) throws IOException {
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream packed = new ZipInputStream(in)) {
            for (ZipEntry one = packed.getNextEntry(); one != null; one = packed.getNextEntry()) {
                Path name = Path.of(one.getName()).getFileName(); // nothing outside the folder
                if (name != null) {
                    Files.copy(packed, folder.resolve(name.toString()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
