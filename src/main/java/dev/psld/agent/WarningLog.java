package dev.psld.agent;

import dev.psld.host.Journal;
import java.util.List;
import java.util.Optional;

/** Sentences on what is in the way, of which each is written to the log once, as long as it holds. Not thread-safe. */
final class WarningLog {
    private final Journal journal;
    private List<String> last = List.of();

    WarningLog(Journal journal) {
        this.journal = journal;
    }

    /** These hold now, and no others. */
    void are(List<String> now) {
        now.stream().filter(sentence -> !last.contains(sentence)).forEach(journal::warning);
        last = List.copyOf(now);
    }

    void are(String now) {
        are(List.of(now));
    }

    void none() {
        are(List.of());
    }

    Optional<String> first() {
        return last.stream().findFirst();
    }
}
