package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.stream.Stream;

/** Cases of operators that choose or place elements by indices. */
final class IndexCases {
    private IndexCases() {}

    static Stream<RuleCase> all() {
        return Stream.of(chosen(), placed(), walks()).flatMap(s -> s);
    }

    private static Stream<RuleCase> chosen() {
        return Stream.of(
                rule("Gather one", c -> c.op("Gather", Attributes.of("axis", 1), c.x(2, 4, 3), c.ints(Shape.of(), -2))),
                rule("Gather a run", c -> c.op("Gather", Attributes.of("axis", 1), c.x(2, 4, 3), c.ints(1, 2))),
                rule(
                        "Gather with repeats",
                        c -> c.op("Gather", Attributes.of("axis", 1), c.x(2, 4, 3), c.ints(3, 0, 3, -1))),
                rule(
                        "Gather a table",
                        c -> c.op(
                                "Gather",
                                Attributes.of("axis", -1),
                                c.x(3, 5),
                                c.ints(Shape.of(2, 3), 0, 4, 4, 1, 0, -5))),
                rule("Gather of rows", c -> c.op("Gather", c.x(4, 3), c.ints(3, 0, 3, -1))),
                rule(
                        "Gather at run time",
                        c -> c.op(
                                "Gather",
                                c.x(4, 3),
                                c.op(
                                        "Cast",
                                        Attributes.of("to", 7),
                                        c.builder.constant(Tensor.real(c.type, Shape.of(2), 2, 1))))),
                rule(
                        "GatherElements",
                        c -> c.op(
                                "GatherElements",
                                Attributes.of("axis", 1),
                                c.x(2, 4),
                                c.ints(Shape.of(2, 3), 3, 3, 0, -1, 2, 3))),
                rule(
                        "GatherND of elements",
                        c -> c.op("GatherND", c.x(3, 4), c.ints(Shape.of(3, 2), 0, 1, 2, 3, 0, 1))),
                rule("GatherND of rows", c -> c.op("GatherND", c.x(3, 4), c.ints(Shape.of(2, 2, 1), 0, 2, 2, -1))),
                rule(
                        "GatherND in batches",
                        c -> c.op(
                                "GatherND",
                                Attributes.of("batch_dims", 1),
                                c.x(2, 3, 4),
                                c.ints(Shape.of(2, 3, 1), 0, 2, 2, 1, 1, 0))),
                rule(
                        "GatherND in two axes of batches",
                        c -> c.op(
                                "GatherND",
                                Attributes.of("batch_dims", 2),
                                c.x(2, 3, 4),
                                c.ints(Shape.of(2, 3, 1), 0, 2, 3, 1, 1, 0))),
                rule(
                        "GatherElements in the middle of fewer lines",
                        c -> c.op(
                                "GatherElements",
                                Attributes.of("axis", -2),
                                c.x(2, 3, 4),
                                c.ints(Shape.of(1, 4, 2), 0, 2, 2, 2, -1, 0, 2, 1))),
                rule("OneHot", c -> c.op("OneHot", c.ints(3, 0, -1, 3, 7), c.ints(4), c.x(2))),
                rule(
                        "OneHot along the first axis",
                        c -> c.op(
                                "OneHot",
                                Attributes.of("axis", 0),
                                c.ints(Shape.of(2, 3), 2, 1, -3, 0, 2, -4),
                                c.ints(3),
                                c.x(2))),
                rule(
                        "GatherND of slices from the end",
                        c -> c.op("GatherND", c.x(2, 3, 4), c.ints(Shape.of(2, 2), -1, -3, 1, 0))));
    }

    private static RuleCase elements(String reduction, long opset) {
        return rule(
                        "ScatterElements, " + reduction,
                        c -> c.op(
                                "ScatterElements",
                                Attributes.of("axis", -1, "reduction", reduction),
                                c.x(2, 4),
                                c.ints(Shape.of(2, 3), 1, 1, -1, 0, -4, 2),
                                c.x(2, 3)))
                .opset(opset);
    }

    private static RuleCase slices(String reduction, long opset) {
        return rule(
                        "ScatterND, " + reduction,
                        c -> c.op(
                                "ScatterND",
                                Attributes.of("reduction", reduction),
                                c.x(4, 3),
                                c.ints(Shape.of(2, 2, 1), 2, -2, 0, 2),
                                c.x(2, 2, 3)))
                .opset(opset);
    }

    private static Stream<RuleCase> placed() {
        return Stream.of(
                elements("mul", 16),
                elements("max", 18),
                elements("min", 18),
                slices("mul", 16),
                slices("max", 18),
                slices("min", 18),
                rule(
                        "ScatterElements multiplying zeros",
                        c -> c.op(
                                "ScatterElements",
                                Attributes.of("reduction", "mul"),
                                c.values(new long[] {4}, 2, 0, 3, 5),
                                c.ints(0, 0, 1, 2, 2, 2, 3),
                                c.values(new long[] {7}, 0, 4, 3, 0, 0, 2, 0))),
                rule(
                        "ScatterElements",
                        c -> c.op(
                                "ScatterElements",
                                Attributes.of("axis", 1),
                                c.x(2, 4),
                                c.ints(Shape.of(2, 2), 3, 0, 1, -2),
                                c.x(2, 2))),
                rule(
                        "ScatterElements adding",
                        c -> c.op(
                                "ScatterElements",
                                Attributes.of("axis", 0, "reduction", "add"),
                                c.x(3, 2),
                                c.ints(Shape.of(2, 2), 1, 1, 1, 0),
                                c.x(2, 2))),
                rule(
                        "ScatterElements of several for one place, the last of which holds",
                        c -> c.op(
                                "ScatterElements",
                                Attributes.of("axis", 1),
                                c.x(2, 4),
                                c.ints(Shape.of(2, 3), 3, 0, -1, 1, 1, 1),
                                c.x(2, 3))),
                rule(
                        "ScatterElements of places computed at run time",
                        c -> c.op("ScatterElements", c.x(5), c.op("Abs", c.ints(2, -1, 4, 2, 2)), c.x(5))),
                rule(
                        "ScatterND of several for one place, the last of which holds",
                        c -> c.op("ScatterND", c.x(4, 3), c.ints(Shape.of(3, 1), 2, 0, -2), c.x(3, 3))),
                rule(
                        "ScatterND of places computed at run time",
                        c -> c.op(
                                "ScatterND",
                                c.x(4, 3),
                                c.op("Abs", c.ints(Shape.of(3, 2), 2, 0, 1, 1, -2, 0)),
                                c.x(3))),
                rule("ScatterND", c -> c.op("ScatterND", c.x(4, 3), c.ints(Shape.of(2, 1), 2, 0), c.x(2, 3))),
                rule(
                        "ScatterND adding",
                        c -> c.op(
                                "ScatterND",
                                Attributes.of("reduction", "add"),
                                c.x(4, 3),
                                c.ints(Shape.of(3, 2), 2, 0, 1, 1, 2, 0),
                                c.x(3))));
    }

    private static Stream<RuleCase> walks() {
        return Stream.of(
                rule("CumSum", c -> c.op("CumSum", c.x(3, 4), c.ints(Shape.of(), 1))),
                rule(
                        "CumSum exclusive, reversed",
                        c -> c.op(
                                "CumSum",
                                Attributes.of("exclusive", 1, "reverse", 1),
                                c.x(3, 4),
                                c.ints(Shape.of(), -2))),
                rule(
                        "CumSum exclusive",
                        c -> c.op("CumSum", Attributes.of("exclusive", 1), c.x(2, 3, 2), c.ints(Shape.of(1), 0))),
                rule("CumProd", c -> c.op("CumProd", c.x(3, 4), c.ints(Shape.of(), 1)))
                        .opset(26),
                rule(
                                "CumProd exclusive, reversed, with a zero",
                                c -> c.op(
                                        "CumProd",
                                        Attributes.of("exclusive", 1, "reverse", 1),
                                        c.op("Mul", c.x(3, 4), c.fixedTo(1, 0, 2, 1)),
                                        c.ints(Shape.of(), -2)))
                        .opset(26),
                rule(
                                "CumProd along the first axis",
                                c -> c.op("CumProd", Attributes.of("exclusive", 1), c.x(4, 2), c.ints(Shape.of(), 0)))
                        .opset(26),
                rule("Trilu by its diagonal", c -> c.op("Trilu", c.x(3, 5), c.ints(Shape.of(), 2))),
                rule("Trilu", c -> c.op("Trilu", c.x(2, 4, 3))),
                rule("Trilu below", c -> c.op("Trilu", Attributes.of("upper", 0), c.x(4, 3), c.ints(Shape.of(), -1))));
    }
}
