package dev.psld.restore.photo;

import dev.psld.bundle.Manifest;
import dev.psld.graph.Shape;
import dev.psld.operator.Task;
import dev.psld.picture.BadPictureException;
import dev.psld.picture.Picture;
import java.util.List;
import java.util.Optional;

/** At what size a photo is restored. Immutable. */
public sealed interface PictureSize {
    /** The photo's own, or as many times larger as the task says. */
    record Own() implements PictureSize {}

    /**
     * The size of a model, to which photos of other sizes are scaled, and their results back.
     *
     * @param image 1×3×H×W
     */
    record Fixed(String model, Shape image) implements PictureSize {}

    /**
     * The photo's own by a model of another size, in windows of that; for a user's operator, whose sizes nobody else knows, the model's.
     *
     * @param window 1×3×H×W
     */
    record Windowed(String model, Shape window) implements PictureSize {}

    /** Known pixels around all missing ones that a model of any size is shown. */
    int CONTEXT = 64;

    /** What a model asks for; without one a photo keeps its size. */
    static PictureSize of(Optional<Manifest> model, boolean fit) {
        return model.filter(m -> fit || !m.onPictures()).map(m -> of(m, fit)).orElseGet(Own::new);
    }

    private static PictureSize of(Manifest model, boolean fit) {
        List<Integer> size = model.image();
        Shape image = Shape.of(1, size.get(0), size.get(1), size.get(2));
        return fit ? new Fixed(model.name(), image) : new Windowed(model.name(), image);
    }

    /** The shape 1×3×H×W of the picture that is sought for a photo. */
    default Shape image(Picture source, Recipe recipe) {
        if (this instanceof Fixed fixed) {
            return fixed.image;
        }
        if (this instanceof Windowed windowed && recipe.task() == Task.CUSTOM) {
            return windowed.window;
        }
        int scale = recipe.task().enlarges() ? recipe.scale() : 1;
        return Shape.of(1, Picture.CHANNELS, (long) scale * source.height(), (long) scale * source.width());
    }

    /** Whether photos are scaled to a model's size. */
    default boolean scales() {
        return this instanceof Fixed;
    }

    /** Known pixels around all missing ones that are looked at. */
    default int context() {
        return this instanceof Windowed windowed
                ? Math.toIntExact(Math.max(windowed.window.dim(2), windowed.window.dim(3)))
                : CONTEXT;
    }

    /** Refuses a photo that would have to be scaled where nobody asked for it. */
    default void require(ShownNames names, Picture source, int width, int height) {
        boolean scaled = source.width() != width || source.height() != height;
        if (scaled && this instanceof Windowed windowed) {
            throw new BadPictureException(
                    names.input() + " has " + source.width() + "×" + source.height()
                            + " pixels, and the operator measures " + width + "×" + height
                            + " at the size of the model "
                            + windowed.model + ": "
                            + (names.takesOptions()
                                    ? "give a photo of that size, or --fit to have it scaled and its result scaled back"
                                    : "give a photo of that size, or set fit to true to have it scaled and its result scaled back"));
        }
    }
}
