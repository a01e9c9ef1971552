package dev.psld.autodiff.reference;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs graphs node by node, all values kept. Stateless. */
public final class ReferenceInterpreter {
    private static final Map<String, Kernel> KERNELS = new HashMap<>();

    static {
        ElementwiseKernels.register(ReferenceInterpreter::single);
        ReductionKernels.register(ReferenceInterpreter::single);
        ProductKernels.register(ReferenceInterpreter::single);
        WindowKernels.register(ReferenceInterpreter::single);
        NormalisationKernels.register(ReferenceInterpreter::single);
        LayoutKernels.register(ReferenceInterpreter::single);
        IndexKernels.register(ReferenceInterpreter::single);
        ChoiceKernels.register(ReferenceInterpreter::single);
        SpectralKernels.register(ReferenceInterpreter::single);
        SamplingKernels.register(ReferenceInterpreter::single);
        LossKernels.register(ReferenceInterpreter::single);
        ReferenceInterpreter.single("Resize", ResizeKernel::run);
        KERNELS.put("BatchNormalization", NormalisationKernels::batch);
        KERNELS.put("LayerNormalization", NormalisationKernels::layer);
        KERNELS.put("Split", LayoutKernels::split);
        KERNELS.put("Attention", AttentionKernel::run);
        List.of("GRU", "LSTM", "RNN").forEach(op -> KERNELS.put(op, RecurrentKernels::run));
        KERNELS.put("TopK", ChoiceKernels::topK);
        KERNELS.put("SoftmaxCrossEntropyLoss", LossKernels::crossEntropy);
        KERNELS.put("MaxPool", WindowKernels::maxPool);
    }

    private ReferenceInterpreter() {}

    /** Where families put their kernels. */
    interface Registry {
        void put(String op, Kernel.Single kernel);
    }

    private static void single(String op, Kernel.Single kernel) {
        KERNELS.put(op, c -> List.of(kernel.run(c)));
    }

    /** Every value of the graph by name. */
    public static Map<String, Array> run(Graph graph, Map<String, Array> inputs) {
        return run(graph, inputs, Map.of());
    }

    private static Map<String, Array> run(Graph graph, Map<String, Array> inputs, Map<String, Array> around) {
        Map<String, Array> values = new HashMap<>(around);
        graph.constants().forEach((n, t) -> values.put(n, Array.of(t)));
        graph.inputs()
                .forEach(v -> values.put(
                        v.name(), Optional.ofNullable(inputs.get(v.name())).orElseThrow()));
        for (Node node : graph.nodes()) {
            if (node.op().equals("If")) {
                branch(node, graph, values);
                continue;
            }
            Kernel kernel = Optional.ofNullable(KERNELS.get(node.op()))
                    .orElseThrow(() -> new IllegalStateException("the reference knows no " + node.op()));
            List<Optional<Array>> ins = new ArrayList<>();
            node.inputs().forEach(i -> ins.add(Optional.ofNullable(values.get(i))));
            List<Array> outs = kernel.run(new Call(node, ins, graph.opset()));
            for (int k = 0; k < node.outputs().size(); k++) {
                if (!node.outputs().get(k).isEmpty()) {
                    values.put(node.outputs().get(k), outs.get(k));
                }
            }
        }
        return values;
    }

    /** The graph that knows type and shape of every value, those in both branches of an If too. */
    public static Graph told(Graph graph, Map<String, Array> inputs) {
        return told(graph, inputs, Map.of()).build();
    }

    private static GraphBuilder told(Graph graph, Map<String, Array> inputs, Map<String, Array> around) {
        Map<String, Array> values = run(graph, inputs, around);
        GraphBuilder known = new GraphBuilder(graph.name(), graph.opset());
        graph.inputs().forEach(known::input);
        graph.constants().forEach(known::constant);
        for (Node node : graph.nodes()) {
            Attributes attributes = node.attributes();
            for (String branch : List.of("then_branch", "else_branch")) {
                Optional<Attributes.Subgraph> body = attributes.body(branch);
                if (body.isPresent()) {
                    GraphBuilder inside = told(body.get().graph(graph.opsets()), Map.of(), values);
                    attributes = attributes.with(branch, Attributes.Subgraph.of(inside.buildOpen()));
                }
            }
            known.add(new Node(node.name(), node.op(), node.domain(), node.inputs(), node.outputs(), attributes));
        }
        graph.outputs().forEach(known::output);
        values.forEach((name, value) -> known.know(new Value(name, value.type(), value.shape())));
        return known;
    }

    /** Runs the branch that is taken, which sees all values so far. */
    private static void branch(Node node, Graph graph, Map<String, Array> values) {
        boolean yes =
                Optional.ofNullable(values.get(node.input(0))).orElseThrow().values()[0] != 0;
        Graph body = node.attributes()
                .body(yes ? "then_branch" : "else_branch")
                .orElseThrow()
                .graph(graph.opsets());
        Map<String, Array> inside = run(body, Map.of(), values);
        for (int k = 0; k < node.outputs().size(); k++) {
            String result = body.outputs().get(k).name();
            values.put(
                    node.outputs().get(k),
                    Optional.ofNullable(inside.get(result)).orElseThrow());
        }
    }
}
