package dev.psld.restore;

import dev.psld.file.Sha256;
import dev.psld.job.RestoreRequest;
import dev.psld.operator.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A digest of everything that decides the bytes of a job's samples: what a checkpoint is good for. Stateless. */
final class JobKey {
    private JobKey() {}

    static String of(JobRecipe recipe, RestoreRequest request, Prior prior, BatchPlan plan) {
        JobNames names = new JobNames(request);
        List<String> parts = new ArrayList<>(List.of(
                ProgramVersion.current(),
                recipe.toString(),
                PhotoWork.digest(request.photo(), names),
                digest(request.mask(), names),
                digest(request.kernel(), names),
                request.settings().maskInverted().toString(),
                request.settings().strip().toString(),
                recipe.operator().operator().map(JobKey::graph).orElse(""),
                recipe.operator().operatorLift().map(JobKey::graph).orElse(""),
                "batch " + plan.batch(),
                prior.pick().provider().word(),
                prior.environment().version()));
        prior.manifest().ifPresent(manifest -> manifest.files().forEach((file, sum) -> parts.add(file + " " + sum)));
        return Sha256.of(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }

    private static String graph(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new OperatorException(
                    "the operator " + file + " cannot be read: check tasks.custom in the agent's configuration", e);
        }
    }

    private static String digest(Optional<Path> file, JobNames names) {
        return file.map(f -> PhotoWork.digest(f, names)).orElse("");
    }
}
