package dev.psld.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of a configuration by which an agent is a worker of a fleet. Immutable. */
final class FleetKeys {
    private static final String AUTO = "auto";

    private FleetKeys() {}

    static final Key<Optional<String>> QUEUE = Key.fixed(
            "queue",
            TextForms.servers().or("spool"),
            Optional.empty(),
            "Where jobs come from: spool for the inbox of that folder, or the NATS servers of a fleet (docs/fleet.md).");
    static final Key<String> NAME = Key.fixed(
            "fleet.name", TextForms.folderName(), "psld", "Name of the fleet, for several may share servers.");
    static final Key<Optional<Path>> CREDENTIALS = Key.fixed(
            "fleet.credentials",
            TextForms.path().or("none"),
            Optional.empty(),
            "File with the user’s JWT and key, as nsc writes it; readable by the agent alone.");
    static final Key<Optional<Path>> AUTHORITY = Key.fixed(
            "fleet.authority",
            TextForms.path().or("system"),
            Optional.empty(),
            "PEM file of the certificates by which tls:// servers are known; system for those that Java trusts.");
    static final Key<Integer> REPLICAS = Key.fixed(
            "fleet.replicas",
            TextForms.whole(1, 5),
            1,
            "Servers that keep everything, counted; 3 for a cluster that may lose one.");
    static final Key<Long> STORE = Key.fixed(
            "fleet.store",
            TextForms.size("1000TB"),
            0L,
            "Bytes that photos and results may take when the fleet is made, less than the servers have; 0B for any number.");
    static final Key<Duration> RESULTS = Key.live(
            "fleet.results",
            TextForms.duration("1h", "365d"),
            Duration.ofDays(7),
            "How long the fleet keeps results; whoever waits for them has a copy.");
    static final Key<Optional<String>> CLIENT = Key.fixed(
            "fleet.client",
            TextForms.text("a name").or("user"),
            Optional.empty(),
            "For whom jobs are submitted, where fairness and quota count; user for the user’s name.");
    static final Key<List<String>> MODELS = Key.fixed(
            "fleet.models",
            TextForms.listOr("installed", "names of models"),
            List.of(),
            "Models that this worker offers to jobs that name one.");
    static final Key<Optional<Integer>> MEMORY = Key.fixed(
            "fleet.memory",
            TextForms.whole(0, 100_000).or(AUTO),
            Optional.empty(),
            "Gigabytes that a job of this worker may take; auto is what the machine has.");
    static final Key<Boolean> GPU =
            Key.fixed("fleet.gpu", TextForms.yesOrNo(), false, "Whether this worker is given jobs that need a GPU.");

    static final List<Key<?>> ALL =
            List.of(NAME, CREDENTIALS, AUTHORITY, REPLICAS, STORE, RESULTS, CLIENT, MODELS, MEMORY, GPU);
}
