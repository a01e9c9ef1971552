package dev.psld.restore.photo;

import dev.psld.file.PictureEndings;
import dev.psld.picture.BadPictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The pictures that a command line names: files as they are, folders by the pictures in them. Stateless. */
public final class Inputs {
    private Inputs() {}

    /**
     * The pictures of one argument, sorted by name; masks and kernels beside pictures are left out. A file that is not
     * there stays in the list: reading it tells.
     *
     * @param own what is left out of folders, as it was made by an earlier run
     * @throws BadPictureException for a folder without pictures
     */
    public static List<Path> expand(Path argument, Predicate<Path> own) {
        if (!Files.isDirectory(argument)) {
            return List.of(argument);
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(argument)) {
            files.filter(Inputs::isPicture).sorted().forEach(found::add);
        } catch (IOException e) {
            throw new BadPictureException("The folder " + argument + " cannot be read: " + e.getMessage());
        }
        if (!found.isEmpty() && found.removeIf(own) && found.isEmpty()) {
            throw new BadPictureException(
                    "All pictures in " + argument
                            + " are results of an earlier run, and results go there: give the photos, or another folder with -o.");
        }
        if (found.isEmpty()) {
            throw new BadPictureException(argument
                    + " is a folder with no pictures in it: give a PNG, JPEG, WebP or TIFF file, or a folder of them.");
        }
        return found;
    }

    private static boolean isPicture(Path file) {
        String name = Companions.name(file);
        return PictureEndings.isPicture(name)
                && !name.startsWith(".")
                && !Companions.isCompanion(file)
                && Files.isRegularFile(file);
    }
}
