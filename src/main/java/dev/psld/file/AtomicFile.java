package dev.psld.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a file so that under its name there is all of it or nothing: a temporary file in the same folder, written,
 * synced, linked or renamed to the name, and the folder synced. Stateless and thread-safe.
 */
public final class AtomicFile {

    private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();
    private static final long LEFT_FOR = 600_000; // ms; a process of another machine may write here too
    private static final Pattern TEMPORARY = Pattern.compile("\\.psld-(\\d{1,18})-[0-9a-f]+\\.tmp");

    private AtomicFile() {}

    /** What writes the content of the file, from position 0. */
    @FunctionalInterface
    public interface Body {
        void writeTo(RandomAccessFile file) throws IOException;
    }

    /** Writes these bytes, see {@link #write(Path, boolean, Body)}. */
    public static void write(Path file, boolean overwrite, byte[] bytes) {
        write(file, overwrite, out -> out.write(bytes));
    }

    /**
     * Writes what the body writes. An existing file is replaced only when {@code overwrite}; every failure is an
     * {@link OutputException} and leaves nothing behind.
     */
    public static void write(Path file, boolean overwrite, Body body) {
        // Not normalised: “link/..” is beside what the link leads to.
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new OutputException(file + " is a folder: give the name of a file in it.");
        }
        if (!Files.isDirectory(folder)) {
            throw new OutputException(
                    "There is no folder " + folder + " to write " + file.getFileName() + " into: make it first.");
        }
        if (!overwrite && Files.exists(file)) {
            throw exists(file);
        }
        sweep(folder);
        try {
            write(folder, file, overwrite, Optional.empty(), out -> {
                body.writeTo(out);
                if (out.length() == 0) {
                    throw new IOException("nothing was written");
                }
            });
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (IOException e) {
            throw new OutputException(file + " cannot be written: " + reason(e) + ".", e);
        }
    }

    /**
     * Writes what the body writes in place of what is there, with these permissions from the first instant on.
     *
     * @param file in a folder that is there
     * @throws IOException when it cannot be written; nothing is left behind then
     */
    public static void replace(Path file, Set<PosixFilePermission> permissions, Body body) throws IOException {
        write(file.toAbsolutePath().resolveSibling("."), file, true, Optional.of(permissions), body);
    }

    /** From now on what is written while the program ends is written to the end, as an agent's last checkpoint is. */
    public static void finishWhenEnding() {
        Interruption.letFinish();
    }

    private static void write(
            Path folder, Path file, boolean overwrite, Optional<Set<PosixFilePermission>> permissions, Body body)
            throws IOException {
        // Not made of the file's own name, which may be as long as names can be.
        Path temp = folder.resolve(".psld-" + ProcessHandle.current().pid() + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
        Interruption.Sweep sweep = () -> remove(temp);
        try {
            Interruption.begins(sweep, () -> Files.createFile(temp));
            fill(temp, body);
            if (permissions.isPresent()) {
                Files.setPosixFilePermissions(temp, permissions.get());
            }
            publish(temp, file, overwrite);
            syncFolder(folder);
        } finally {
            remove(temp);
            Interruption.forgets(sweep);
        }
    }

    /** Once for a folder, removes what a process left that was killed while it wrote. */
    private static void sweep(Path folder) {
        if (!SWEPT.add(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".psld-*-*.tmp")) {
            for (Path file : left) {
                Matcher owner = TEMPORARY.matcher(String.valueOf(file.getFileName()));
                boolean old = Files.getLastModifiedTime(file).toMillis() < System.currentTimeMillis() - LEFT_FOR;
                if (old
                        && owner.matches()
                        && ProcessHandle.of(Long.parseLong(owner.group(1))).isEmpty()) {
                    remove(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A folder that cannot be listed may still take a file.
        }
    }

    private static void fill(Path temp, Body body) throws IOException {
        if (!temp.toFile().exists()) {
            fillByCopy(temp, body);
            return;
        }
        try (RandomAccessFile out = new RandomAccessFile(temp.toFile(), "rw")) {
            body.writeTo(out);
            sync(out.getChannel());
        }
    }

    /** In a folder whose name is no text, where no file can be opened by a text. */
    private static void fillByCopy(Path temp, Body body) throws IOException {
        try (TemporaryFolder elsewhere = TemporaryFolder.temporary()) {
            Path made = Files.createFile(elsewhere.resolve("made"));
            fill(made, body);
            Files.copy(made, temp, StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel written = FileChannel.open(temp, StandardOpenOption.WRITE)) {
            sync(written);
        }
    }

    /** A hard link refuses an existing name where a rename would replace it; not every file system has links. */
    private static void publish(Path temp, Path file, boolean overwrite) throws IOException {
        if (overwrite) {
            Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try {
            Files.createLink(file, temp);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.createFile(file); // reserves the name, and fails when it is taken
            try {
                Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException notMoved) {
                remove(file);
                throw notMoved;
            }
        }
    }

    /** Some network and FUSE file systems cannot sync; that is no reason to lose the picture. */
    private static void sync(FileChannel channel) throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.contains("not supported") && !message.contains("Invalid argument")) {
                throw e;
            }
        }
    }

    /** Makes the new name itself durable; only Unix lets a folder be opened for it. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file is complete under its name; a file system that cannot sync folders has nothing more to offer.
        }
    }

    private static void remove(Path temp) {
        try {
            Files.deleteIfExists(temp);
        } catch (IOException e) {
            // Nothing can be done about it, and the reason that led here is already on its way to the user.
        }
    }

    private static OutputException exists(Path file) {
        return new OutputException(file + " exists already and is not overwritten: remove it or choose another name.");
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "this user may not write into its folder; change the permissions or choose another folder";
        }
        if (e instanceof NoSuchFileException) {
            return "its folder has gone or takes no files; choose another folder";
        }
        String why = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return (why == null ? e.getClass().getSimpleName() : why)
                + "; free some space or choose another name or folder";
    }
}
