package dev.psld.web;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.psld.job.JobInputs;
import dev.psld.job.JobSettings;
import dev.psld.job.JobState;
import dev.psld.job.JobSubmission;
import dev.psld.job.QueueControl;
import dev.psld.operator.Task;
import dev.psld.picture.PixelSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Jobs: submitted, listed, cancelled, made again, and told of as events. Thread-safe. */
final class JobsApi {
    private final QueueControl queue;
    private final JobFeed feed;
    private final ModelCatalog catalog;
    private final Upload.Place place;
    private final Quota quota;
    private final Workers workers;

    JobsApi(QueueControl queue, JobFeed feed, ModelCatalog catalog, Upload.Place place, Quota quota, Workers workers) {
        this.queue = queue;
        this.feed = feed;
        this.catalog = catalog;
        this.place = place;
        this.quota = quota;
        this.workers = workers;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/jobs", workers, call -> raw(200, list())),
                new Endpoint("POST", "/api/jobs", Set.of(), this::submit),
                Endpoint.get("/api/jobs/{id}", workers, call -> raw(200, one(call.id()))),
                new Endpoint("DELETE", "/api/jobs/{id}", Set.of(), call -> workers.run(() -> cancel(call.id()))),
                new Endpoint("POST", "/api/jobs/{id}/again", Set.of(), this::again),
                Endpoint.get("/api/jobs/{id}/events", workers, call -> events(call, Optional.of(call.id()))),
                Endpoint.get("/api/events", workers, call -> events(call, Optional.empty())));
    }

    private String list() {
        return "{\"jobs\":["
                + String.join(
                        ",", feed.list().stream().map(JobFeed.Listed::json).toList()) + "]}";
    }

    private String one(String id) {
        return feed.job(id).orElseThrow(() -> WebException.missing("job of that id"));
    }

    private static Reply raw(int status, String json) {
        return Reply.json(status, new RawValue(json));
    }

    private CompletableFuture<Reply> submit(ApiCall call) {
        String client = call.client();
        try {
            quota.beginUpload(client);
        } catch (WebException e) {
            return CompletableFuture.failedFuture(e);
        }
        return workers.run(() -> {
                    quota.requireJob(client, feed.open());
                    return client;
                })
                .thenCompose(unused -> place.read(call.request()))
                .thenCompose(upload -> workers.run(() -> submit(client, upload)))
                .whenComplete((reply, thrown) -> quota.endUpload(client));
    }

    private Reply submit(String client, Upload all) throws IOException {
        try (all) {
            all.requireKnown();
            String word = all.text("task").orElseThrow(() -> new WebException(400, "The form lacks the field task."));
            Task task = CatalogApi.task(word);
            Path photo = all.file("photo").orElseThrow(() -> new WebException(400, "The form lacks the field photo."));
            Optional<Path> mask = all.file("mask");
            Optional<Path> kernel = all.file("kernel");
            requirePicture(photo, "The photo");
            for (Path file : mask.stream().toList()) {
                requirePicture(file, "The mask");
            }
            for (Path file : kernel.stream().toList()) {
                requirePicture(file, "The kernel");
            }
            require(mask.isEmpty() || task.masked(), "mask", task);
            require(kernel.isEmpty() || task == Task.DEBLUR_MOTION, "kernel", task);
            JobSettings settings = JobSettings.none();
            if (all.text("settings").isPresent()) {
                Path file = all.write("settings.json", all.text("settings").get());
                settings = SettingsCheck.of(JobSettings.read(file, "settings"), catalog);
            }
            return submit(
                    client, new JobSubmission(task.word(), all.name("photo"), photo, mask, kernel, settings, false));
        }
    }

    private Reply submit(String client, JobSubmission submission) {
        quota.requireJob(client, feed.open());
        String id = queue.submit(submission);
        quota.submitted(client, id);
        feed.refresh();
        Reply reply = raw(201, one(id));
        return (request, response, callback) -> {
            response.getHeaders().put(HttpHeader.LOCATION, "/api/jobs/" + id);
            reply.send(request, response, callback);
        };
    }

    private static void require(boolean holds, String field, Task task) {
        if (!holds) {
            throw new WebException(400, "A " + field + " says nothing about the task " + task + ": leave it out.");
        }
    }

    /** By its head alone: what a file says of its size costs nothing to read, and is believed when it is read whole. */
    private void requirePicture(Path file, String what) throws IOException {
        if (Files.size(file) == 0) {
            throw new WebException(400, what + " is empty: send it again.");
        }
        PixelSize size = PixelSize.of(file)
                .orElseThrow(() -> new WebException(
                        415, what + " is no picture that is read: send PNG, JPEG, WebP or TIFF, whole and undamaged."));
        long most = place.limits().megapixels() * 1_000_000L;
        if ((long) size.width() * size.height() > most) {
            throw new WebException(
                    413,
                    what + " has " + size.width() + "×" + size.height() + " pixels, more than the "
                            + place.limits().megapixels() + " megapixels that are taken here: scale it down first.");
        }
    }

    private Reply cancel(String id) {
        JobState state = queue.state(id).orElseThrow(() -> WebException.missing("job of that id"));
        if (!(state instanceof JobState.Queued || state instanceof JobState.Working)) {
            throw new WebException(409, "That job has ended already.");
        }
        String said = queue.cancel(id);
        feed.refresh();
        return Reply.json(202, Map.of("said", said));
    }

    /** The same photo as a new job, with other settings where some are given. */
    private CompletableFuture<Reply> again(ApiCall call) {
        Request request = call.request();
        return JsonBody.bytes(request)
                .thenCompose(bytes -> workers.run(() -> {
                    JobInputs given = queue.inputs(call.id())
                            .orElseThrow(() -> WebException.missing("job of that id whose photo is still kept"));
                    Path file = Files.createTempFile(place.folder(), "again", ".json");
                    try {
                        Files.write(file, bytes);
                        JobSettings own = SettingsCheck.of(JobSettings.read(file, "settings"), catalog);
                        return submit(call.client(), given.again(own.over(given.settings())));
                    } finally {
                        Files.deleteIfExists(file);
                    }
                }));
    }

    private Reply events(ApiCall call, Optional<String> job) {
        job.ifPresent(this::one);
        String client = call.client();
        quota.beginStream(client);
        feed.refresh();
        long seen = feed.version(Optional.ofNullable(call.request().getHeaders().get("Last-Event-ID")));
        return new EventStream(feed, job, seen, () -> quota.endStream(client));
    }
}
