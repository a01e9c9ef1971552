package dev.psld.eval;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One picture restored once by one method, and how that went. Immutable.
 *
 * @param key of everything that decides it: with another key it is made anew
 * @param task label of the task
 * @param seed of the sampler
 * @param reason why there are no scores, in a sentence
 * @param seconds of the restoration alone, reading and writing its files included
 * @param networkCalls evaluations of networks on the whole picture, each pullback counted as one more
 * @param peakBytes most memory that the process had at once
 * @param file the restored picture
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Cell(
        String key,
        String task,
        String method,
        String picture,
        long seed,
        Status status,
        Optional<String> reason,
        Optional<PictureScores> scores,
        double seconds,
        OptionalInt networkCalls,
        OptionalLong peakBytes,
        Optional<String> file) {

    /** How it ended. */
    public enum Status {
        DONE,
        NOT_APPLICABLE,
        FAILED
    }

    /** The same with other scores. */
    Cell with(PictureScores other) {
        return new Cell(
                key,
                task,
                method,
                picture,
                seed,
                status,
                reason,
                Optional.of(other),
                seconds,
                networkCalls,
                peakBytes,
                file);
    }

    static Cell without(String key, String task, String method, String picture, long seed, Status status, String why) {
        return new Cell(
                key,
                task,
                method,
                picture,
                seed,
                status,
                Optional.of(why),
                Optional.empty(),
                0,
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
