package dev.psld.restore;

import java.util.Optional;

/** How drawing one picture ended: what came out, or why nothing did; exactly one of them is there. Immutable. */
public record Attempt(Optional<Outcome> outcome, Optional<RuntimeException> failure) {
    public static Attempt of(Outcome outcome) {
        return new Attempt(Optional.of(outcome), Optional.empty());
    }

    static Attempt failed(RuntimeException failure) {
        return new Attempt(Optional.empty(), Optional.of(failure));
    }
}
