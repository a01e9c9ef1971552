package dev.psld.fleet;

import dev.psld.job.CompanionName;
import dev.psld.job.HeldJob;
import dev.psld.job.Job;
import dev.psld.job.JobSettings;
import dev.psld.job.LostClaimException;
import dev.psld.job.QueueException;
import dev.psld.job.RestoreResult;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A claim on a job of a fleet. Thread-safe: the heartbeat may come from another thread than the work. */
final class FleetClaim implements HeldJob {
    /** Results of the last jobs that stay on this machine. */
    private static final int KEPT = 16;

    private final FleetStreams streams;
    private final LocalFiles local;
    private final Claims claims;
    private final JobEnds ends;
    private final InstantSource clock;
    private final Set<String> held;
    private final Path work;
    private final StoredCheckpoint checkpoint;
    private final StoredView view;
    private Claims.Known known;
    private boolean over;

    /** @param held ids of the jobs in work, which this is among from now on */
    FleetClaim(
            FleetStreams streams,
            LocalFiles local,
            InstantSource clock,
            Set<String> held,
            Claims.Known known,
            Path work) {
        this.streams = streams;
        this.local = local;
        this.claims = new Claims(streams.claims());
        this.ends = new JobEnds(streams);
        this.clock = clock;
        this.held = held;
        this.known = known;
        this.work = work;
        String id = known.entry().job().id();
        this.checkpoint = new StoredCheckpoint(streams.files(), id, work.resolve("checkpoint"));
        this.view = new StoredView(streams, id, local.view(id));
        held.add(id);
    }

    /** Gets what it takes to work on it. */
    void prepare() {
        boolean unused = local.fetch(fleetJob()); // what is missing is found missing when it is read
        checkpoint.fetch();
    }

    private FleetJob fleetJob() {
        return known.entry().job();
    }

    @Override
    public synchronized Job job() {
        return fleetJob().job(known.entry().attempt());
    }

    @Override
    public synchronized Path photo() {
        return local.photo(fleetJob());
    }

    @Override
    public boolean readable() {
        try (FileInputStream in = new FileInputStream(photo().toFile())) {
            int unused = in.read();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public synchronized Optional<Path> mask() {
        return local.companion(fleetJob(), CompanionName.Kind.MASK);
    }

    @Override
    public synchronized Optional<Path> kernel() {
        return local.companion(fleetJob(), CompanionName.Kind.KERNEL);
    }

    @Override
    public synchronized JobSettings settings() {
        return local.settings(fleetJob());
    }

    @Override
    public Optional<String> remark() {
        return Optional.empty();
    }

    @Override
    public Path checkpoint() {
        return work.resolve("checkpoint");
    }

    @Override
    public synchronized Path view() {
        return local.view(fleetJob().id());
    }

    @Override
    public Path staging() {
        return work.resolve("out");
    }

    @Override
    public synchronized void heartbeat() {
        if (over) {
            return;
        }
        write("heartbeat", known.entry().beats());
        local.inUse(work, fleetJob().id(), clock.instant());
        Handout.inProgress(streams.store(), known.entry().ack());
        if (known.entry().ending().isEmpty()) {
            checkpoint.keep();
            try {
                view.show(clock.instant());
            } catch (IOException e) {
                // Nobody relies on it.
            }
        }
    }

    @Override
    public synchronized Path publish(RestoreResult result) {
        open();
        List<Path> staged = new ArrayList<>(result.sidecars());
        staged.add(result.picture());
        if (known.entry().ending().isEmpty()) {
            write("heartbeat", known.entry().beats()); // before anything of it is sent
            for (Path file : staged) {
                check(file);
            }
            write("ending", known.entry().ends(ending(store(staged), Optional.empty())));
        }
        if (known.entry().ending().orElseThrow().reason().isPresent()) {
            throw new QueueException(job().shown() + " is being failed already: fail it again.");
        }
        finish();
        Path picture =
                local.picture(fleetJob(), ends.of(fleetJob().id()).orElseThrow().ending());
        local.keep(result.picture(), picture);
        tidy();
        local.keepFew(KEPT);
        return picture;
    }

    @Override
    public synchronized Path fail(String reason) {
        open();
        if (known.entry().ending().isEmpty()) {
            write("ending", known.entry().ends(ending(List.of(), Optional.of(reason.strip()))));
        }
        if (known.entry().ending().orElseThrow().reason().isEmpty()) {
            throw new QueueException(job().shown() + " is being published already: publish it again.");
        }
        finish();
        Path photo = photo();
        tidy();
        return photo;
    }

    @Override
    public synchronized void release() {
        open();
        checkpoint.keep();
        write("release", known.entry().released());
        over();
        LocalFiles.drop(work);
        streams.wake();
    }

    @Override
    public synchronized void abandon() {
        over();
    }

    private void open() {
        if (over) {
            throw new IllegalStateException("the claim on " + job().shown() + " is over");
        }
    }

    private void over() {
        over = true;
        held.remove(fleetJob().id());
    }

    private void write(String what, ClaimEntry entry) {
        Optional<Claims.Known> written = claims.swap(what, known, entry);
        if (written.isEmpty()) {
            known = ours();
            written = known.entry().ending().isPresent() ? Optional.of(known) : claims.swap(what, known, entry);
        }
        known = written.orElseThrow(this::lost);
    }

    /** What this wrote last, where the answer to it got lost: nobody else writes for its holder. */
    private Claims.Known ours() {
        return claims.of(fleetJob().id())
                .filter(now -> now.entry().holder().equals(known.entry().holder())
                        && now.entry().attempt() == known.entry().attempt()
                        && !now.entry().free())
                .orElseThrow(this::lost);
    }

    private LostClaimException lost() {
        over();
        return new LostClaimException("The claim on " + job().shown() + " was taken over by another agent.");
    }

    private void finish() {
        EndedEntry ended = ends.finish(known.entry(), known.revision());
        if (!ended.ending().equals(known.entry().ending().orElseThrow())) {
            throw lost();
        }
    }

    private Ending ending(List<StoredFile> files, Optional<String> reason) {
        return new Ending(clock.instant().toString(), known.entry().agent(), files, reason);
    }

    /** Under names of this try alone: another may be at the same, or an earlier try may still be on its way to the server. */
    private List<StoredFile> store(List<Path> staged) {
        String own = "results/" + fleetJob().id() + "/" + UUID.randomUUID() + "/";
        List<StoredFile> files = new ArrayList<>();
        for (Path file : staged) {
            String name = file.getFileName().toString();
            String object = own + name;
            files.add(new StoredFile(
                    name.substring(STEM.length()), object, streams.files().put(object, file)));
        }
        return files;
    }

    private void check(Path file) {
        String name = file.getFileName().toString();
        if (!file.equals(staging().resolve(name)) || !name.startsWith(STEM)) {
            throw new IllegalArgumentException(file + " is no " + STEM + "… in " + staging());
        }
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) == 0) {
                throw new IllegalArgumentException(file + " is no file, or empty");
            }
        } catch (IOException e) {
            throw LocalFiles.trouble(file, e);
        }
    }

    private void tidy() {
        over();
        LocalFiles.drop(work);
        local.dropInputs(fleetJob().id());
    }
}
