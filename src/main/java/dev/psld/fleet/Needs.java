package dev.psld.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What a job asks of the worker that takes it. Immutable.
 *
 * @param model name of the model bundle that it has to have
 * @param memory gigabytes that it has to offer; 0 for any
 * @param gpu whether it has to compute on one
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Needs(Optional<String> model, int memory, boolean gpu) {
    /** Any worker will do. */
    public static final Needs NONE = new Needs(Optional.empty(), 0, false);

    public Needs {
        if (memory < 0) {
            throw new IllegalArgumentException("memory cannot be " + memory + " GB");
        }
    }
}
