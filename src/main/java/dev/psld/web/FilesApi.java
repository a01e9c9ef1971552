package dev.psld.web;

import dev.psld.job.JobInputs;
import dev.psld.job.JobSettings;
import dev.psld.job.JobState;
import dev.psld.job.JobView;
import dev.psld.job.QueueControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of jobs, by their ids: which file that is, the queue says, and no request. Thread-safe. */
final class FilesApi {
    private final QueueControl queue;

    FilesApi(QueueControl queue) {
        this.queue = queue;
    }

    List<Endpoint> endpoints(Workers workers) {
        return List.of(
                Endpoint.get("/api/jobs/{id}/picture", workers, call -> result(call.id(), r -> r.picture(), "picture")),
                Endpoint.get("/api/jobs/{id}/report", workers, call -> result(call.id(), r -> r.report(), "report")),
                Endpoint.get(
                        "/api/jobs/{id}/uncertainty",
                        workers,
                        call -> result(
                                call.id(),
                                r -> r.uncertainty().orElseThrow(() -> WebException.missing("map of that job")),
                                "map")),
                Endpoint.get("/api/jobs/{id}/samples/{k}", workers, this::sample),
                Endpoint.get("/api/jobs/{id}/preview", Set.of("step"), workers, call -> preview(call.id())),
                Endpoint.get(
                        "/api/jobs/{id}/photo",
                        workers,
                        call -> FileReply.of(inputs(call).photo(), "photo")),
                Endpoint.get(
                        "/api/jobs/{id}/mask",
                        workers,
                        call -> FileReply.of(
                                inputs(call).mask().orElseThrow(() -> WebException.missing("mask of that job")),
                                "mask")),
                Endpoint.get("/api/jobs/{id}/settings", workers, call -> settings(inputs(call))));
    }

    private interface Which {
        Path of(ResultFiles files);
    }

    private Reply result(String id, Which which, String what) {
        return FileReply.of(which.of(files(id)), what + " of that job");
    }

    private ResultFiles files(String id) {
        return queue.state(id)
                .filter(JobState.Done.class::isInstance)
                .map(state -> ResultFiles.of(((JobState.Done) state).picture()))
                .orElseThrow(() -> WebException.missing("job of that id that is done"));
    }

    private Reply sample(ApiCall call) {
        List<Path> samples = files(call.id()).samples();
        String number = call.variables().get(1);
        int k = number.matches("[1-9]\\d{0,3}") ? Integer.parseInt(number) : 0;
        if (k < 1 || k > samples.size()) {
            throw WebException.missing("sample of that number");
        }
        return FileReply.of(samples.get(k - 1), "sample");
    }

    /** Whoever asks a little late is not told that there is no such thing, which a browser would complain of. */
    private Reply preview(String id) {
        Optional<Path> preview = queue.follow(id).map(JobView::preview).filter(Files::isRegularFile);
        if (preview.isPresent()) {
            return FileReply.of(preview.get(), "preview");
        }
        JobState state = queue.state(id).orElseThrow(() -> WebException.missing("job of that id"));
        return state instanceof JobState.Done done
                ? FileReply.of(ResultFiles.of(done.picture()).picture(), "picture of that job")
                : Reply.nothing();
    }

    private JobInputs inputs(ApiCall call) {
        return queue.inputs(call.id())
                .orElseThrow(() -> WebException.missing("job of that id whose photo is still kept"));
    }

    private static Reply settings(JobInputs inputs) {
        JobSettings settings = inputs.settings();
        return Reply.json(200, settings);
    }
}
