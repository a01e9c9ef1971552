package dev.psld.operator;

import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Masks drawn from a seed: floats 1×1×H×W, 1 known, 0 missing. Stateless; a seed gives the same mask everywhere. */
public final class MaskPattern {
    /** The authors keep a box this fraction of the side away from the border: 16 of 512 pixels. */
    private static final int MARGIN = 32;

    private MaskPattern() {}

    /** One missing square at a uniformly drawn place. */
    public static Tensor box(Shape image, int side, long seed) {
        Images.check(image);
        int height = Images.height(image);
        int width = Images.width(image);
        if (side < 1 || side > Math.min(height, width)) {
            throw new OperatorException("a box of " + side + " pixels does not fit into an image of " + width + "×"
                    + height + ": give a side from 1 to its shorter side");
        }
        SplittableRandom random = new SplittableRandom(seed);
        int top = place(height, side, random);
        int left = place(width, side, random);
        float[] mask = new float[height * width];
        Arrays.fill(mask, 1);
        for (int y = top; y < top + side; y++) {
            Arrays.fill(mask, y * width + left, y * width + left + side, 0);
        }
        return Tensor.floats(image.with(1, 1), mask);
    }

    private static int place(int n, int side, SplittableRandom random) {
        int margin = Math.min(n / MARGIN, (n - side) / 2);
        return margin + (int) (random.nextDouble() * (n - side - 2 * margin + 1));
    }

    /** Exactly round(missing·H·W) missing pixels, drawn without replacement. */
    public static Tensor random(Shape image, double missing, long seed) {
        Images.check(image);
        if (!(missing >= 0 && missing <= 1)) {
            throw new OperatorException("the fraction of missing pixels is from 0 to 1, not " + missing);
        }
        SplittableRandom random = new SplittableRandom(seed);
        int n = Images.height(image) * Images.width(image);
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        float[] mask = new float[n];
        Arrays.fill(mask, 1);
        long count = Math.round(missing * n);
        for (int i = 0; i < count; i++) {
            int j = i + (int) (random.nextDouble() * (n - i));
            int drawn = order[j];
            order[j] = order[i];
            mask[drawn] = 0;
        }
        return Tensor.floats(image.with(1, 1), mask);
    }
}
