package dev.psld.agent;

import dev.psld.host.Memory;
import dev.psld.host.Power;
import dev.psld.host.Thermals;

/** Where the agent looks at the machine. Immutable; a test gives it folders of its own. */
public record Sensors(Memory memory, Thermals thermals, Power power) {
    /** This machine. */
    public static Sensors system() {
        return new Sensors(Memory.system(), Thermals.system(), Power.system());
    }
}
