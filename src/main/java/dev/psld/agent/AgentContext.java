package dev.psld.agent;

import java.util.function.BooleanSupplier;

/**
 * What the parts of an agent that work on jobs have in common. Immutable; one per agent.
 *
 * @param stopping whether the agent was told to stop
 */
record AgentContext(
        Reloading config,
        AgentTelemetry telemetry,
        StatusKeeper status,
        ThermalThrottle throttle,
        WakeSignal wake,
        BooleanSupplier stopping) {}
