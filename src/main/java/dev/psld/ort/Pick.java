package dev.psld.ort;

import java.util.List;

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

    /** The pick in one line for the log. */
    public String line() {
        return "provider " + provider.word() + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")");
    }
}
