package dev.psld.restore.photo;

import dev.psld.picture.codec.PngText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this program made: its PNGs say so in their Description. Where results go into the folder that photos come from, a second
 * run has to leave those of the first alone. Stateless.
 */
public final class OwnWork {
    /** How the Description of a restored picture begins. */
    public static final String RESTORED = "restored by posterior sampling";

    /** How that of a measurement begins. */
    public static final String MEASURED = "measured by degrade";

    private static final String KEY = "Description";

    private OwnWork() {}

    /** The texts of a PNG that was made, beside which nothing is to be said. */
    public static Map<String, String> texts(String made) {
        return Map.of(KEY, made);
    }

    /** Whether a file was made so, and lies where the results go. */
    public static Predicate<Path> in(Path out, String made) {
        return file -> isSame(out, file.toAbsolutePath().getParent())
                && PngText.of(file, KEY).filter(text -> text.startsWith(made)).isPresent();
    }

    private static boolean isSame(Path out, @Nullable Path folder) {
        try {
            return folder != null && Files.isDirectory(out) && Files.isSameFile(out, folder);
        } catch (IOException e) {
            return false;
        }
    }
}
