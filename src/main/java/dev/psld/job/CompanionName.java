package dev.psld.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file that belongs to a photo: {@code photo.mask.png} or {@code photo.kernel.jpg}, in capitals or not, with the
 * extension of any picture that is read. Works on names as characters and as bytes alike. Immutable.
 *
 * @param stem the photo's, to the letter
 * @param suffix all that follows it
 */
public record CompanionName(Kind kind, String stem, String suffix) {
    /** What a companion is for. */
    public enum Kind {
        MASK,
        KERNEL
    }

    private static final List<String> EXTENSIONS = List.of("png", "jpg", "jpeg", "tif", "tiff", "webp");

    private static final Pattern FORM = Pattern.compile(
            "(.+)(\\.(mask|kernel)\\.(?:" + String.join("|", EXTENSIONS) + "))",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What a name says; empty for a photo's, and for any other. */
    public static Optional<CompanionName> of(String name) {
        Matcher m = FORM.matcher(name);
        return m.matches()
                ? Optional.of(
                        new CompanionName(Kind.valueOf(m.group(3).toUpperCase(Locale.ROOT)), m.group(1), m.group(2)))
                : Optional.empty();
    }

    /** The suffix that is written, and that help names: {@code .mask.png}. */
    public static String usual(Kind kind) {
        return "." + kind.name().toLowerCase(Locale.ROOT) + ".png";
    }

    /** All suffixes of that kind as people write them, the usual one first. */
    public static List<String> suffixes(Kind kind) {
        List<String> all = new ArrayList<>();
        String word = kind.name().toLowerCase(Locale.ROOT);
        for (String middle : List.of(word, word.toUpperCase(Locale.ROOT), capital(word))) {
            for (String extension : EXTENSIONS) {
                all.add("." + middle + "." + extension);
                all.add("." + middle + "." + extension.toUpperCase(Locale.ROOT));
                all.add("." + middle + "." + capital(extension));
            }
        }
        return all;
    }

    /** Which of several for one photo is taken: the least; the usual one has 0, and ties are for the caller. */
    public int rank() {
        List<String> all = suffixes(kind);
        int at = all.indexOf(suffix);
        return at < 0 ? all.size() : at;
    }

    /** Says which of several files was taken, in a clause for logs and reports; the names are printable. */
    public static String taken(String word, String taken, Collection<String> left) {
        return "several files are called its " + word + ": " + taken + " was taken, and " + String.join(", ", left)
                + " left";
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
