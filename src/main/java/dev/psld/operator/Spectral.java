package dev.psld.operator;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;

/**
 * Correlation of an image with a kernel, and its damped inverse, as a product of spectra. The transforms are MatMuls with
 * constant matrices that also reflect the borders and cut the result out, so that time and memory do not grow with the
 * kernel and the pullback costs what the forward costs. Not thread-safe; makes one graph.
 */
final class Spectral {
    private final TypedGraphBuilder sketch;
    private final Shape image;
    private final Shape kernel;
    private final Frequencies down;
    private final Frequencies across;
    private final int padDown;
    private final int padAcross;

    private Spectral(String name, Shape image, Shape kernel, int reach) {
        this.sketch = new TypedGraphBuilder(name);
        this.image = image;
        this.kernel = kernel;
        this.padDown = reach * (int) kernel.dim(2) / 2;
        this.padAcross = reach * (int) kernel.dim(3) / 2;
        this.down = Frequencies.reflected(Images.height(image), padDown);
        this.across = Frequencies.reflected(Images.width(image), padAcross);
    }

    /** The graph {@code x}, {@code kernel} → {@code y}: y[i] = Σ k[j]·x[i + j − centre]. */
    static Graph correlation(Shape image, Shape kernel) {
        Spectral spectral = new Spectral("blur", image, kernel, 1);
        return spectral.graph(MeasurementOperator.X, MeasurementOperator.Y, 0);
    }

    /** The graph {@code y}, {@code kernel} → {@code x} that multiplies the spectrum by K̄/(|K|² + λ). */
    static Graph inverse(Shape image, Shape kernel, double damping) {
        // The inverse of a kernel reaches further than the kernel.
        Spectral spectral = new Spectral("deblur", image, kernel, 3);
        return spectral.graph(MeasurementOperator.Y, MeasurementOperator.X, damping);
    }

    private Graph graph(String from, String to, double damping) {
        List<String> z = parts(spectrum(sketch.input(from, image)), channels());
        List<String> k = parts(kernelSpectrum(sketch.input(MotionBlur.PARAMETER, kernel)), 1);
        if (damping > 0) {
            k = inverted(k, damping);
        }
        Shape part = part(channels());
        String re = sketch.emit(
                part,
                "Sub",
                sketch.emit(part, "Mul", z.get(0), k.get(0)),
                sketch.emit(part, "Mul", z.get(1), k.get(1)));
        String im = sketch.emit(
                part,
                "Add",
                sketch.emit(part, "Mul", z.get(0), k.get(1)),
                sketch.emit(part, "Mul", z.get(1), k.get(0)));
        String product = sketch.emit(stack(channels(), down.period()), "Concat", Attributes.of("axis", 1), re, im);
        return sketch.output(to, image, picture(product)).build();
    }

    private long channels() {
        return image.dim(1);
    }

    /** Real over imaginary rows of a spectrum: channels × 2·rows × half. */
    private Shape stack(long channels, long rows) {
        return Shape.of(channels, 2 * rows, across.half());
    }

    private Shape part(long channels) {
        return Shape.of(channels, down.period(), across.half());
    }

    private String spectrum(String x) {
        int height = Images.height(image);
        String apart = reshape(x, Shape.of(channels(), 1, height, Images.width(image)));
        String rows = sketch.emit(
                Shape.of(channels(), 2, height, across.half()),
                "MatMul",
                apart,
                sketch.builder().constant("rows", across.halfSpectrum(-1)));
        return sketch.emit(
                stack(channels(), down.period()),
                "MatMul",
                sketch.builder().constant("columns", down.complex(-1).tensor()),
                reshape(rows, stack(channels(), height)));
    }

    private String kernelSpectrum(String weights) {
        int tall = Math.toIntExact(kernel.dim(2));
        int wide = Math.toIntExact(kernel.dim(3));
        String rows = sketch.emit(
                Shape.of(1, 2, tall, across.half()),
                "MatMul",
                weights,
                sketch.builder()
                        .constant(
                                "kernel_rows",
                                Frequencies.at(-(wide / 2), wide, across.period())
                                        .halfSpectrum(1)));
        return sketch.emit(
                stack(1, down.period()),
                "MatMul",
                sketch.builder()
                        .constant(
                                "kernel_columns",
                                Frequencies.at(-(tall / 2), tall, down.period())
                                        .complex(1)
                                        .tensor()),
                reshape(rows, stack(1, tall)));
    }

    private List<String> parts(String spectrum, long channels) {
        return List.of(
                slice(spectrum, channels, 0, down.period()),
                slice(spectrum, channels, down.period(), 2L * down.period()));
    }

    private String slice(String spectrum, long channels, long start, long end) {
        return sketch.emit(
                part(channels),
                "Slice",
                spectrum,
                sketch.builder().vector(start),
                sketch.builder().vector(end),
                sketch.builder().vector(1));
    }

    /** Conjugate over power plus damping. */
    private List<String> inverted(List<String> k, double damping) {
        Shape part = part(1);
        String power = sketch.emit(
                part,
                "Add",
                sketch.emit(part, "Mul", k.get(0), k.get(0)),
                sketch.emit(part, "Mul", k.get(1), k.get(1)));
        String lambda = sketch.builder().constant("damping", Tensor.scalar(ElementType.FLOAT, damping));
        String damped = sketch.emit(part, "Add", power, lambda);
        return List.of(
                sketch.emit(part, "Div", k.get(0), damped),
                sketch.emit(part, "Neg", sketch.emit(part, "Div", k.get(1), damped)));
    }

    private String picture(String spectrum) {
        int height = Images.height(image);
        int width = Images.width(image);
        // The inverse transform is the transpose of the transform, over the period.
        Matrix back = Frequencies.at(padDown, height, down.period()).complex(-1).transposed();
        String columns = sketch.emit(
                stack(channels(), height),
                "MatMul",
                sketch.builder()
                        .constant(
                                "inverse_columns",
                                back.times(1.0 / down.period()).tensor()),
                spectrum);
        Shape pairs = Shape.of(channels(), 2, height, width);
        String rows = sketch.emit(
                pairs,
                "MatMul",
                reshape(columns, Shape.of(channels(), 2, height, across.half())),
                sketch.builder()
                        .constant(
                                "inverse_rows",
                                Frequencies.at(padAcross, width, across.period())
                                        .realParts()));
        String sum = sketch.emit(
                Shape.of(channels(), height, width),
                "ReduceSum",
                Attributes.of("keepdims", 0),
                rows,
                sketch.builder().vector(1));
        return reshape(sum, image);
    }

    private String reshape(String value, Shape shape) {
        return sketch.emit(shape, "Reshape", value, sketch.builder().vector(shape.toArray()));
    }
}
