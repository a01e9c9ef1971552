package dev.psld.autodiff;

import dev.psld.graph.Attributes;
import dev.psld.graph.BranchBody;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The pullback of an If: an If by the same condition, whose branches compute that branch again and pull it back. It gives a
 * cotangent to every value that a branch takes from the graph around it, zeros in the branch that does not use it. Stateless.
 */
final class BranchPullback {
    private static final List<String> BRANCHES = List.of("then_branch", "else_branch");

    private BranchPullback() {}

    static void of(Pullback p, Differentiator differentiator) {
        List<Graph> bodies = new ArrayList<>();
        Set<String> wanted = new LinkedHashSet<>();
        for (String branch : BRANCHES) {
            Graph body = closed(
                    p,
                    p.attributes()
                            .body(branch)
                            .orElseThrow(() -> p.unsupported("it has no " + branch))
                            .graph(p.graph().opsets()));
            body.inputs().stream().map(Value::name).filter(p::isActive).forEach(wanted::add);
            bodies.add(body);
        }
        Attributes attributes = Attributes.NONE;
        for (int b = 0; b < BRANCHES.size(); b++) {
            attributes = attributes.with(BRANCHES.get(b), pulled(p, differentiator, bodies.get(b), wanted));
        }
        List<String> cotangents = new ArrayList<>();
        wanted.forEach(x -> cotangents.add(p.builder().fresh(x)));
        p.builder().add(new Node("", "If", "", List.of(p.x(0)), cotangents, attributes));
        int i = 0;
        for (String x : wanted) {
            p.accumulate(x, cotangents.get(i++));
        }
    }

    /** A body as a graph of its own: what it takes from around it are its inputs and constants. */
    private static Graph closed(Pullback p, Graph body) {
        GraphBuilder closed = new GraphBuilder(body.name(), body.opset());
        body.opsets().forEach(closed::opset);
        Set<String> own = new HashSet<>(body.constants().keySet());
        body.nodes().forEach(n -> {
            own.addAll(n.outputs());
            n.attributes().ownInBodies().forEach(own::add);
        });
        body.nodes().stream()
                .flatMap(Node::reads)
                .filter(r -> !own.contains(r))
                .distinct()
                .forEach(r -> p.graph()
                        .constant(r)
                        .ifPresentOrElse(
                                t -> closed.constant(r, t),
                                () -> closed.input(p.graph().value(r))));
        body.constants().forEach(closed::constant);
        body.nodes().forEach(closed::add);
        body.values().values().stream().filter(v -> own.contains(v.name())).forEach(closed::know);
        body.outputs().forEach(closed::output);
        return closed.build();
    }

    private static Attributes.Subgraph pulled(
            Pullback p, Differentiator differentiator, Graph body, Set<String> wanted) {
        BranchBody written = new BranchBody(body.name(), p.graph().opsets(), p.builder()::fresh);
        List<String> by = new ArrayList<>();
        Set<String> of = new LinkedHashSet<>();
        for (int k = 0; k < body.outputs().size(); k++) {
            Optional<String> cotangent = p.cotangent(k);
            String y = body.outputs().get(k).name();
            if (cotangent.isPresent() && body.value(y).type().isReal()) {
                List<String> leading = wanted.stream()
                        .filter(x -> body.isInput(x) && Differentiator.leads(body, x, y))
                        .toList();
                if (!leading.isEmpty()) {
                    written.read(DiffRequest.cotangent(y), cotangent.get());
                    of.add(y);
                    leading.stream().filter(x -> !by.contains(x)).forEach(by::add);
                }
            }
        }
        if (!by.isEmpty()) {
            Graph vjp = differentiator
                    .forParts()
                    .differentiate(body, new DiffRequest(by, List.copyOf(of), Mode.RECOMPUTE))
                    .vjp();
            vjp.constants().forEach((name, tensor) -> {
                boolean around = body.constant(name).isPresent()
                        && p.graph().constant(name).isPresent();
                if (!around) {
                    written.read(name, p.constant(tensor));
                }
            });
            vjp.nodes().forEach(written::add);
        }
        for (String x : wanted) {
            Value value = p.graph().value(x);
            if (by.contains(x)) {
                written.result(value.renamed(DiffRequest.cotangent(x)));
            } else {
                written.zeros(value, p.vector(value.shape().toArray()));
            }
        }
        return written.written();
    }
}
