package dev.psld.spool;

/**
 * Who holds a claim, and a sign of life. Immutable.
 *
 * @param counter one more at every heartbeat
 * @param free whether the holder gave it back
 */
record Lease(AgentIdentity agent, long counter, boolean free) {}
