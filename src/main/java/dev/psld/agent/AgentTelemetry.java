package dev.psld.agent;

import dev.psld.host.Journal;
import dev.psld.host.Notify;

/** Whom the agent tells what happens: the log, systemd, the counters. Immutable. */
public record AgentTelemetry(Journal journal, Notify systemd, Counters counters) {}
