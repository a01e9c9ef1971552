package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Cases of branches by a computed condition, and of branches inside branches. */
final class BranchCases {
    private static final Shape SHAPE = Shape.of(2, 3);

    private BranchCases() {}

    static Stream<RuleCase> all() {
        return Stream.of(
                rule("If, the first branch", c -> branches(c, c.x(2, 3), c.x(2, 3), true)),
                rule("If, the second branch, which uses less", c -> branches(c, c.x(2, 3), c.x(2, 3), false)),
                rule("If inside of an If", c -> nested(c, true)),
                rule("If inside of an If that is not taken", c -> nested(c, false)),
                rule("If with two results, one of them a value around it", BranchCases::pair));
    }

    private static String condition(CaseGraph c, String x, boolean yes) {
        return c.op("Greater", c.op("ReduceSum", Attributes.of("keepdims", 0), x), c.scalar(yes ? -1000 : 1000));
    }

    /** a·b or sin a. */
    private static String branches(CaseGraph c, String a, String b, boolean yes) {
        Attributes both =
                of(body(c, g -> result(c, g, "then", "Mul", a, b)), body(c, g -> result(c, g, "else", "Sin", a)));
        return c.op("If", both, condition(c, a, yes));
    }

    /** (a·b)² or exp(a·b) by whether the sum of a·b is above or below all numbers; sin b. */
    private static String nested(CaseGraph c, boolean yes) {
        String a = c.x(2, 3);
        String b = c.x(2, 3);
        Attributes inner = of(
                body(c, g -> result(c, g, "square", "Mul", "product", "product")),
                body(c, g -> result(c, g, "power", "Exp", "product")));
        String limit = c.scalar(1000);
        Attributes outer = of(
                body(c, g -> {
                    known(c, g, SHAPE, g.emitAs("product", "Mul", Attributes.NONE, a, b));
                    known(c, g, Shape.of(), g.emitAs("sum", "ReduceSum", Attributes.of("keepdims", 0), "product"));
                    g.know(new Value(
                            g.emitAs("above", "Greater", Attributes.NONE, "sum", limit), ElementType.BOOL, Shape.of()));
                    g.emitAs("chosen", "If", inner, "above");
                    g.output(new Value("chosen", c.type, SHAPE));
                }),
                body(c, g -> result(c, g, "else", "Sin", b)));
        return c.op("If", outer, condition(c, a, yes));
    }

    private static String pair(CaseGraph c) {
        String a = c.x(2, 3);
        String b = c.x(2, 3);
        Attributes both = of(
                body(c, g -> {
                    result(c, g, "then", "Mul", a, b);
                    result(c, g, "same", "Identity", a);
                }),
                body(c, g -> {
                    result(c, g, "else", "Sin", a);
                    result(c, g, "other", "Cos", b);
                }));
        List<String> results = c.ops("If", 2, both, condition(c, a, true));
        c.also(results.get(1));
        return results.get(0);
    }

    private static Attributes of(Graph yes, Graph no) {
        return Attributes.of("then_branch", Attributes.Subgraph.of(yes), "else_branch", Attributes.Subgraph.of(no));
    }

    private static Graph body(CaseGraph c, Consumer<GraphBuilder> nodes) {
        GraphBuilder body = new GraphBuilder("branch", c.builder.opset());
        nodes.accept(body);
        return body.buildOpen();
    }

    private static void result(CaseGraph c, GraphBuilder g, String name, String op, String... inputs) {
        g.output(new Value(g.emitAs(name, op, Attributes.NONE, inputs), c.type, SHAPE));
    }

    private static void known(CaseGraph c, GraphBuilder g, Shape shape, String name) {
        g.know(new Value(name, c.type, shape));
    }
}
