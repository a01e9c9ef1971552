package dev.psld.restore.photo;

import dev.psld.graph.Shape;
import dev.psld.picture.Fitting;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import java.nio.file.Path;
import java.util.List;

/**
 * A photo's file as it was read, before it is taken for a measurement. Used by one thread; remarks are added on the way.
 *
 * @param names what people call it and what lies beside it
 * @param image 1×3×H×W of the picture that is sought
 * @param reader reads what lies beside it
 */
record PhotoFile(Path file, ShownNames names, Picture source, Shape image, PictureReader reader, List<String> remarks) {
    /** Width of the picture that is sought. */
    int width() {
        return Math.toIntExact(image.dim(3));
    }

    int height() {
        return Math.toIntExact(image.dim(2));
    }

    void remark(String sentence) {
        remarks.add(sentence);
    }

    /** How the photo lies on a canvas; said where it does not just fill it. */
    Fitting fitted(int width, int height) {
        Fitting fitting = Fitting.of(source.width(), source.height(), width, height);
        if (!fitting.identity()) {
            remark(fitting.sentence(names.last()));
        }
        return fitting;
    }
}
