package dev.psld.operator;

import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One operator of each kind, at odd and even sizes. */
final class Operators {
    static final Shape EVEN = Shape.of(1, 3, 16, 24);
    static final Shape ODD = Shape.of(1, 2, 13, 19);

    private Operators() {}

    static Stream<MeasurementOperator> all() {
        List<MeasurementOperator> all = new ArrayList<>();
        for (Shape image : List.of(EVEN, ODD)) {
            for (Lift lift : Lift.values()) {
                all.add(KnownPixels.of(image, MaskPattern.random(image, 0.4, 3), lift));
                all.add(KnownPixels.of(image, MaskPattern.box(image, 6, 3), lift));
                all.add(Bicubic.of(image, 4, lift));
                all.add(Bicubic.of(image, 3, lift));
                all.add(GaussianBlur.of(image, 1.5, lift));
            }
            all.add(AveragePool.of(image, 4));
            all.add(AveragePool.of(image, 3));
            all.add(MotionBlur.of(image, MotionKernel.random(9, 0.5, 1), Lift.STABLE));
            all.add(MotionBlur.of(image, MotionKernel.random(41, 1, 2), Lift.STABLE));
            all.add(MotionBlur.of(image, MotionKernel.random(7, 0.5, 3), Lift.REGULARISED));
            all.add(Identity.of(image));
        }
        return all.stream();
    }
}
