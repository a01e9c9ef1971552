package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives the files of a claim their names in another folder, replacing nothing. May be stopped at any instant and run again,
 * by the same agent or another, until it has ended: the plan is on disk before the first name is taken. Used by one thread.
 */
final class Delivery {
    private final Disk disk;
    private final Path claim;
    private final Path folder;
    private final Path lock;
    private final String kind;
    private final Label label;

    /** Writes names into files that are to get them; may be repeated. */
    interface Label {
        void write(Plan plan) throws IOException;
    }

    /**
     * @param kind name of the plan's file
     * @param folder where the names are to be
     * @param label called with each plan before its first name is taken
     */
    Delivery(Disk disk, Layout layout, Path claim, String kind, Path folder, Label label) {
        this.disk = disk;
        this.claim = claim;
        this.folder = folder;
        this.lock = layout.namesLock();
        this.kind = kind;
        this.label = label;
    }

    static boolean planned(Path claim, String kind) {
        return Disk.exists(open(claim, kind)) || ended(claim, kind);
    }

    static boolean ended(Path claim, String kind) {
        return Disk.exists(closed(claim, kind));
    }

    private static Path open(Path claim, String kind) {
        return claim.resolve(kind + ".json");
    }

    private static Path closed(Path claim, String kind) {
        return claim.resolve(kind + ".ended.json");
    }

    /**
     * Writes the plan unless there is one, and carries it out.
     *
     * @return the plan as it was carried out
     */
    Plan run(Plan wanted) throws IOException {
        if (ended(claim, kind)) {
            return Json.read(closed(claim, kind), Plan.class);
        }
        Plan plan;
        if (Disk.exists(open(claim, kind))) {
            plan = Json.read(open(claim, kind), Plan.class);
        } else {
            plan = free(wanted);
            write(plan);
        }
        return carryOut(plan);
    }

    /** Goes on with a plan that is on disk. */
    Plan resume() throws IOException {
        return ended(claim, kind)
                ? Json.read(closed(claim, kind), Plan.class)
                : carryOut(Json.read(open(claim, kind), Plan.class));
    }

    private Plan carryOut(Plan first) throws IOException {
        Plan plan = first;
        disk.makeFolder(folder);
        label.write(plan);
        while (!placeAll(plan)) {
            takeBack(plan);
            plan = free(plan.next());
            write(plan);
            label.write(plan);
        }
        disk.syncFolder(folder);
        disk.rename(open(claim, kind), closed(claim, kind));
        return plan;
    }

    /** The first number under which every name is free; another agent may still be faster. */
    private Plan free(Plan wanted) {
        Plan plan = wanted;
        while (anyTaken(plan)) {
            plan = plan.next();
        }
        return plan;
    }

    private boolean anyTaken(Plan plan) {
        return plan.parts().stream().anyMatch(part -> Disk.exists(to(plan, part)));
    }

    private void write(Plan plan) throws IOException {
        disk.write(open(claim, kind), Json.bytes(plan), true);
    }

    private boolean placeAll(Plan plan) throws IOException {
        for (Plan.Part part : plan.parts()) {
            Path from = claim.resolve(part.from());
            Path to = to(plan, part);
            if (!Disk.exists(from) || same(from, to)) {
                continue; // Named already; where there are no links, the file itself has moved.
            }
            if (!disk.place(from, to, lock)) {
                return false;
            }
        }
        return true;
    }

    private void takeBack(Plan plan) throws IOException {
        for (Plan.Part part : plan.parts()) {
            Path from = claim.resolve(part.from());
            Path to = to(plan, part);
            if (same(from, to)) {
                disk.delete(to);
            } else if (!Disk.exists(from) && Disk.exists(to)) {
                disk.rename(to, from);
            }
        }
    }

    private Path to(Plan plan, Plan.Part part) {
        return plan.name(part).in(folder);
    }

    private static boolean same(Path from, Path to) throws IOException {
        return Disk.isPlainFile(from) && Disk.isPlainFile(to) && Files.isSameFile(from, to);
    }
}
