package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives the files of a claim their names in another folder, replacing nothing. May be stopped at any instant and run again,
 * by the same agent or another, until it has ended: the plan is on disk before the first name is taken. Used by one thread.
 */
final class Delivery {
    private final FileOperations disk;
    private final Path claim;
    private final Path folder;
    private final Path lock;
    private final String kind;
    private final Label label;

    /** Writes names into files that are to get them; may be repeated. */
    interface Label {
        void write(NamePlan plan) throws IOException;
    }

    /**
     * @param kind name of the plan's file
     * @param folder where the names are to be
     * @param label called with each plan before its first name is taken
     */
    Delivery(FileOperations disk, Layout layout, Path claim, String kind, Path folder, Label label) {
        this.disk = disk;
        this.claim = claim;
        this.folder = folder;
        this.lock = layout.namesLock();
        this.kind = kind;
        this.label = label;
    }

    static boolean planned(Path claim, String kind) {
        return FileOperations.exists(open(claim, kind)) || ended(claim, kind);
    }

    static boolean ended(Path claim, String kind) {
        return FileOperations.exists(closed(claim, kind));
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
    NamePlan run(NamePlan wanted) throws IOException {
        if (ended(claim, kind)) {
            return SpoolJson.read(closed(claim, kind), NamePlan.class);
        }
        NamePlan plan;
        if (FileOperations.exists(open(claim, kind))) {
            plan = SpoolJson.read(open(claim, kind), NamePlan.class);
        } else {
            plan = free(wanted);
            write(plan);
        }
        return carryOut(plan);
    }

    /** Goes on with a plan that is on disk. */
    NamePlan resume() throws IOException {
        return ended(claim, kind)
                ? SpoolJson.read(closed(claim, kind), NamePlan.class)
                : carryOut(SpoolJson.read(open(claim, kind), NamePlan.class));
    }

    private NamePlan carryOut(NamePlan first) throws IOException {
        NamePlan plan = first;
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
    private NamePlan free(NamePlan wanted) {
        NamePlan plan = wanted;
        while (anyTaken(plan)) {
            plan = plan.next();
        }
        return plan;
    }

    private boolean anyTaken(NamePlan plan) {
        return plan.parts().stream().anyMatch(part -> FileOperations.exists(to(plan, part)));
    }

    private void write(NamePlan plan) throws IOException {
        disk.write(open(claim, kind), SpoolJson.bytes(plan), true);
    }

    private boolean placeAll(NamePlan plan) throws IOException {
        for (NamePlan.Part part : plan.parts()) {
            Path from = claim.resolve(part.from());
            Path to = to(plan, part);
            if (!FileOperations.exists(from) || same(from, to)) {
                continue; // Named already; where there are no links, the file itself has moved.
            }
            if (!disk.place(from, to, lock)) {
                return false;
            }
        }
        return true;
    }

    private void takeBack(NamePlan plan) throws IOException {
        for (NamePlan.Part part : plan.parts()) {
            Path from = claim.resolve(part.from());
            Path to = to(plan, part);
            if (same(from, to)) {
                disk.delete(to);
            } else if (!FileOperations.exists(from) && FileOperations.exists(to)) {
                disk.rename(to, from);
            }
        }
    }

    private Path to(NamePlan plan, NamePlan.Part part) {
        return plan.name(part).in(folder);
    }

    private static boolean same(Path from, Path to) throws IOException {
        return FileOperations.isPlainFile(from) && FileOperations.isPlainFile(to) && Files.isSameFile(from, to);
    }
}
