package dev.psld.autodiff;

import java.util.List;

/** The pullback of one operator, or of a few that share a formula. Stateless and thread-safe. */
public interface Rule {

    /** The operators that this rule is for. */
    List<String> ops();

    /** Their domain; the default one unless the rule says otherwise. */
    default String domain() {
        return "";
    }

    /**
     * Emits the cotangents of the active inputs of one node into the pullback graph, from the cotangents of its outputs,
     * and hands each over by {@link Pullback#accumulate}.
     */
    void pull(Pullback p);
}
