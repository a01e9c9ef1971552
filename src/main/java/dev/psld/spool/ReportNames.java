package dev.psld.spool;

import dev.psld.job.ReportFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Lets reports call the results by the names that they get, for a report is written before it is known which number its set
 * has. Used by one thread.
 */
final class ReportNames {
    private final FileOperations disk;
    private final Path claim;

    ReportNames(FileOperations disk, Path claim) {
        this.disk = disk;
        this.claim = claim;
    }

    /** Lets the reports call the results as the plan does. To be repeated for any other plan of the same parts. */
    void follow(NamePlan plan) throws IOException {
        for (NamePlan.Part part : plan.parts()) {
            if (part.suffix().endsWith(".json")) {
                follow(plan, claim.resolve(part.from()));
            }
        }
    }

    private void follow(NamePlan plan, Path report) throws IOException {
        try {
            Optional<byte[]> renamed = ReportFile.renamed(FileOperations.read(report), name -> renamed(name, plan));
            if (renamed.isPresent()) {
                disk.write(report, renamed.get(), true);
            }
        } catch (NoSuchFileException e) {
            // Moved to its name already.
        }
    }

    /** Of the same part in this plan; empty for what names none. */
    private static Optional<String> renamed(String name, NamePlan plan) {
        for (NamePlan.Part part : plan.parts()) {
            boolean names =
                    new RawName(plan.stem() + part.suffix()).text().equals(name); // even one too long for a file
            for (int number = plan.number(); number >= 1 && !names; number--) {
                names = plan.numbered(number).name(part).text().equals(name);
            }
            if (names) {
                return Optional.of(plan.name(part).text());
            }
        }
        return Optional.empty();
    }
}
