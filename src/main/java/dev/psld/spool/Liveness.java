package dev.psld.spool;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether an agent is known to run no more. Thread-safe. */
@FunctionalInterface
interface Liveness {
    boolean knownDead(AgentIdentity agent);

    /**
     * Knows of agents on the same boot of the same machine. The processes of other users may be hidden from this one
     * (hidepid, ProtectProc); process 1 is then hidden too, and only this user's own are judged.
     */
    static Liveness seenFrom(AgentIdentity self) {
        return agent -> {
            if (self.machine().isEmpty()
                    || !self.machine().equals(agent.machine())
                    || !self.host().equals(agent.host())
                    || (!self.user().equals(agent.user()) && !Files.exists(Path.of("/proc/1")))) {
                return false;
            }
            return ProcessState.of(agent.pid())
                    .filter(p -> p.runs() && p.started().equals(agent.started()))
                    .isEmpty();
        };
    }
}
