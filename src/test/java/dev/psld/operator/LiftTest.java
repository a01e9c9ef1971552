package dev.psld.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the lifts promise. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LiftTest {

    static Stream<MeasurementOperator> exact() {
        return Operators.all().filter(MeasurementOperator::exact);
    }

    @ParameterizedTest
    @MethodSource("exact")
    void an_exact_lift_measures_as_what_it_lifted(MeasurementOperator operator) {
        Tensor y = OrtRun.measure(operator, OrtRun.uniform(operator.imageShape(), 5));
        assertThat(OrtRun.error(OrtRun.measure(operator, OrtRun.lift(operator, y)), y))
                .isLessThan(1e-5);
    }

    @ParameterizedTest
    @MethodSource("exact")
    void an_exact_lift_makes_a_projection(MeasurementOperator operator) {
        Tensor once = OrtRun.lift(operator, OrtRun.measure(operator, OrtRun.uniform(operator.imageShape(), 5)));
        Tensor twice = OrtRun.lift(operator, OrtRun.measure(operator, once));
        assertThat(OrtRun.error(twice, once)).isLessThan(1e-5);
    }

    @Test
    void pseudo_inverses_make_an_orthogonal_projection() {
        for (MeasurementOperator operator : java.util.List.of(
                Bicubic.of(Operators.ODD, 3, Lift.STABLE),
                AveragePool.of(Operators.ODD, 4),
                KnownPixels.of(Operators.ODD, MaskPattern.random(Operators.ODD, 0.5, 1), Lift.STABLE))) {
            Tensor u = OrtRun.uniform(Operators.ODD, 1);
            Tensor v = OrtRun.uniform(Operators.ODD, 2);
            double left = OrtRun.dot(OrtRun.lift(operator, OrtRun.measure(operator, u)), v);
            double right = OrtRun.dot(u, OrtRun.lift(operator, OrtRun.measure(operator, v)));
            assertThat(left).isCloseTo(right, org.assertj.core.data.Offset.offset(1e-4));
        }
    }

    @Test
    void a_regularised_lift_undoes_more_of_a_blur_than_the_identity() {
        Shape image = Shape.of(1, 1, 32, 32);
        Tensor smooth = OrtRun.measure(GaussianBlur.of(image, 1.5, Lift.STABLE), OrtRun.uniform(image, 7));
        MeasurementOperator plain = GaussianBlur.of(image, 1.5, Lift.STABLE);
        MeasurementOperator sharp = GaussianBlur.of(image, 1.5, Lift.REGULARISED);
        Tensor y = OrtRun.measure(plain, smooth);
        assertThat(OrtRun.distance(OrtRun.lift(sharp, y), smooth))
                .isLessThan(0.7 * OrtRun.distance(OrtRun.lift(plain, y), smooth));
    }

    @Test
    void a_regularised_lift_undoes_more_of_a_motion_blur_than_the_identity() {
        Shape image = Shape.of(1, 1, 48, 40);
        Tensor smooth = OrtRun.measure(GaussianBlur.of(image, 1.5, Lift.STABLE), OrtRun.uniform(image, 7));
        for (long seed = 0; seed < 5; seed++) {
            Tensor kernel = MotionKernel.random(9, 0.5, seed);
            MeasurementOperator operator = MotionBlur.of(image, kernel, Lift.REGULARISED);
            Tensor y = OrtRun.measure(operator, smooth);
            assertThat(OrtRun.distance(OrtRun.lift(operator, y), smooth)).isLessThan(0.6 * OrtRun.distance(y, smooth));
        }
    }

    @Test
    void a_kernel_of_one_point_is_undone_but_for_the_damping() {
        Shape image = Shape.of(1, 2, 5, 7);
        MeasurementOperator operator = MotionBlur.of(image, MotionKernel.random(1, 0, 1), Lift.REGULARISED);
        Tensor x = OrtRun.uniform(image, 1);
        Tensor lifted = OrtRun.lift(operator, OrtRun.measure(operator, x));
        assertThat(OrtRun.error(GlueTest.sum(lifted, 1 + MotionBlur.DAMPING, x, 0, x, 0), x))
                .isLessThan(1e-6);
    }

    @Test
    void a_regularised_lift_does_not_blow_up_noise() {
        Shape image = Shape.of(1, 1, 64, 64);
        Tensor noise = OrtRun.uniform(image, 7);
        Tensor lifted = OrtRun.lift(GaussianBlur.of(image, 3, Lift.REGULARISED), noise);
        assertThat(OrtRun.dot(lifted, lifted)).isLessThan(OrtRun.dot(noise, noise));
    }

    @Test
    void the_authors_lift_of_a_bicubic_is_nearest_neighbours() {
        MeasurementOperator operator = Bicubic.of(Shape.of(1, 1, 4, 8), 4, Lift.AUTHOR);
        float[] lifted =
                OrtRun.lift(operator, Tensor.floats(Shape.of(1, 1, 1, 2), 3, 5)).toFloats();
        for (int i = 0; i < lifted.length; i++) {
            assertThat(lifted[i]).isEqualTo(i % 8 < 4 ? 3 : 5);
        }
        assertThat(operator.exact()).isFalse();
    }

    @Test
    void the_authors_lift_of_a_mask_keeps_the_noise_in_the_hole() {
        Tensor mask = MaskPattern.box(Operators.EVEN, 8, 1);
        Tensor y = OrtRun.uniform(Operators.EVEN, 3);
        assertThat(OrtRun.lift(KnownPixels.of(Operators.EVEN, mask, Lift.AUTHOR), y))
                .isEqualTo(y);
        assertThat(OrtRun.lift(KnownPixels.of(Operators.EVEN, mask, Lift.STABLE), y))
                .isNotEqualTo(y);
    }
}
