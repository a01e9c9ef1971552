package dev.psld.restore.photo;

import dev.psld.job.CompanionName;
import dev.psld.job.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Says which mask {@link #mask} is where several lie beside a picture. */
    public static Optional<String> severalMasks(Path picture) {
        return several(picture, CompanionName.Kind.MASK);
    }

    /** Says which kernel {@link #kernel} is where several lie beside a picture. */
    public static Optional<String> severalKernels(Path picture) {
        return several(picture, CompanionName.Kind.KERNEL);
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

    private static Optional<Path> beside(Path picture, CompanionName.Kind kind) {
        return named(picture, kind).findFirst();
    }

    private static Optional<String> several(Path picture, CompanionName.Kind kind) {
        List<Path> files = new ArrayList<>();
        named(picture, kind)
                .filter(file -> files.stream().noneMatch(f -> same(f, file)))
                .forEach(files::add);
        List<String> names = files.stream().map(f -> Printable.of(name(f))).toList();
        return names.size() < 2
                ? Optional.empty()
                : Optional.of(CompanionName.taken(
                        kind.name().toLowerCase(Locale.ROOT), names.get(0), names.subList(1, names.size())));
    }

    /** By its bytes, for the name may be none that this locale can write. */
    private static Stream<Path> named(Path picture, CompanionName.Kind kind) {
        return CompanionName.suffixes(kind).stream()
                .map(suffix -> Siblings.of(picture, suffix))
                .filter(Files::isRegularFile);
    }

    /** Where capitals do not count, one file has many names. */
    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return true; // One of them has gone.
        }
    }
}
