package dev.psld.agent;

import dev.psld.host.Power;
import dev.psld.host.SystemMemory;
import dev.psld.host.Thermals;

/** Where the agent looks at the machine. Immutable; a test gives it folders of its own. */
public record Sensors(SystemMemory memory, Thermals thermals, Power power) {
    /** This machine. */
    public static Sensors system() {
        return new Sensors(SystemMemory.system(), Thermals.system(), Power.system());
    }
}
