package dev.psld.restore.output;

import dev.psld.file.OutputException;
import dev.psld.file.PictureEndings;
import dev.psld.picture.PictureFormat;
import dev.psld.restore.photo.Companions;
import dev.psld.restore.photo.Siblings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Where results go: a folder, or one picture file. Immutable; creates nothing before the first {@link #prepare}.
 *
 * @param stems how often each stem occurs among the inputs, as a name: those that clash keep their extension
 */
public record Destination(Path out, boolean single, boolean overwrite, Map<Path, Integer> stems) {
    private static final int LONGEST_NAME = 255; // bytes, on the file systems of Linux

    /** Extensions of pictures that are not written: a folder of such a name is not what is meant. */
    private static final Set<String> OTHER_FORMATS = Set.of(
            "gif", "bmp", "avif", "heic", "heif", "jxl", "jp2", "j2k", "ppm", "pgm", "pnm", "pam", "tga", "exr", "hdr",
            "ico", "svg", "pdf", "eps", "psd", "dng", "apng", "jfif", "mp4");

    public Destination {
        stems = Map.copyOf(stems);
    }

    /**
     * OUT of a command line: a picture when it has a picture's extension and is no folder, else a folder.
     *
     * @throws OutputException when one picture is to hold several results, or the place cannot be written to
     */
    public static Destination of(Path out, List<Path> inputs, boolean overwrite) {
        if (out.toString().equals("-")) {
            throw new OutputException("Nothing is written to standard output: give a folder, or a file, with -o");
        }
        boolean single = !Files.isDirectory(out) && hasExtension(out);
        if (single && inputs.size() > 1) {
            throw new OutputException(
                    out + " is one picture, but there are " + inputs.size() + " inputs: give a folder with -o");
        }
        Map<Path, Integer> stems = new HashMap<>();
        inputs.forEach(input -> stems.merge(stem(input), 1, Integer::sum));
        Destination destination = new Destination(out, single, overwrite, stems);
        destination.requireWritable();
        return destination;
    }

    /** The picture that an input becomes. */
    public Path picture(Path input) {
        return single ? out : result(input, ".png");
    }

    /** A file beside that picture, such as {@code photo-s1.png} for the suffix {@code -s1.png}. */
    public Path beside(Path input, String suffix) {
        return single ? Siblings.of(out, suffix) : result(input, suffix);
    }

    private Path result(Path input, String suffix) {
        boolean clash = stems.getOrDefault(stem(input), 1) > 1;
        Path name = clash ? Siblings.behind(input, suffix) : Siblings.of(input, suffix);
        return out.resolve(name.getFileName());
    }

    private static Path stem(Path input) {
        return Siblings.of(input, "").getFileName();
    }

    /**
     * Refuses to start work whose result would have no place.
     *
     * @throws OutputException when a file is in the way
     */
    public void requireFree(List<Path> files) {
        for (Path file : files) {
            requireName(file);
            if (!overwrite && Files.exists(file)) {
                throw new OutputException(file + " exists already: give --overwrite, or another place with -o");
            }
        }
    }

    /** What could not be written in the end is refused at the beginning. */
    private static void requireName(Path file) {
        int bytes = Siblings.length(file);
        if (bytes > LONGEST_NAME) {
            throw new OutputException("The name of " + file + " has " + bytes + " bytes, and a file's may have "
                    + LONGEST_NAME + ": give the photo a shorter name.");
        }
    }

    /**
     * Refuses inputs of which one would write over another.
     *
     * @param files what an input becomes
     */
    public static void requireDistinct(List<Path> inputs, Function<Path, List<Path>> files) {
        Map<Path, Path> owners = new HashMap<>();
        for (Path input : inputs) {
            for (Path file : files.apply(input)) {
                Path other = owners.putIfAbsent(file, input);
                if (other != null) {
                    throw new OutputException(
                            other.equals(input)
                                    ? input + " is named twice: name it once"
                                    : other + " and " + input + " would both become " + file
                                            + ": rename one of them, or give them folders of their own");
                }
            }
        }
    }

    /** Makes the folder. */
    public void prepare() {
        try {
            if (!Files.isDirectory(folder())) { // which may be a link to one; not every JDK takes that
                Files.createDirectories(folder());
            }
        } catch (IOException e) {
            throw new OutputException(folder() + " cannot be made: " + e.getMessage());
        }
    }

    private Path folder() {
        Path parent = out.toAbsolutePath().getParent();
        return single && parent != null ? parent : out.toAbsolutePath();
    }

    private void requireWritable() {
        Path there = folder();
        while (!Files.exists(there)) {
            Path parent = there.getParent();
            if (parent == null) {
                break;
            }
            there = parent;
        }
        if (!Files.isDirectory(there)) {
            throw new OutputException(there + " is a file, so nothing can be written below it: give a folder with -o");
        }
        if (!Files.isWritable(there)) {
            throw new OutputException(there + " is not writable: give a folder that is with -o, or change its rights");
        }
    }

    private static boolean hasExtension(Path out) {
        String name = Companions.name(out);
        String ending = PictureEndings.of(name);
        if (name.lastIndexOf('.') <= 0 || !(PictureEndings.isPicture(name) || OTHER_FORMATS.contains(ending))) {
            return false;
        }
        PictureFormat.of(out); // refuses what is not written
        return true;
    }
}
