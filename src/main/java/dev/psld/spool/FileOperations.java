package dev.psld.spool;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.SyncFailedException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every operation by which the spool changes its file system, each announced before it is done. Thread-safe as its listener
 * is; holds nothing.
 */
final class FileOperations {
    /** Hears of an operation before it happens; a test lets it fail there, or ends the run as a crash would. */
    @FunctionalInterface
    interface Before {
        void operation(String what, Path path) throws IOException;
    }

    private static final Object NAMES = new Object();

    private final Before before;
    private final boolean sync;

    FileOperations() {
        this((what, path) -> {}, true);
    }

    /** @param sync false where only the order of operations counts, and no power can be cut */
    FileOperations(Before before, boolean sync) {
        this.before = before;
        this.sync = sync;
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    static boolean isPlainFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** What tells the file system of a path from all others, where that can be known and the path is there. */
    static Optional<Object> device(Path path) {
        try {
            return Optional.of(Files.getAttribute(path, "unix:dev"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** All bytes of a file. Unlike a channel, the stream is not closed by an interrupt: a stop must not look like a bad disk. */
    static byte[] read(Path file) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        } catch (FileNotFoundException e) {
            return Files.readAllBytes(file); // of a name that is no text, which only a path can open
        }
    }

    /** Makes a folder where there is none. */
    void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        before.operation("make folder", folder);
        try {
            Files.createDirectory(folder);
            syncFolder(folder.resolveSibling("."));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new FileSystemException(
                        folder.toString(), null, "is a file where a folder should be; move it away");
            }
        }
    }

    /** Makes a folder that must be new. */
    void makeNewFolder(Path folder) throws IOException {
        before.operation("make folder", folder);
        Files.createDirectory(folder);
    }

    /** Puts a file of these bytes under the name, in place of what was there; all of it or nothing. */
    void write(Path file, byte[] bytes, boolean durable) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        Path temp = file.resolveSibling("." + file.getFileName() + ".tmp");
        before.operation("write", temp);
        try (FileOutputStream out = new FileOutputStream(temp.toFile())) {
            out.write(bytes);
            if (durable) {
                before.operation("sync", temp);
                if (sync) {
                    out.getFD().sync();
                }
            }
        } catch (FileNotFoundException e) {
            throw Files.isDirectory(folder) ? e : new NoSuchFileException(folder.toString());
        }
        rename(temp, file);
        if (durable) {
            syncFolder(folder);
        }
    }

    /** Makes a new file of the bytes of another, which may lie anywhere, and syncs it; its folder is to be synced after. */
    void copy(Path from, Path to) throws IOException {
        before.operation("write", to);
        try (FileInputStream in = new FileInputStream(from.toFile());
                FileOutputStream out = new FileOutputStream(to.toFile())) {
            in.transferTo(out);
            before.operation("sync", to);
            if (sync) {
                out.getFD().sync();
            }
        }
    }

    void append(Path file, byte[] bytes) throws IOException {
        before.operation("append", file);
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(bytes);
        }
    }

    /** One atomic step; what has the new name already is replaced. */
    void rename(Path from, Path to) throws IOException {
        before.operation("rename", from);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete(Path path) throws IOException {
        before.operation("delete", path);
        Files.deleteIfExists(path);
    }

    /** Deletes a folder and all in it, following no links; what vanishes meanwhile is as well. */
    void deleteTree(Path folder) throws IOException {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // Another agent cleans as well.
        }
    }

    /**
     * Gives what lies at {@code from} the name {@code to}, never in place of anything: by a hard link, which leaves
     * {@code from} too; or, for folders, links, and where hard links cannot be, by a rename under a lock of all agents.
     *
     * @return whether {@code to} was free
     */
    boolean place(Path from, Path to, Path lock) throws IOException {
        if (isPlainFile(from)) {
            try {
                before.operation("link", to);
                Files.createLink(to, from);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (NoSuchFileException e) {
                throw e;
            } catch (UnsupportedOperationException | FileSystemException e) {
                // No hard links here, or not of another user's file; a rename may still do, and tells why when not.
            }
        }
        return renameToFree(from, to, lock);
    }

    /** The window between look and rename is closed to other agents only; a hard link closes it to everybody. */
    private boolean renameToFree(Path from, Path to, Path lock) throws IOException {
        synchronized (NAMES) {
            boolean interrupted = Thread.interrupted();
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                if (!held.isValid() || exists(to)) {
                    return false;
                }
                rename(from, to);
                return true;
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    void syncFile(Path file) throws IOException {
        before.operation("sync", file);
        if (!sync) {
            return;
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.getFD().sync();
        } catch (SyncFailedException e) {
            // Some network and FUSE file systems cannot sync; that is no reason to lose the picture.
        }
    }

    /** Makes names in a folder durable; an interrupt must not close the channel meanwhile. */
    void syncFolder(Path folder) throws IOException {
        before.operation("sync", folder);
        if (!sync) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            // A file system that cannot sync folders has nothing more to offer.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
