package dev.psld.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Linear maps, spectra and proximal steps against the operators' own graphs and against dense matrices. */
class ProximalTest {
    private static final Shape IMAGE = Shape.of(1, 1, 7, 9);

    static Stream<MeasurementOperator> operators() {
        Shape even = Shape.of(1, 1, 8, 12);
        return Stream.of(
                Identity.of(IMAGE),
                KnownPixels.of(IMAGE, MaskPattern.random(IMAGE, 0.4, 3), Lift.STABLE),
                AveragePool.of(IMAGE, 4),
                AveragePool.of(even, 4),
                AveragePool.of(even, 1),
                Bicubic.of(IMAGE, 3, Lift.STABLE),
                Bicubic.of(even, 4, Lift.STABLE),
                GaussianBlur.of(IMAGE, 1.3, Lift.STABLE),
                MotionBlur.of(IMAGE, MotionKernel.random(5, 0.5, 1), Lift.STABLE),
                MotionBlur.of(IMAGE, MotionKernel.random(11, 0.9, 2), Lift.STABLE));
    }

    private static double[] random(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(n, -1, 1).toArray();
    }

    private static LinearMap map(MeasurementOperator operator) {
        return operator.plane().orElseThrow();
    }

    @Test
    void parts_of_a_map_do_what_it_does() {
        for (MeasurementOperator operator : operators().toList()) {
            LinearMap map = map(operator);
            List<LinearMap.Part> parts = map.parts(40);
            boolean apart = operator.name().equals("identity")
                    || operator.name().equals("mask")
                    || operator.name().startsWith("average");
            assertThat(parts.size() > 1).as(operator.name()).isEqualTo(apart);
            double[] y = random(map.outputs(), 1);
            double[] v = random(map.inputs(), 2);
            double[] whole = map.proximal().step(y, v, 0.3);
            double[] seen = map.apply(v);
            int inputs = 0;
            int outputs = 0;
            for (LinearMap.Part part : parts) {
                assertThat(part.input()).isEqualTo(inputs);
                assertThat(part.output()).isEqualTo(outputs);
                inputs += part.map().inputs();
                outputs += part.map().outputs();
                double[] ownV = Arrays.copyOfRange(v, part.input(), inputs);
                double[] ownY = Arrays.copyOfRange(y, part.output(), outputs);
                assertThat(part.map().proximal().step(ownY, ownV, 0.3))
                        .isEqualTo(Arrays.copyOfRange(whole, part.input(), inputs));
                assertThat(part.map().apply(ownV)).isEqualTo(Arrays.copyOfRange(seen, part.output(), outputs));
            }
            assertThat(inputs).isEqualTo(map.inputs());
            assertThat(outputs).isEqualTo(map.outputs());
        }
    }

    /** The matrix of a map, column by column. */
    private static SimpleMatrix dense(LinearMap map) {
        SimpleMatrix a = new SimpleMatrix(map.outputs(), map.inputs());
        for (int j = 0; j < map.inputs(); j++) {
            double[] unit = new double[map.inputs()];
            unit[j] = 1;
            a.setColumn(j, 0, map.apply(unit));
        }
        return a;
    }

    private static SimpleMatrix column(double... values) {
        return new SimpleMatrix(values.length, 1, true, values);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void the_map_is_the_graph(MeasurementOperator operator) {
        double[] x = random(map(operator).inputs(), 1);
        float[] narrow = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            narrow[i] = (float) x[i];
        }
        double[] y = map(operator).apply(x);
        assertThat(map(operator).outputs())
                .isEqualTo(Math.toIntExact(operator.measurementShape().size()));
        double[] graph = OrtRun.measure(operator, Tensor.floats(operator.imageShape(), narrow))
                .toDoubles();
        assertThat(y).containsExactly(graph, within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void the_adjoint_is_the_transpose(MeasurementOperator operator) {
        double[] y = random(map(operator).outputs(), 2);
        double[] expected =
                dense(map(operator)).transpose().mult(column(y)).getDDRM().getData();
        assertThat(map(operator).adjoint(y)).containsExactly(expected, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void the_spectrum_takes_the_map_apart(MeasurementOperator operator) {
        map(operator).spectrum().ifPresent(spectrum -> {
            double[] x = random(map(operator).inputs(), 3);
            double[] c = spectrum.coefficients(x);
            assertThat(spectrum.image(c)).containsExactly(x, within(1e-12));
            assertThat(column(c).normF())
                    .as("V is orthogonal")
                    .isCloseTo(column(x).normF(), within(1e-12));
            double[] s = spectrum.singularValues();
            double[] seen = spectrum.measured(map(operator).apply(x));
            for (int i = 0; i < s.length; i++) {
                assertThat(seen[i]).as("Uᵀ A x = Σ Vᵀ x").isCloseTo(s[i] * c[i], within(1e-12));
            }
            SimpleMatrix dense = dense(map(operator)).svd(true).getW();
            double[] sorted = Arrays.stream(s).sorted().toArray();
            for (int i = 0; i < Math.min(map(operator).inputs(), map(operator).outputs()); i++) {
                assertThat(sorted[sorted.length - 1 - i]).isCloseTo(dense.get(i, i), within(1e-12));
            }
        });
        boolean blurred = operator.name().startsWith("blur");
        assertThat(map(operator).spectrum().isEmpty()).isEqualTo(blurred);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void the_proximal_step_is_the_dense_solution(MeasurementOperator operator) {
        SimpleMatrix a = dense(map(operator));
        double[] y = random(map(operator).outputs(), 4);
        double[] v = random(map(operator).inputs(), 5);
        for (double weight : List.of(1e-3, 0.3, 20.0)) {
            SimpleMatrix normal =
                    a.transpose().mult(a).plus(SimpleMatrix.identity(v.length).scale(weight));
            double[] expected = normal.solve(
                            a.transpose().mult(column(y)).plus(column(v).scale(weight)))
                    .getDDRM()
                    .getData();
            Proximal proximal = map(operator) instanceof ReflectedBlur blur
                    ? blur.proximal(1e-10, 500)
                    : map(operator).proximal();
            double[] found = proximal.step(y, v, weight);
            boolean closed = map(operator).spectrum().isPresent();
            assertThat(found).containsExactly(expected, within(closed ? 1e-8 : 1e-6));
            double[] iterated = new ConjugateGradients(map(operator)).step(y, v, weight);
            assertThat(iterated).as("by conjugate gradients").containsExactly(expected, within(1e-6));
        }
    }

    @Test
    void a_weight_of_nothing_is_refused_and_a_users_operator_offers_no_map() {
        Proximal proximal = map(MotionBlur.of(IMAGE, MotionKernel.random(5, 0.5, 1), Lift.STABLE))
                .proximal();
        int n = Math.toIntExact(IMAGE.size());
        assertThatThrownBy(() -> proximal.step(new double[n], new double[n], 0))
                .hasMessageContaining("must be above 0");
        assertThat(Custom.of(IMAGE, Identity.of(IMAGE).forward(), Optional.empty())
                        .plane())
                .isEmpty();
    }
}
