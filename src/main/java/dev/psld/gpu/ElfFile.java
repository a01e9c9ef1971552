package dev.psld.gpu;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a shared library says of itself in its dynamic section (ELF-64, little-endian; gABI 4.1, chapters 4 and 5). Immutable.
 *
 * @param machine what it runs on, as {@code os.arch} writes it: amd64, aarch64, or the number of another
 * @param needed sonames of the libraries that must be loaded with it
 * @param runPath folders in which these are looked for, {@code $ORIGIN} not replaced
 */
public record ElfFile(String machine, List<String> needed, List<String> runPath) {
    private static final int MAGIC = 0x464C457F;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;
    private static final int NEEDED = 1;
    private static final int STRING_TABLE = 5;
    private static final int RPATH = 15;
    private static final int RUNPATH = 29;
    /** Sections of libraries are some hundred bytes; a damaged file may claim anything. */
    private static final long LARGEST = 1 << 24;

    public ElfFile {
        needed = List.copyOf(needed);
        runPath = List.copyOf(runPath);
    }

    /** Reads a few kilobytes of a file of any size; an {@link IOException} that says what it is where it is no such library. */
    public static ElfFile read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer head = bytes(channel, 0, 64, file);
            if (head.getInt(0) != MAGIC || head.get(4) != 2 || head.get(5) != 1) {
                throw new IOException(file + " is no 64-bit shared library");
            }
            List<Segment> segments = segments(channel, head, file);
            List<long[]> entries = new ArrayList<>();
            for (Segment segment : segments) {
                if (segment.type == DYNAMIC) {
                    entries.addAll(entries(bytes(channel, segment.offset, segment.size, file)));
                }
            }
            return named(machine(head.getShort(18)), entries, channel, segments, file);
        }
    }

    private static ElfFile named(
            String machine, List<long[]> entries, FileChannel channel, List<Segment> segments, Path file)
            throws IOException {
        long table = -1;
        for (long[] entry : entries) {
            table = entry[0] == STRING_TABLE ? entry[1] : table;
        }
        List<String> needed = new ArrayList<>();
        List<String> runPath = new ArrayList<>();
        for (long[] entry : entries) {
            if (entry[0] == NEEDED) {
                needed.add(word(channel, offset(segments, table + entry[1], file), file));
            } else if (entry[0] == RPATH || entry[0] == RUNPATH) {
                runPath.addAll(List.of(word(channel, offset(segments, table + entry[1], file), file)
                        .split(":", -1)));
            }
        }
        return new ElfFile(machine, needed, runPath);
    }

    private static List<Segment> segments(FileChannel channel, ByteBuffer head, Path file) throws IOException {
        int size = Short.toUnsignedInt(head.getShort(54));
        int count = Short.toUnsignedInt(head.getShort(56));
        ByteBuffer table = bytes(channel, head.getLong(32), (long) size * count, file);
        List<Segment> found = new ArrayList<>();
        for (int at = 0; size >= 56 && at < table.capacity(); at += size) {
            found.add(new Segment(
                    table.getInt(at), table.getLong(at + 8), table.getLong(at + 16), table.getLong(at + 32)));
        }
        return found;
    }

    /** Tags and values up to the end mark. */
    private static List<long[]> entries(ByteBuffer section) {
        List<long[]> found = new ArrayList<>();
        for (int at = 0; at + 16 <= section.capacity() && section.getLong(at) != 0; at += 16) {
            found.add(new long[] {section.getLong(at), section.getLong(at + 8)});
        }
        return found;
    }

    /** Where in the file an address of memory comes from. */
    private static long offset(List<Segment> segments, long address, Path file) throws IOException {
        for (Segment segment : segments) {
            if (segment.type == LOAD && address >= segment.address && address < segment.address + segment.size) {
                return segment.offset + address - segment.address;
            }
        }
        throw new IOException(file + " is a damaged shared library");
    }

    private static String word(FileChannel channel, long offset, Path file) throws IOException {
        ByteBuffer text = bytes(channel, offset, Math.max(0, Math.min(4096, channel.size() - offset)), file);
        int end = 0;
        while (end < text.capacity() && text.get(end) != 0) {
            end++;
        }
        return StandardCharsets.UTF_8.decode(text.limit(end)).toString();
    }

    private static ByteBuffer bytes(FileChannel channel, long offset, long length, Path file) throws IOException {
        if (offset < 0 || length < 0 || length > LARGEST) {
            throw new IOException(file + " is a damaged shared library");
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException(file + " ends early: it is no whole shared library");
            }
        }
        buffer.flip();
        return buffer;
    }

    private static String machine(short code) {
        return switch (code) {
            case 62 -> "amd64";
            case 183 -> "aarch64";
            default -> "machine " + Short.toUnsignedInt(code);
        };
    }

    private record Segment(int type, long offset, long address, long size) {}
}
