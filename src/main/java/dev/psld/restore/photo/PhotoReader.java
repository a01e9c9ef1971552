package dev.psld.restore.photo;

import dev.psld.chain.OperatorFile;
import dev.psld.chain.OperatorRun;
import dev.psld.graph.Shape;
import dev.psld.ort.Environment;
import dev.psld.picture.BadPictureException;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import dev.psld.picture.codec.Annotations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads photos as measurements of the pictures that are sought. Thread-safe.
 *
 * @param environment operators run and are prepared in it
 */
public record PhotoReader(PhotoOptions options, Environment environment) {
    /**
     * Reads one photo.
     *
     * @param names what people call it and what lies beside it
     * @throws BadPictureException when it, its mask or its kernel cannot be used
     */
    public Photo read(Path file, ShownNames names) {
        PictureReader reader = new PictureReader().naming(names::shown);
        Picture read = reader.read(file);
        Picture source = options.strip() ? read.withOrigin(read.origin().annotated(Annotations.NONE)) : read;
        List<String> remarks = new ArrayList<>(source.origin().remarks());
        remarks.addAll(carried(read.origin().annotations()));
        Shape image = options.size().image(source, options.recipe());
        requireHeld(names.input(), image.dim(3), image.dim(2));
        PhotoFile photo = new PhotoFile(file, names, source, image, reader, remarks);
        OperatorRun run = new OperatorRun(environment);
        return options.recipe().task().masked()
                ? new MaskedPhoto(options, run).of(photo)
                : new WholePhoto(options, new OperatorFile(environment), run).of(photo);
    }

    /** What becomes of what the file says about the photo. */
    private List<String> carried(Annotations said) {
        List<String> remarks = new ArrayList<>();
        List<String> words = new ArrayList<>();
        said.resolution().ifPresent(r -> words.add("resolution of " + r));
        if (!said.exif().isEmpty()) {
            words.add("EXIF" + said.exif().summary());
        }
        String all = String.join(" and its ", words);
        if (!words.isEmpty()) {
            String were = words.size() > 1 ? " were " : " was ";
            remarks.add("its " + all + were + (options.strip() ? "left out" : "carried over"));
        }
        if (!said.left().isEmpty()) {
            remarks.add("its " + String.join(" and ", said.left())
                    + (said.left().size() > 1 ? " were" : " was") + " not carried over");
        }
        return remarks;
    }

    /** Refuses a picture that is larger than one may be. */
    static void requireHeld(String file, long width, long height) {
        if (width * height > PictureReader.DEFAULT_PIXELS) {
            throw new BadPictureException(file + " would become " + width + "×" + height + " pixels, more than the "
                    + PictureReader.DEFAULT_PIXELS / 1_000_000
                    + " million that a picture may have: scale it down first, or enlarge it less.");
        }
    }
}
