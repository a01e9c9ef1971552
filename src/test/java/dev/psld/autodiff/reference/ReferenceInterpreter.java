package dev.psld.autodiff.reference;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
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
        Map<String, Array> values = new HashMap<>();
        graph.constants().forEach((n, t) -> values.put(n, Array.of(t)));
        graph.inputs()
                .forEach(v -> values.put(
                        v.name(), Optional.ofNullable(inputs.get(v.name())).orElseThrow()));
        for (Node node : graph.nodes()) {
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
}
