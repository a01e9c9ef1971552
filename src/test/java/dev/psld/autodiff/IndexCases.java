package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.stream.Stream;

/** Cases of operators that choose or place elements by indices. */
final class IndexCases {
    private IndexCases() {}

    static Stream<RuleCase> all() {
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
                rule("Gather of old", c -> c.op("Gather", c.x(4, 3), c.ints(3, 0, 3, -1)))
                        .opset(13));
    }
}
