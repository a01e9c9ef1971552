package dev.psld.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.psld.job.EndedJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Takes over claims that are nobody's, and finishes those that had come to their end. Not thread-safe. */
final class Recovery {
    private final FileOperations disk;
    private final Layout layout;
    private final InstantSource clock;
    private final Leases leases;
    private final OwnClaims own;
    private final List<EndedJob> ended = new ArrayList<>();

    Recovery(FileOperations disk, Layout layout, InstantSource clock, Leases leases, OwnClaims own) {
        this.disk = disk;
        this.layout = layout;
        this.clock = clock;
        this.leases = leases;
        this.own = own;
    }

    /** @param most how many claims to take that are still to be worked on */
    List<Claim> run(int most) throws IOException {
        List<Claim> claims = new ArrayList<>();
        List<Path> wishes = wishes(); // Before the claims: one that comes later has no wish yet.
        Set<String> names = new HashSet<>();
        Optional<IOException> trouble = Optional.empty();
        for (Path path : folders()) {
            names.add(path.getFileName().toString());
            try {
                look(path, most - claims.size()).ifPresent(claims::add);
            } catch (IOException e) {
                trouble = Optional.of(e);
            }
        }
        leases.keepOnly(names);
        sweep(wishes, names);
        if (trouble.isPresent() && claims.isEmpty()) {
            throw trouble.get();
        }
        return claims;
    }

    /** What was finished since this was last asked. */
    List<EndedJob> ended() {
        List<EndedJob> all = List.copyOf(ended);
        ended.clear();
        return all;
    }

    private Optional<Claim> look(Path path, int room) throws IOException {
        String name = path.getFileName().toString();
        if (name.endsWith(ClaimFolder.GONE)) {
            clear(path);
            return Optional.empty();
        }
        if (own.held().contains(path)) {
            return Optional.empty();
        }
        ClaimFolder folder = new ClaimFolder(disk, path);
        Optional<Lease> lease = folder.lease();
        boolean ours =
                lease.filter(l -> l.agent().token().equals(own.self().token())).isPresent();
        if (!ours && !leases.dead(name, lease)) {
            return Optional.empty();
        }
        if (room <= 0 && toBeWorkedOn(folder)) {
            return Optional.empty();
        }
        ClaimFolder taken;
        try {
            taken = folder.takeOver();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // Another agent was faster.
        }
        own.held().add(taken.path());
        boolean working = false;
        try {
            Optional<Claim> claim =
                    settle(taken, ours || lease.filter(Lease::free).isPresent());
            working = claim.isPresent();
            return claim;
        } catch (NoSuchFileException e) {
            if (taken.lost()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            if (!working) {
                own.held().remove(taken.path());
            }
        }
    }

    /** Nothing in it is of worth; where it cannot be deleted it is in nobody's way. */
    private void clear(Path gone) {
        try {
            disk.deleteTree(gone);
        } catch (IOException e) {
            // At the next look then.
        }
    }

    private static boolean toBeWorkedOn(ClaimFolder folder) {
        try {
            JobFile job = folder.job();
            return job.refusal().isEmpty()
                    && !ClaimCompletion.publishes(folder)
                    && !ClaimCompletion.fails(folder)
                    && FileOperations.exists(folder.photo(job));
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<Claim> settle(ClaimFolder folder, boolean agentLives) throws IOException {
        folder.write(new Lease(own.self(), 0, false));
        JobFile job;
        try {
            job = folder.job();
        } catch (NoSuchFileException | JsonProcessingException e) {
            return giveUp(folder);
        }
        if (ClaimCompletion.publishes(folder)) {
            ended.add(new EndedJob(job.job(), true, own.completion().finishPublish(folder, job)));
        } else if (ClaimCompletion.fails(folder)) {
            ended.add(new EndedJob(job.job(), false, own.completion().finishFail(folder, job)));
        } else if (!FileOperations.exists(folder.photo(job))) {
            folder.drop(); // The rename that makes the claim never happened; the photo is where it was.
        } else {
            folder.takeCompanions(job, layout.inbox(job.task(), job.priority()));
            if (job.refusal().isPresent()) {
                ended.add(new EndedJob(
                        job.job(),
                        false,
                        own.completion().fail(folder, job, job.refusal().get())));
            } else {
                return Optional.of(goOn(folder, agentLives ? job : job.nextAttempt()));
            }
        }
        return Optional.empty();
    }

    private Claim goOn(ClaimFolder folder, JobFile job) throws IOException {
        folder.write(job);
        folder.prepare();
        return own.claim(folder, job);
    }

    /** No job file, or a damaged one: without a photo the claim was just begun, else somebody has meddled. */
    private Optional<Claim> giveUp(ClaimFolder folder) throws IOException {
        Optional<Path> photo;
        try (Stream<Path> inside = Files.list(folder.path())) {
            photo = inside.filter(f -> f.getFileName().toString().matches("photo\\.[a-z]+|refused"))
                    .findFirst();
        }
        if (photo.isPresent()) {
            String id = folder.path().getFileName().toString();
            String inside = photo.get().getFileName().toString();
            JobFile job = new JobFile(
                    id,
                    SpoolSettings.UNSORTED,
                    false,
                    new RawName(id + "-" + inside),
                    inside,
                    clock.instant().toString(),
                    1,
                    Map.of(),
                    Optional.empty(),
                    Optional.empty());
            Path failed = own.completion()
                    .fail(
                            folder,
                            job,
                            "Its job file was missing or damaged when its agent ended, so that its name and task are not known."
                                    + " Look at it and drop it again into the folder of its task.");
            ended.add(new EndedJob(job.job(), false, failed));
        } else {
            folder.drop();
        }
        return Optional.empty();
    }

    /** What is to be cancelled. */
    private List<Path> wishes() throws IOException {
        try (Stream<Path> all = Files.list(layout.cancels())) {
            return all.filter(wish -> !wish.getFileName().toString().startsWith("."))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** A wish to cancel outlives no claim. */
    private void sweep(List<Path> wishes, Set<String> claims) throws IOException {
        for (Path wish : wishes) {
            String id = wish.getFileName().toString();
            if (claims.stream().noneMatch(c -> c.equals(id) || c.startsWith(id + "."))) {
                disk.delete(wish);
            }
        }
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(layout.working())) {
            return all.filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }
}
