package dev.psld.cli.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What one look at the machine found. Immutable.
 *
 * @param remedy what to do; empty where all is well
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Finding(String subject, Status status, String found, String remedy) {

    /** How well it stands. */
    public enum Status {
        /** As it should be. */
        OK,
        /** Works, but could be better. */
        WARN,
        /** Does not work. */
        FAIL
    }

    static Finding ok(String subject, String found) {
        return new Finding(subject, Status.OK, found, "");
    }

    static Finding warn(String subject, String found, String remedy) {
        return new Finding(subject, Status.WARN, found, remedy);
    }

    static Finding fail(String subject, String found, String remedy) {
        return new Finding(subject, Status.FAIL, found, remedy);
    }
}
