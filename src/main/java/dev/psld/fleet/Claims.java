package dev.psld.fleet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries of who holds which job. Stateless and thread-safe. */
final class Claims {
    private final Bucket bucket;

    Claims(Bucket bucket) {
        this.bucket = bucket;
    }

    /**
     * An entry, and what the next writing of it is to expect.
     *
     * @param revision of the bucket
     */
    record Known(ClaimEntry entry, long revision) {}

    Optional<Known> of(String id) {
        return bucket.get(id).flatMap(Claims::parse);
    }

    /** All that are understood. */
    List<Known> all() {
        List<Known> all = new ArrayList<>();
        bucket.all("").forEach(entry -> parse(entry).ifPresent(all::add));
        return all;
    }

    /** Those of a later form are left to who knows it. */
    private static Optional<Known> parse(Store.Entry entry) {
        try {
            ClaimEntry claim = FleetJson.parse(entry.text(), ClaimEntry.class);
            return claim.job().version() <= FleetJob.VERSION
                    ? Optional.of(new Known(claim, entry.sequence()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Makes one. @return empty where somebody claimed it before */
    Optional<Known> make(ClaimEntry entry) {
        return write("claim", entry, 0);
    }

    /** Writes over a known one. @return empty where somebody else did since */
    Optional<Known> swap(String what, Known known, ClaimEntry entry) {
        return write(what, entry, known.revision());
    }

    private Optional<Known> write(String what, ClaimEntry entry, long expected) {
        return bucket.swap(what, entry.job().id(), FleetJson.text(entry), expected)
                .map(revision -> new Known(entry, revision));
    }
}
