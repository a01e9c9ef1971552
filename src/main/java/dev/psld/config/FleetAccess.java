package dev.psld.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an agent takes part in a fleet. Immutable.
 *
 * @param servers with commas between; empty where the agent watches its spool
 * @param name of the fleet
 * @param credentials file with a JWT and its key
 * @param authority PEM file of certificates
 * @param replicas servers that keep everything
 * @param store bytes that files may take; 0 for any number
 * @param results how long these are kept
 * @param client for whom jobs are submitted; empty for the user
 * @param models that are offered; none for those that are installed
 * @param memory gigabytes that are offered; empty for what the machine has
 * @param gpu whether one is offered
 */
public record FleetAccess(
        Optional<String> servers,
        String name,
        Optional<Path> credentials,
        Optional<Path> authority,
        int replicas,
        long store,
        Duration results,
        Optional<String> client,
        List<String> models,
        Optional<Integer> memory,
        boolean gpu) {
    public FleetAccess {
        models = List.copyOf(models);
    }

    static FleetAccess of(EffectiveValues values) {
        return new FleetAccess(
                values.get(FleetKeys.QUEUE),
                values.get(FleetKeys.NAME),
                values.get(FleetKeys.CREDENTIALS),
                values.get(FleetKeys.AUTHORITY),
                values.get(FleetKeys.REPLICAS),
                values.get(FleetKeys.STORE),
                values.get(FleetKeys.RESULTS),
                values.get(FleetKeys.CLIENT),
                values.get(FleetKeys.MODELS),
                values.get(FleetKeys.MEMORY),
                values.get(FleetKeys.GPU));
    }
}
