package dev.psld.restore.photo;

import dev.psld.job.CompanionName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files that lie beside a picture and belong to it, by the rule of {@link CompanionName}. Stateless. */
public final class Companions {
    private Companions() {}

    /** The mask beside a picture, where there is one. */
    public static Optional<Path> mask(Path picture) {
        return beside(picture, CompanionName.Kind.MASK);
    }

    /** The blur kernel beside a picture, where there is one. */
    public static Optional<Path> kernel(Path picture) {
        return beside(picture, CompanionName.Kind.KERNEL);
    }

    /** Name of the mask that belongs to a picture of that stem. */
    public static String maskName(String stem) {
        return stem + CompanionName.usual(CompanionName.Kind.MASK);
    }

    /** Name of the kernel that belongs to a picture of that stem. */
    public static String kernelName(String stem) {
        return stem + CompanionName.usual(CompanionName.Kind.KERNEL);
    }

    /** True for a mask or kernel, which is no picture to work on. */
    static boolean isCompanion(Path file) {
        return CompanionName.of(name(file)).isPresent();
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

    /** By its bytes, for the name may be none that this locale can write. */
    private static Optional<Path> beside(Path picture, CompanionName.Kind kind) {
        return CompanionName.suffixes(kind).stream()
                .map(suffix -> Siblings.of(picture, suffix))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
