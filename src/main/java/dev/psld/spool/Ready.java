package dev.psld.spool;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Something in the spool that is ready to be claimed, as one look found it. Immutable. */
sealed interface Ready permits ReadyPhoto, Submission {
    /** Priority first, then arrival, then name. */
    Comparator<Ready> ORDER = Comparator.comparing((Ready r) -> !r.priority())
            .thenComparing(Ready::arrived)
            .thenComparing(r -> r.file().bytes())
            .thenComparing(Ready::task);

    String task();

    boolean priority();

    Instant arrived();

    RawName file();

    /** Empty when it has changed or gone, or another agent has it. */
    Optional<ClaimFolder> take(Intake intake) throws IOException;
}
