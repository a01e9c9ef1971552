package dev.psld.operator;

import dev.psld.graph.Shape;

/** The sizes that down-sampling ×k leads to. Stateless. */
final class Scale {
    private Scale() {}

    static void check(Shape image, int k) {
        if (k < 1 || k > Math.max(Images.height(image), Images.width(image))) {
            throw new OperatorException("the scale " + k + " does not fit an image of " + Images.width(image) + "×"
                    + Images.height(image) + ": give a whole number from 1 to its longer side");
        }
    }

    static Shape down(Shape image, int k) {
        return Images.sized(image, (Images.height(image) + k - 1) / k, (Images.width(image) + k - 1) / k);
    }
}
