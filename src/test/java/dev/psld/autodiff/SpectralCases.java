package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.stream.Stream;

/** Cases of Fourier transforms, turns by angles and grids. */
final class SpectralCases {
    private SpectralCases() {}

    static Stream<RuleCase> all() {
        return Stream.of(old(), young(), frames(), turns()).flatMap(s -> s);
    }

    private static Stream<RuleCase> old() {
        return Stream.of(
                rule("DFT of reals", c -> c.op("DFT", c.x(2, 5, 1))).until(19),
                rule("DFT of complex numbers", c -> c.op("DFT", Attributes.of("axis", 2), c.x(2, 3, 4, 2)))
                        .until(19),
                rule("DFT, one-sided", c -> c.op("DFT", Attributes.of("onesided", 1), c.x(2, 6, 1)))
                        .until(19),
                rule("DFT, inverse", c -> c.op("DFT", Attributes.of("inverse", 1), c.x(2, 5, 2)))
                        .until(19),
                rule("DFT, padded", c -> c.op("DFT", c.x(2, 5, 1), c.ints(Shape.of(), 7)))
                        .until(19),
                rule("DFT, cropped", c -> c.op("DFT", c.x(2, 5, 2), c.ints(Shape.of(), 3)))
                        .until(19));
    }

    private static Stream<RuleCase> young() {
        // Without ONNX Runtime: 1.29 gives other numbers there, 1.32 gives these.
        Attributes half = Attributes.of("inverse", 1, "onesided", 1);
        return Stream.of(
                rule(
                                "DFT, inverse, of half a spectrum",
                                c -> c.op("DFT", half, c.x(2, 4, 2), "", c.ints(Shape.of(), 1)))
                        .since(20)
                        .withoutOrt(),
                rule(
                                "DFT, inverse, of half a spectrum, of odd length, cropped",
                                c -> c.op("DFT", half, c.x(2, 5, 3, 2), c.ints(Shape.of(), 5), c.ints(Shape.of(), 1)))
                        .since(20)
                        .withoutOrt(),
                rule("DFT by default, axis as input", c -> c.op("DFT", c.x(2, 3, 4, 1)))
                        .since(20),
                rule(
                                "DFT, one-sided, axis as input",
                                c -> c.op(
                                        "DFT",
                                        Attributes.of("onesided", 1),
                                        c.x(2, 5, 3, 1),
                                        "",
                                        c.ints(Shape.of(), 1)))
                        .since(20),
                rule(
                                "DFT, inverse, of a length, axis as input",
                                c -> c.op(
                                        "DFT",
                                        Attributes.of("inverse", 1),
                                        c.x(2, 4, 2),
                                        c.ints(Shape.of(), 6),
                                        c.ints(Shape.of(), 1)))
                        .since(20));
    }

    private static Stream<RuleCase> frames() {
        return Stream.of(
                rule("STFT", c -> c.op("STFT", c.x(2, 12, 1), c.ints(Shape.of(), 3), c.x(6)))
                        .since(17),
                rule(
                                "STFT, two-sided, without a window",
                                c -> c.op(
                                        "STFT",
                                        Attributes.of("onesided", 0),
                                        c.x(1, 11, 1),
                                        c.ints(Shape.of(), 2),
                                        "",
                                        c.ints(Shape.of(), 5)))
                        .since(17));
    }

    private static Stream<RuleCase> turns() {
        return Stream.of(
                rule("RotaryEmbedding", c -> c.op("RotaryEmbedding", c.x(2, 3, 4, 6), c.x(2, 4, 3), c.x(2, 4, 3)))
                        .opset(23),
                rule(
                                "RotaryEmbedding of a part, by positions",
                                c -> c.op(
                                        "RotaryEmbedding",
                                        Attributes.of("rotary_embedding_dim", 4, "interleaved", 1),
                                        c.x(2, 3, 4, 6),
                                        c.x(8, 2),
                                        c.x(8, 2),
                                        c.ints(Shape.of(2, 4), 0, 1, 2, 3, 4, 1, 7, 1)))
                        .opset(23)
                        .withoutOrt(),
                rule(
                                "RotaryEmbedding of heads in one axis",
                                c -> c.op(
                                        "RotaryEmbedding",
                                        Attributes.of("num_heads", 2),
                                        c.x(2, 4, 8),
                                        c.x(2, 4, 2),
                                        c.x(2, 4, 2)))
                        .opset(23),
                rule("AffineGrid", c -> c.op("AffineGrid", c.x(2, 2, 3), c.ints(2, 1, 3, 4)))
                        .opset(20),
                rule(
                                "AffineGrid with corners, of a volume",
                                c -> c.op(
                                        "AffineGrid",
                                        Attributes.of("align_corners", 1),
                                        c.x(1, 3, 4),
                                        c.ints(1, 1, 2, 3, 4)))
                        .opset(20));
    }
}
