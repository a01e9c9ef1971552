package dev.psld.diffusers;

import dev.psld.derive.ModelException;
import dev.psld.file.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A pipeline in a zip, unpacked for a while: graphs map their weights from files. Used by one thread; closing it removes the files. */
public final class ZippedPipeline implements AutoCloseable {
    private final TemporaryFolder folder;

    private ZippedPipeline(TemporaryFolder folder) {
        this.folder = folder;
    }

    /** Whether a file is a zip, by its first bytes. */
    public static boolean isZip(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(4);
            return first.length == 4 && first[0] == 'P' && first[1] == 'K' && first[2] == 3 && first[3] == 4;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Unpacks a zip.
     *
     * @param scratch folder to be made for it, on a disk with room; it must not exist
     */
    public static ZippedPipeline unpack(Path zip, Path scratch) {
        TemporaryFolder folder;
        try {
            Files.createDirectories(scratch.toAbsolutePath().getParent());
            folder = TemporaryFolder.at(scratch);
        } catch (IOException e) {
            throw new ModelException(scratch + " cannot be made: " + e.getMessage(), e);
        }
        try (ZipFile file = new ZipFile(zip.toFile())) {
            long all = file.stream().mapToLong(ZipEntry::getSize).sum();
            long room = Files.getFileStore(folder.folder()).getUsableSpace();
            if (all > room) {
                throw new ModelException(String.format(
                        "%s unpacks to %.1f GB, and the disk of %s has %.1f GB left: make room",
                        zip, all / 1e9, scratch, room / 1e9));
            }
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path place = folder.resolve(entry.getName()).normalize();
                if (!place.startsWith(folder.folder())) {
                    throw new ModelException(
                            zip + " holds “" + entry.getName() + "”, which points outside of it: do not trust it");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(place);
                } else {
                    Files.createDirectories(place.getParent());
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, place);
                    }
                }
            }
            return new ZippedPipeline(folder);
        } catch (ZipException e) {
            folder.close();
            throw new ModelException(zip + " is damaged: " + e.getMessage() + ". Copy or download it again.", e);
        } catch (IOException e) {
            folder.close();
            throw new ModelException(zip + " cannot be unpacked: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    public Path folder() {
        return folder.folder();
    }

    @Override
    public void close() {
        folder.close();
    }
}
