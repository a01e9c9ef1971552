package dev.psld.spool;

import dev.psld.job.Printable;
import dev.psld.job.QueueException;
import dev.psld.job.QueueSnapshot;
import dev.psld.job.Refusal;
import dev.psld.job.WaitingJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A look at all that waits: what is no job goes to {@code failed/}, what failed and has changed comes back. Not thread-safe. */
final class InboxLook {
    private final Layout layout;
    private final Inbox inbox;
    private final Submissions submissions;
    private final CompanionClaims claims;
    private final Intake intake;
    private final FailedPhotos failures;
    private final SpoolControl control;

    InboxLook(
            Layout layout,
            Inbox inbox,
            Submissions submissions,
            CompanionClaims claims,
            Intake intake,
            FailedPhotos failures,
            SpoolControl control) {
        this.layout = layout;
        this.inbox = inbox;
        this.submissions = submissions;
        this.claims = claims;
        this.intake = intake;
        this.failures = failures;
        this.control = control;
    }

    /** @param takeable makes what is ready to be taken */
    QueueSnapshot run(Function<Ready, WaitingJob> takeable) throws IOException {
        List<String> troubles = new ArrayList<>();
        List<String> returned = returned(troubles);
        Inbox.Found found = inbox.look(claims::take);
        found.ready().addAll(submissions.waiting(troubles));
        troubles.addAll(found.troubles());
        List<Refusal> refused = refuse(found.unfit(), troubles);
        List<WaitingJob> ready =
                found.ready().stream().sorted(Ready.ORDER).map(takeable).toList();
        return new QueueSnapshot(ready, found.waiting(), refused, returned, troubles);
    }

    /** Failed photos that have changed go back to the inbox, where they are waited for. */
    private List<String> returned(List<String> troubles) {
        List<String> returned = new ArrayList<>();
        for (FailedPhotos.Failed failed : failures.changed()) {
            try {
                returned.add(control.retry(failed));
            } catch (QueueException e) {
                troubles.add(e.sentence());
            }
        }
        return returned;
    }

    private List<Refusal> refuse(List<Inbox.Unfit> all, List<String> troubles) {
        List<Refusal> refused = new ArrayList<>();
        for (Inbox.Unfit unfit : all) {
            String shown = Printable.of(layout.inbox().relativize(unfit.thing()).toString());
            try {
                intake.refuse(unfit.thing(), unfit.task(), unfit.reason(), Map.of(), false)
                        .ifPresent(failed -> refused.add(new Refusal(shown, unfit.reason(), failed)));
                inbox.forget(unfit.thing()); // it is there no more
            } catch (IOException e) {
                troubles.add(shown + " cannot be moved to failed/: " + DiskFailure.why(e));
            }
        }
        return refused;
    }
}
