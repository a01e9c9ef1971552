package dev.psld.fleet;

import java.util.UUID;

/**
 * One opened queue of one process, as claims name it. Immutable.
 *
 * @param agent its name, for people
 * @param token of it alone
 */
record Holder(String agent, String token) {
    static Holder current(String agent) {
        return new Holder(agent, UUID.randomUUID().toString());
    }
}
