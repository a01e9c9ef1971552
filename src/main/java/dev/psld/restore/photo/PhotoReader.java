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
        names.remark().ifPresent(remarks::add);
        remarks.addAll(Carried.remarks(read.origin().annotations(), options.strip()));
        Shape image = options.size().image(source, options.recipe());
        requireHeld(names.input(), image.dim(3), image.dim(2));
        PhotoFile photo = new PhotoFile(file, names, source, image, reader, remarks);
        OperatorRun run = new OperatorRun(environment);
        return options.recipe().task().masked()
                ? new MaskedPhoto(options).of(photo)
                : new WholePhoto(options, new OperatorFile(environment), run).of(photo);
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
