package dev.psld.fleet;

import dev.psld.job.QueueException;
import io.nats.client.JetStreamApiException;
import io.nats.client.ObjectStore;
import io.nats.client.ObjectStoreOptions;
import io.nats.client.PurgeOptions;
import io.nats.client.api.ObjectInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Files in the object store of a fleet, whole or not there: it keeps their digests and checks them. Thread-safe. Every method
 * throws {@link QueueException} when the servers do not answer.
 */
final class ObjectFiles {
    private final Store store;
    private final String bucket;

    ObjectFiles(Store store, String bucket) {
        this.store = store;
        this.bucket = bucket;
    }

    private interface Access<T> {
        T run(ObjectStore objects)
                throws IOException, JetStreamApiException, NoSuchAlgorithmException, InterruptedException;
    }

    /** Puts a file under a name, in place of what has it. @return its size */
    long put(String name, Path file) {
        String attempt = name + " cannot be put into the object store";
        store.changes("put", attempt);
        return access(attempt, objects -> {
            try (InputStream in = Files.newInputStream(file)) {
                return objects.put(name, in).getSize();
            }
        });
    }

    void put(String name, byte[] bytes) {
        String attempt = name + " cannot be put into the object store";
        store.changes("put", attempt);
        long unused = access(
                attempt,
                objects -> objects.put(name, new ByteArrayInputStream(bytes)).getSize());
    }

    /** Whether there is something of that name. */
    boolean has(String name) {
        return access(name + " cannot be looked for", objects -> objects.getInfo(name) != null);
    }

    /** The bytes of a small one; empty where there is none. */
    Optional<byte[]> bytes(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return read(name, out) ? Optional.of(out.toByteArray()) : Optional.empty();
    }

    /**
     * Writes one to a file that is not there yet, which appears whole or not at all.
     *
     * @return whether there was one
     */
    boolean fetch(String name, Path to) {
        Path made = to.resolveSibling("." + UUID.randomUUID() + ".part");
        try {
            Files.createDirectories(to.resolveSibling("."));
            boolean found;
            try (OutputStream out = Files.newOutputStream(made)) {
                found = read(name, out);
            }
            if (found) {
                Files.move(made, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return found;
        } catch (IOException e) {
            throw new QueueException(to + " cannot be written: " + e.getMessage() + ".", e);
        } finally {
            try {
                Files.deleteIfExists(made);
            } catch (IOException e) {
                // It is swept with the folder.
            }
        }
    }

    private boolean read(String name, OutputStream out) {
        return access(name + " cannot be read from the object store", objects -> {
            if (objects.getInfo(name) == null) {
                return false;
            }
            try {
                objects.get(name, out);
                return true;
            } catch (IllegalArgumentException e) {
                return false; // removed between the two
            }
        });
    }

    /** Removes one and all traces of it, where there is one. */
    void remove(String name) {
        if (!has(name)) {
            return;
        }
        String attempt = name + " cannot be removed from the object store";
        store.changes("remove", attempt);
        Object unused = access(attempt, objects -> {
            try {
                return objects.delete(name);
            } catch (IllegalArgumentException e) {
                return name; // gone already
            }
        });
        Object unusedMark = store.reading(
                attempt,
                streams -> streams.purgeStream(
                        "OBJ_" + bucket,
                        PurgeOptions.subject("$O." + bucket + ".M."
                                + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)))));
    }

    /** Names of all. */
    List<String> names() {
        return access(
                "The object store cannot be listed",
                objects -> objects.getList().stream()
                        .map(ObjectInfo::getObjectName)
                        .toList());
    }

    private <T> T access(String attempt, Access<T> access) {
        try {
            return access.run(store.connection()
                    .objectStore(
                            bucket,
                            ObjectStoreOptions.builder()
                                    .jetStreamOptions(Link.jetStream())
                                    .build()));
        } catch (JetStreamApiException | IOException | IllegalStateException | NoSuchAlgorithmException e) {
            throw JetStreamTrouble.of(attempt, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw JetStreamTrouble.of(attempt, e);
        }
    }
}
