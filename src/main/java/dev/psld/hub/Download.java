package dev.psld.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a file from a server, whole or not at all: what is there of it lies in FILE.part, from where the next try goes on, in this
 * run or a later one. Not thread-safe.
 */
final class Download {
    /** Tries one after the other that brought nothing, before it gives up. */
    private static final int TRIES = 5;

    private static final long FIRST_PAUSE = 1000;
    private static final int TOO_MANY = 429;
    private static final int NOT_SATISFIABLE = 416;

    private final Web web;
    private final DownloadProgress progress;
    private final Pause pause;

    /** Waits between two tries. */
    interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    Download(Web web, DownloadProgress progress, Pause pause) {
        this.web = web;
        this.progress = progress;
        this.pause = pause;
    }

    /**
     * Brings one file; nothing is done where it is there already.
     *
     * @param what it is, for messages
     * @param bytes its length; −1 where nobody knows
     * @throws DownloadException when it cannot be had, or is not what was told
     */
    void bring(URI address, Path file, String what, long bytes, Optional<Digest> digest) {
        if (Files.isRegularFile(file)) {
            return;
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            requireRoom(file, part, bytes, what);
            long failed = 0;
            while (true) {
                long before = size(part);
                try {
                    long total = attempt(address, part, what, bytes);
                    if (total < 0 || size(part) == total) {
                        break;
                    }
                    throw new IOException("the connection ended early");
                } catch (IOException e) {
                    failed = size(part) > before ? 1 : failed + 1;
                    if (isFull(e) || failed >= TRIES) {
                        throw stopped(part, what, bytes, e);
                    }
                    wait(failed, part, what, bytes);
                }
            }
            verify(part, what, bytes, digest);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(mark(part));
        } catch (IOException e) {
            throw stopped(part, what, bytes, e);
        }
    }

    /** One connection: goes on where the part ends, where the server can. Gives the whole length, −1 where it is not told. */
    private long attempt(URI address, Path part, String what, long bytes) throws IOException {
        long have = size(part);
        if (have > 0 && have == bytes) {
            return bytes;
        }
        Map<String, String> headers = new HashMap<>();
        if (have > 0) {
            headers.put("Range", "bytes=" + have + "-");
            if (Files.isRegularFile(mark(part))) {
                headers.put("If-Range", Files.readString(mark(part)));
            }
        }
        HttpURLConnection connection = web.get(address, headers);
        try {
            int status = connection.getResponseCode();
            if (status == NOT_SATISFIABLE && have > 0) {
                Files.delete(part); // it is longer than the file: another one
                throw new IOException("what is there does not belong to it");
            }
            if (status >= 500 || status == TOO_MANY) {
                throw new IOException("the server answers " + status);
            }
            boolean goesOn = status == HttpURLConnection.HTTP_PARTIAL && begins(connection, have);
            if (status != HttpURLConnection.HTTP_OK && !goesOn) {
                throw RefusedRequest.of(what, connection, status, web.token().isPresent());
            }
            long from = goesOn ? have : 0;
            long length = connection.getContentLengthLong();
            long total = length < 0 ? bytes : from + length;
            remember(connection, part);
            copy(connection, part, goesOn, what, from, total);
            return total;
        } finally {
            connection.disconnect();
        }
    }

    private void copy(HttpURLConnection connection, Path part, boolean goesOn, String what, long from, long total)
            throws IOException {
        long done = from;
        long told = System.nanoTime();
        progress.at(what, done, total);
        try (InputStream in = connection.getInputStream();
                OutputStream out = Files.newOutputStream(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
            byte[] block = new byte[1 << 18];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                out.write(block, 0, n);
                done += n;
                if (System.nanoTime() - told > 1_000_000_000L) {
                    told = System.nanoTime();
                    progress.at(what, done, total);
                }
            }
        }
        progress.at(what, done, total);
    }

    private static boolean begins(HttpURLConnection connection, long at) {
        String range = connection.getHeaderField("Content-Range");
        return range != null && range.startsWith("bytes " + at + "-");
    }

    /** Remembers which version of the file this is, so that another one is not glued to it. */
    private static void remember(HttpURLConnection connection, Path part) throws IOException {
        String tag = connection.getHeaderField("ETag");
        if (tag != null && !tag.startsWith("W/")) {
            Files.writeString(mark(part), tag);
        } else {
            Files.deleteIfExists(mark(part));
        }
    }

    private static Path mark(Path part) {
        return part.resolveSibling(part.getFileName() + ".etag");
    }

    private static void verify(Path part, String what, long bytes, Optional<Digest> digest) throws IOException {
        boolean wrong = (bytes >= 0 && size(part) != bytes)
                || (digest.isPresent() && !digest.get().fits(part));
        if (wrong) {
            Files.deleteIfExists(part);
            Files.deleteIfExists(mark(part));
            throw new DownloadException(
                    what + " arrived damaged: it is not what the server says it is (wrong hash or length)."
                            + " It was thrown away: run the same command again; if that goes on, a proxy changes what it passes on");
        }
    }

    private static void requireRoom(Path file, Path part, long bytes, String what) throws IOException {
        long room = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        if (bytes - size(part) > room) {
            throw new DownloadException(String.format(
                    "%s needs %s more on the disk of %s, where %s are free: make room, or set XDG_CACHE_HOME to a folder of"
                            + " another disk",
                    what, ByteText.text(bytes - size(part)), file.getParent(), ByteText.text(room)));
        }
    }

    private static boolean isFull(IOException e) {
        return String.valueOf(e.getMessage()).contains("No space left");
    }

    private static DownloadException stopped(Path part, String what, long bytes, IOException e) {
        long have = size(part);
        String so = have == 0 ? "" : " after " + ByteText.text(have) + (bytes > 0 ? " of " + ByteText.text(bytes) : "");
        if (isFull(e)) {
            return new DownloadException(
                    what + " stopped" + so + ": the disk of " + part.getParent()
                            + " is full. Make room and run the same" + " command again: it goes on from there",
                    e);
        }
        String why = e instanceof java.net.UnknownHostException
                ? "no server of the name " + e.getMessage() + " is known here"
                : e instanceof java.net.SocketTimeoutException
                        ? "the server says nothing"
                        : String.valueOf(e.getMessage());
        return new DownloadException(
                what + " stopped" + so + " (" + why + "): run the same command again"
                        + (have == 0
                                ? ", when the network is there (a proxy is taken from https_proxy)"
                                : ", it goes on from there"),
                e);
    }

    private void wait(long failed, Path part, String what, long bytes) {
        try {
            pause.millis(FIRST_PAUSE << (failed - 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped(part, what, bytes, new IOException("interrupted"));
        }
    }

    private static long size(Path part) {
        try {
            return Files.isRegularFile(part) ? Files.size(part) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
