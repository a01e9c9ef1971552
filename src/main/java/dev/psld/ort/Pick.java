package dev.psld.ort;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The execution provider that graphs will run on, and why. Immutable.
 *
 * @param providers what to give {@link SessionOptions}, in falling preference
 * @param reasons one clause for every faster provider that was passed over
 */
public record Pick(Provider provider, List<ExecutionProvider> providers, List<String> reasons) {
    public Pick {
        providers = List.copyOf(providers);
        reasons = List.copyOf(reasons);
    }

    /** The same where TensorRT may compute in half precision, which it does for no other graphs. */
    public Pick inHalfPrecision() {
        return each(TensorRtProvider::inHalfPrecision);
    }

    /**
     * The same for the graphs of one model: TensorRT keeps its engines apart by it, since ONNX Runtime's own names for them
     * know nothing of weights.
     *
     * @param model SHA-256 of what the model is, in hexadecimal
     */
    public Pick of(String model) {
        return each(tensorRt -> tensorRt.of(model));
    }

    private Pick each(UnaryOperator<TensorRtProvider> change) {
        return new Pick(
                provider,
                providers.stream()
                        .map(p -> p instanceof TensorRtProvider tensorRt ? change.apply(tensorRt) : p)
                        .toList(),
                reasons);
    }

    /** The pick in one line for the log. */
    public String line() {
        return "provider " + provider.word() + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")");
    }
}
