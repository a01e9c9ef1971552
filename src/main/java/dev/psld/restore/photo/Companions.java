package dev.psld.restore.photo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The files that lie beside a picture and belong to it: {@code photo.mask.png}, {@code photo.kernel.png}. Stateless. */
public final class Companions {
    private static final String MASK = ".mask.png";
    private static final String KERNEL = ".kernel.png";

    private Companions() {}

    /** The mask beside a picture, where there is one. */
    public static Optional<Path> mask(Path picture) {
        return beside(picture, MASK);
    }

    /** The blur kernel beside a picture, where there is one. */
    public static Optional<Path> kernel(Path picture) {
        return beside(picture, KERNEL);
    }

    /** Name of the mask that belongs to a picture of that stem. */
    public static String maskName(String stem) {
        return stem + MASK;
    }

    /** Name of the kernel that belongs to a picture of that stem. */
    public static String kernelName(String stem) {
        return stem + KERNEL;
    }

    /** True for a mask or kernel, which is no picture to work on. */
    static boolean isCompanion(Path file) {
        String name = name(file).toLowerCase(Locale.ROOT);
        return name.endsWith(MASK) || name.endsWith(KERNEL);
    }

    /** The file's name without its extension. */
    public static String stem(Path file) {
        String name = name(file);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** The last name of a path. */
    public static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    private static Optional<Path> beside(Path picture, String suffix) {
        return Optional.of(picture.resolveSibling(stem(picture) + suffix)).filter(Files::isRegularFile);
    }
}
