package dev.psld.restore.photo;

import dev.psld.bundle.Manifest;
import dev.psld.graph.Shape;
import dev.psld.picture.BadPictureException;
import dev.psld.picture.Picture;
import java.util.Optional;

/** At what size a photo is restored. Immutable. */
public sealed interface PictureSize {
    /** The photo's own, or as many times larger as the task says. */
    record Own() implements PictureSize {}

    /**
     * The size of a model.
     *
     * @param image 1×3×H×W
     * @param fit whether photos of other sizes are scaled to it, and their results back
     */
    record Fixed(String model, Shape image, boolean fit) implements PictureSize {}

    /** What a model asks for; without one a photo keeps its size. */
    static PictureSize of(Optional<Manifest> model, boolean fit) {
        return model.filter(m -> fit || !m.onPictures())
                .<PictureSize>map(m -> new Fixed(
                        m.name(),
                        Shape.of(
                                1, m.image().get(0), m.image().get(1), m.image().get(2)),
                        fit))
                .orElseGet(Own::new);
    }

    /** The shape 1×3×H×W of the picture that is sought for a photo. */
    default Shape image(Picture source, Recipe recipe) {
        if (this instanceof Fixed fixed) {
            return fixed.image;
        }
        int scale = recipe.task().enlarges() ? recipe.scale() : 1;
        return Shape.of(1, Picture.CHANNELS, (long) scale * source.height(), (long) scale * source.width());
    }

    /** Refuses a photo that would have to be scaled where nobody asked for it. */
    default void require(ShownNames names, Picture source, int width, int height) {
        boolean scaled = source.width() != width || source.height() != height;
        if (scaled && this instanceof Fixed fixed && !fixed.fit) {
            throw new BadPictureException(
                    names.input() + " has " + source.width() + "×" + source.height()
                            + " pixels, and the model " + fixed.model + " takes " + width + "×" + height
                            + " for this task: "
                            + (names.takesOptions()
                                    ? "leave --model out, for a model of any size, or give --fit to have it scaled and its result scaled back"
                                    : "leave the model out, for one of any size, or set fit to true to have it scaled and its result scaled back"));
        }
    }
}
