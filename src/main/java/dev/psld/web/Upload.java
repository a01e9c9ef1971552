package dev.psld.web;

import dev.psld.file.TemporaryFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.server.Request;

/**
 * The parts of a form, streamed into a folder of their own, in memory at no time. Used by one thread at a time; closing it removes
 * them.
 */
final class Upload implements AutoCloseable {
    private static final Set<String> FILES = Set.of("photo", "mask", "kernel");
    private static final Set<String> TEXTS = Set.of("task", "settings");
    private static final int PART_HEAD = 4 << 10;
    private static final int TEXT = 64 << 10;

    /** Bytes a second that a client must come to. */
    private static final long SLOWEST = 20_000;

    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Path folder;
    private final MultiPartFormData.Parts parts;

    private Upload(Path folder, MultiPartFormData.Parts parts) {
        this.folder = folder;
        this.parts = parts;
    }

    /** Where uploads lie, and what they may take. Immutable. */
    record Place(Path folder, WebSetup.Limits limits, ScheduledExecutorService clock) {
        /** Makes it, and removes what a former server left. */
        Place prepare() throws IOException {
            if (Files.exists(folder)) {
                TemporaryFolder.delete(folder);
            }
            Files.createDirectories(folder);
            return this;
        }

        /**
         * Reads the body of a request, without a thread while nothing comes, and no longer than a slow line needs.
         *
         * @return fails with a {@link WebException}, and leaves nothing behind then
         */
        CompletableFuture<Upload> read(Request request) {
            String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
            if (type == null || !type.startsWith("multipart/form-data")) {
                return CompletableFuture.failedFuture(
                        new WebException(415, "Send a form (multipart/form-data) with the fields photo and task."));
            }
            if (request.getLength() > limits.upload()) {
                return CompletableFuture.failedFuture(tooLarge());
            }
            Path own = folder.resolve(UUID.randomUUID().toString());
            try {
                requireRoom(Math.max(0, request.getLength()));
                Files.createDirectory(own);
            } catch (IOException e) {
                return CompletableFuture.failedFuture(
                        new WebException(507, "The upload has no place: " + e.getMessage() + "."));
            } catch (WebException e) {
                return CompletableFuture.failedFuture(e);
            }
            Future<?> deadline = clock.schedule(
                    () -> request.getConnectionMetaData()
                            .getConnection()
                            .getEndPoint()
                            .close(),
                    longest(request),
                    TimeUnit.MILLISECONDS);
            PromisedResult<MultiPartFormData.Parts> whole = new PromisedResult<>();
            MultiPartFormData.onParts(request, request, type, config(own), whole);
            return whole.handle((parts, thrown) -> {
                deadline.cancel(false);
                if (thrown != null) {
                    remove(own);
                    throw failure(thrown);
                }
                return new Upload(own, parts);
            });
        }

        private long longest(Request request) {
            long bytes = request.getLength() >= 0 ? request.getLength() : limits.upload();
            return GRACE.toMillis() + 1000 * bytes / SLOWEST;
        }

        private MultiPartConfig config(Path own) {
            return new MultiPartConfig.Builder()
                    .location(own)
                    .maxParts(FILES.size() + TEXTS.size())
                    .maxSize(limits.upload())
                    .maxPartSize(limits.upload())
                    .maxMemoryPartSize(0)
                    .maxHeadersSize(PART_HEAD)
                    .useFilesForPartsWithoutFileName(true)
                    .build();
        }

        private void requireRoom(long bytes) throws IOException {
            FileStore disk = Files.getFileStore(folder);
            if (disk.getUsableSpace() - 2 * bytes < limits.reserve()) { // once here, once in the queue
                throw new WebException(507, "There is no room on the server's disk for that: make some, or send less.");
            }
        }

        private WebException tooLarge() {
            return new WebException(
                    413,
                    "A photo with its mask may have " + limits.upload() / 1_000_000 + " MB here: send a smaller one.");
        }

        private WebException failure(Throwable thrown) {
            String why = String.valueOf(thrown.getMessage());
            if (why.contains("max") || why.contains("length exceeded")) {
                return tooLarge();
            }
            return new WebException(400, "The form cannot be read: send it again, whole.");
        }
    }

    /** Refuses fields that nobody knows, and those that stand twice. */
    void requireKnown() {
        for (MultiPart.Part part : parts) {
            String name = String.valueOf(part.getName());
            if (!FILES.contains(name) && !TEXTS.contains(name)) {
                throw new WebException(
                        400, "The form has an unknown field: known are photo, mask, kernel, task, settings.");
            }
            if (parts.getAll(name).size() > 1) {
                throw new WebException(400, "The field " + name + " stands twice in the form: send it once.");
            }
        }
    }

    Optional<String> text(String field) {
        MultiPart.Part part = parts.getFirst(field);
        if (part == null) {
            return Optional.empty();
        }
        if (part.getLength() > TEXT) {
            throw new WebException(413, "The field " + field + " has more than " + TEXT + " bytes.");
        }
        return Optional.of(part.getContentAsString(StandardCharsets.UTF_8));
    }

    /** Where a file of the form lies now. */
    Optional<Path> file(String field) throws IOException {
        MultiPart.Part part = parts.getFirst(field);
        if (part == null) {
            return Optional.empty();
        }
        Path file = folder.resolve(field);
        part.writeTo(file);
        return Optional.of(file);
    }

    /** A file of this upload with that content. */
    Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /** The last part of the name that a file has where it comes from; people know it by that. */
    String name(String field) {
        MultiPart.Part part = parts.getFirst(field);
        String given = part == null || part.getFileName() == null ? "" : part.getFileName();
        List<String> steps = List.of(given.split("[/\\\\]", -1));
        String last = steps.get(steps.size() - 1).replaceAll("\\p{Cntrl}", "");
        return last.isBlank() ? "photo.png" : last;
    }

    @Override
    public void close() {
        parts.close();
        remove(folder);
    }

    /** What cannot be removed now is when the server starts again. */
    private static void remove(Path folder) {
        try {
            TemporaryFolder.delete(folder);
        } catch (IOException e) {
            // See above.
        }
    }
}
