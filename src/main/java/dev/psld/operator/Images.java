package dev.psld.operator;

import dev.psld.graph.Shape;

/** The shape that every image has here: 1×C×H×W. Stateless. */
final class Images {
    private Images() {}

    static int channels(Shape image) {
        return Math.toIntExact(image.dim(1));
    }

    static int height(Shape image) {
        return Math.toIntExact(image.dim(2));
    }

    static int width(Shape image) {
        return Math.toIntExact(image.dim(3));
    }

    /** The same shape with other rows and columns. */
    static Shape sized(Shape image, int height, int width) {
        return image.with(2, height).with(3, width);
    }

    static Shape check(Shape image) {
        if (image.rank() != 4 || image.dim(0) != 1 || image.dims().stream().anyMatch(d -> d < 1)) {
            throw new OperatorException("an image has the shape 1×channels×height×width, but " + image
                    + " was given: restore images one at a time");
        }
        return image;
    }
}
