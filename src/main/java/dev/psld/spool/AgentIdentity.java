package dev.psld.spool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds a claim: one opened spool in one process. Immutable.
 *
 * @param name of the agent, for people and for the name of its status file
 * @param machine one boot of one kernel and one space of process ids; empty where that cannot be known
 * @param pid process id in that space
 * @param started when the process started, as the kernel counts it: a pid is used again
 * @param token of this identity alone
 */
public record AgentIdentity(
        String name, String host, String machine, long pid, String started, String user, String token) {

    /** What a name may be made of, in words. */
    public static final String NAMES = "up to 64 of A-Z, a-z, 0-9, dot, _ and -, the first a letter or digit";

    public AgentIdentity {
        if (!isName(name)) {
            throw new IllegalArgumentException("an agent cannot be called “" + name + "”: use " + NAMES);
        }
    }

    /** Whether an agent may be called so: {@link #NAMES}. */
    public static boolean isName(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    }

    /** A new identity of this process; each opened spool needs one of its own. */
    public static AgentIdentity current(String name) {
        long pid = ProcessHandle.current().pid();
        return new AgentIdentity(
                name,
                hostName(),
                machineHere(),
                pid,
                ProcessState.of(pid).map(ProcessState::started).orElse(""),
                System.getProperty("user.name", ""),
                UUID.randomUUID().toString());
    }

    private static String machineHere() {
        try {
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | RuntimeException e) {
            return ""; // No Linux: claims of the dead are known by their lease alone.
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("unknown");
        }
    }
}
