package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import java.util.stream.Stream;

/** Cases of reductions, with axes as attribute, as input, and absent. */
final class ReductionCases {
    private ReductionCases() {}

    static Stream<RuleCase> all() {
        Stream<RuleCase> all = Stream.of(
                        "ReduceSum",
                        "ReduceMean",
                        "ReduceMax",
                        "ReduceMin",
                        "ReduceL1",
                        "ReduceL2",
                        "ReduceLogSum",
                        "ReduceLogSumExp",
                        "ReduceSumSquare",
                        "ReduceProd")
                .flatMap(op -> Stream.of(
                        rule(op + " kept", c -> c.op(op, Attributes.of("axes", new long[] {1}), x(c, op)))
                                .opset(11),
                        rule(
                                        op + " dropped",
                                        c -> c.op(
                                                op, Attributes.of("axes", new long[] {-1, 0}, "keepdims", 0), x(c, op)))
                                .opset(12),
                        rule(
                                        op + " axes as input",
                                        c -> c.op(op, Attributes.of("keepdims", 0), x(c, op), c.ints(0, -2)))
                                .opset(18),
                        rule(op + " of everything", c -> c.op(op, Attributes.of("keepdims", 0), x(c, op))),
                        rule(
                                        op + " of nothing",
                                        c -> c.op(op, Attributes.of("noop_with_empty_axes", 1), x(c, op), c.ints()))
                                .opset(18)
                                .withoutOrt()));
        return Stream.concat(
                all,
                Stream.of(rule(
                        "ReduceProd with zeros",
                        c -> c.op(
                                "ReduceProd",
                                Attributes.of("axes", new long[] {1}),
                                c.values(new long[] {3, 3}, 2, 3, -1, 4, 0, 5, 0, 7, 0)))));
    }

    private static String x(CaseGraph c, String op) {
        return op.equals("ReduceLogSum") ? c.within(0.5, 2, 3, 4, 2) : c.x(3, 4, 2);
    }
}
