package dev.psld.fleet;

import java.util.Optional;

/**
 * Jobs that are alike in all by which they are given out: one consumer of the work-queue stream. Immutable.
 *
 * @param version of the form of the jobs; a worker takes only those that it knows
 * @param client who submitted them
 */
record Lane(int version, Needs needs, boolean priority, String client) {
    private static final int PARTS = 6;

    /** Of the jobs in it, after the prefix of all jobs. */
    private String route() {
        return "v" + version + "." + SubjectToken.of(needs.model().orElse("")) + "." + needs.memory() + "."
                + (needs.gpu() ? "gpu" : "any") + "." + (priority ? "first" : "usual") + "." + SubjectToken.of(client);
    }

    /** Name of the consumer. */
    String consumer() {
        return route().replace('.', '+');
    }

    String subject(String prefix, String id) {
        return prefix + "." + route() + "." + id;
    }

    String filter(String prefix) {
        return subject(prefix, "*");
    }

    /** What a subject or filter of the prefix says; empty for what has another form, as later versions may. */
    static Optional<Lane> of(String prefix, String subject) {
        if (!subject.startsWith(prefix + ".")) {
            return Optional.empty();
        }
        String[] parts = subject.substring(prefix.length() + 1).split("\\.", -1);
        if (parts.length != PARTS + 1 || !parts[0].matches("v\\d{1,6}") || !parts[2].matches("\\d{1,6}")) {
            return Optional.empty();
        }
        String model = SubjectToken.name(parts[1]);
        return Optional.of(new Lane(
                Integer.parseInt(parts[0].substring(1)),
                new Needs(
                        model.isEmpty() ? Optional.empty() : Optional.of(model),
                        Integer.parseInt(parts[2]),
                        parts[3].equals("gpu")),
                parts[4].equals("first"),
                SubjectToken.name(parts[5])));
    }
}
