package dev.psld.agent;

/** What the parts of an agent that work on jobs have in common. Immutable, of thread-safe parts; one per agent. */
record AgentContext(
        Reloading config,
        AgentTelemetry telemetry,
        StatusKeeper status,
        ThermalThrottle throttle,
        Backoff backoff,
        StopSignal stop) {}
