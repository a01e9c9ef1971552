package dev.psld.spool;

import dev.psld.job.Job;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * {@code job.json} of a claim: all that is needed to go on with it after a crash. Immutable.
 *
 * @param file name in the inbox
 * @param inside name in the claim's folder
 * @param arrived ISO 8601
 * @param companions names in the inbox of what goes along
 * @param refusal why it is to fail, when it was claimed for that
 * @param remark what had to be chosen among the files given for it
 */
record JobFile(
        String id,
        String task,
        boolean priority,
        RawName file,
        String inside,
        String arrived,
        int attempt,
        Map<Companion, RawName> companions,
        Optional<String> refusal,
        Optional<String> remark) {

    JobFile {
        require(task.matches("[a-z0-9][a-z0-9-]*"), task);
        require(inside.matches("[a-z]+(\\.[a-z]+)?"), inside);
        Instant.parse(arrived);
        companions = Map.copyOf(companions);
    }

    Job job() {
        return new Job(id, task, file.text(), priority, Instant.parse(arrived), attempt);
    }

    private static void require(boolean holds, String value) {
        if (!holds) {
            throw new IllegalArgumentException("not of a job: " + value);
        }
    }

    JobFile nextAttempt() {
        return new JobFile(id, task, priority, file, inside, arrived, attempt + 1, companions, refusal, remark);
    }
}
