package dev.psld.config;

import java.util.ArrayList;
import java.util.List;

/**
 * How one configuration differs from another. Immutable.
 *
 * @param live what a running agent can take over
 * @param restart what only a restart takes over
 */
public record Changes(List<Change> live, List<Change> restart) {
    /** Another value for a key. */
    public record Change(String key, String before, String now) {
        /** {@code watch.rescan 30s → 1min}. */
        @Override
        public String toString() {
            return key + " " + before + " → " + now;
        }
    }

    static Changes between(EffectiveValues before, EffectiveValues now) {
        List<Change> live = new ArrayList<>();
        List<Change> restart = new ArrayList<>();
        for (Key<?> key : Keys.ALL) {
            if (!before.get(key).equals(now.get(key))) {
                (key.live() ? live : restart).add(new Change(key.name(), before.text(key), now.text(key)));
            }
        }
        return new Changes(List.copyOf(live), List.copyOf(restart));
    }
}
