package dev.psld.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What an agent does now, for {@code psld agent status}. Immutable.
 *
 * @param sentence what it waits for, or what is wrong; empty when there is nothing to say
 * @param jobs in work, in the order of their beginnings; none in what an agent of an earlier version wrote
 * @param ready photos that could be worked on now
 * @param waiting photos that are still being written, or wait for a mask or kernel
 * @param celsius the hottest zone
 * @param powerMode of a Jetson board, such as MODE_30W
 * @param watts that the board draws
 * @param resident bytes of memory that the process holds
 * @param written when this was written, ISO 8601
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Status(
        String agent,
        long pid,
        String state,
        String sentence,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Current> jobs,
        int ready,
        int waiting,
        OptionalDouble celsius,
        Optional<String> powerMode,
        OptionalDouble watts,
        OptionalLong resident,
        String started,
        String written) {

    /**
     * A job in work.
     *
     * @param etaSeconds what is left, by the mean of the steps so far
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Current(String id, String photo, int step, int steps, OptionalLong etaSeconds) {}
}
