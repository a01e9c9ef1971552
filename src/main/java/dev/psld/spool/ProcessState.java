package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the kernel says of a process. Immutable.
 *
 * @param state one letter; Z and X are dead ones that nobody has waited for
 * @param started clock ticks from boot to its start
 */
record ProcessState(char state, String started) {

    /** Empty when there is no such process that this one may see. */
    static Optional<ProcessState> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(new ProcessState(fields[0].charAt(0), fields[19]));
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    boolean runs() {
        return state != 'Z' && state != 'X';
    }
}
