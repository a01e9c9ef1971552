package dev.psld.fleet;

import dev.psld.job.JobView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is shown of a job in work: its holder writes it into a folder there, as long as somebody follows the job, and followers on
 * other machines find it in one of theirs. Used by one thread at a time; one per claim.
 */
final class StoredView {
    /** After so long without a question nobody follows any more. */
    private static final Duration FOLLOWED = Duration.ofSeconds(60);

    private final FleetStreams streams;
    private final String id;
    private final Path folder;
    private JobView sent = JobView.NONE;

    StoredView(FleetStreams streams, String id, Path folder) {
        this.streams = streams;
        this.id = id;
        this.folder = folder;
    }

    static String wish(String id) {
        return "follow." + id;
    }

    private static String numbers(String id) {
        return "views/" + id + ".json";
    }

    private static String preview(String id) {
        return "views/" + id + ".jpg";
    }

    static void forget(FleetStreams streams, String id) {
        if (streams.control().get(wish(id)).isPresent()) {
            streams.control().remove("wish removed", wish(id));
            streams.files().remove(numbers(id));
            streams.files().remove(preview(id));
        }
    }

    /** For who follows: asks for it, and gets what there is. */
    static void follow(FleetStreams streams, String id, Path folder, Instant now) throws IOException {
        Files.createDirectories(folder);
        Optional<Instant> asked = streams.control().get(wish(id)).map(StoredView::time);
        if (asked.filter(at -> at.isAfter(now.minus(FOLLOWED.dividedBy(4)))).isEmpty()) {
            streams.control().put("wish", wish(id), FleetJson.text(now.toString()));
        }
        Files.setLastModifiedTime(folder, FileTime.from(now));
        Optional<byte[]> view = streams.files().bytes(numbers(id));
        if (view.isEmpty()) {
            return;
        }
        JobView there = FleetJson.parse(new String(view.get(), StandardCharsets.UTF_8), JobView.class);
        JobView here = JobView.read(folder).orElse(JobView.NONE); // on the holder's machine it is the newest
        if (there.step() > here.step()) {
            if (there.previewed() > here.previewed()) {
                Optional<byte[]> picture = streams.files().bytes(preview(id));
                if (picture.isPresent()) {
                    JobView.writePreview(folder, picture.get());
                }
            }
            there.write(folder);
        }
    }

    private static Instant time(Store.Entry entry) {
        try {
            return Instant.parse(FleetJson.parse(entry.text(), String.class));
        } catch (IOException | RuntimeException e) {
            return Instant.EPOCH;
        }
    }

    /** For who holds the job: looks whether somebody follows, and sends what is new. */
    void show(Instant now) throws IOException {
        boolean followed = streams.control()
                .get(wish(id))
                .map(StoredView::time)
                .filter(at -> at.isAfter(now.minus(FOLLOWED)))
                .isPresent();
        if (!followed) {
            return;
        }
        Files.createDirectories(folder);
        JobView view = JobView.read(folder).orElse(JobView.NONE);
        if (view.equals(sent)) {
            return;
        }
        if (view.previewed() != sent.previewed() && Files.exists(JobView.preview(folder))) {
            long unused = streams.files().put(preview(id), JobView.preview(folder));
        }
        streams.files().put(numbers(id), FleetJson.bytes(view));
        sent = view;
    }
}
