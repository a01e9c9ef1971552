package dev.psld.fused;

import dev.psld.bundle.EncodedPrompt;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import dev.psld.chain.TextCondition;
import dev.psld.graph.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The inputs of a step's graph that say what the noise predictor is told, for each time that it is in. Stateless. */
final class ToldInputs {
    private ToldInputs() {}

    /** Whether a text decides on what an input of the net holds. */
    static boolean tells(TensorSpec input) {
        return input.holds() == Quantity.CONTEXT || input.holds() == Quantity.POOLED;
    }

    /** The name, in the step's graph, of an input of the net at a place among its texts. */
    static String name(int place, TensorSpec input) {
        return "text" + place + "." + input.name();
    }

    /** The values of all these by name. */
    static Map<String, Tensor> values(BundleGraphs nets, Optional<TextCondition> text) {
        Map<String, Tensor> values = new HashMap<>();
        List<TextCondition.Branch> branches = text.map(TextCondition::branches).orElse(List.of());
        for (int place = 0; place < branches.size(); place++) {
            EncodedPrompt told = branches.get(place).told();
            for (TensorSpec input : nets.declared(Role.UNET).inputs()) {
                Tensor value = told.values().get(input.holds());
                if (tells(input) && value != null) {
                    values.put(name(place, input), value);
                }
            }
        }
        return values;
    }
}
