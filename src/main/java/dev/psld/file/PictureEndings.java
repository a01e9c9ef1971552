package dev.psld.file;

import java.util.List;
import java.util.Locale;

/** The endings of file names by which pictures are known; what is in a file is another matter. Stateless. */
public final class PictureEndings {
    /** Of the files that are read, in small letters, without dots. */
    public static final List<String> READ = List.of("png", "jpg", "jpeg", "webp", "tif", "tiff");

    private PictureEndings() {}

    /** All of them in a sentence: {@code .png, .jpg or .tif}. */
    public static String words() {
        return "." + String.join(", .", READ.subList(0, READ.size() - 1)) + " or ." + READ.get(READ.size() - 1);
    }

    /** What follows the last dot of a name, in small letters; the whole name where it has none. */
    public static String of(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Whether a file of this name is taken for a picture. */
    public static boolean isPicture(String name) {
        return name.contains(".") && READ.contains(of(name));
    }
}
