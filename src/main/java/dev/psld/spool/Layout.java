package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where everything of a spool lies. Immutable. */
record Layout(Path root, SpoolSettings settings) {

    Path inbox() {
        return root.resolve("inbox");
    }

    Path inbox(String task, boolean priority) {
        return (priority ? priority() : inbox()).resolve(task);
    }

    Path priority() {
        return inbox().resolve(settings.priorityFolder());
    }

    /** Where jobs wait that programs submitted. */
    Path submitted() {
        return root.resolve("submitted");
    }

    Path working() {
        return root.resolve("working");
    }

    Path done(String task) {
        return root.resolve("done").resolve(task);
    }

    Path failed(String task) {
        return root.resolve("failed").resolve(task);
    }

    Path originals(String task) {
        return root.resolve("originals").resolve(task);
    }

    Path control() {
        return root.resolve("control");
    }

    Path cancels() {
        return control().resolve("cancel");
    }

    Path pause() {
        return control().resolve("pause");
    }

    Path ledgers() {
        return control().resolve("ledger");
    }

    /** Held while a name is taken on a file system without hard links. */
    Path namesLock() {
        return control().resolve("names.lock");
    }

    /** Every folder, parents first. */
    List<Path> folders() {
        List<Path> all = new ArrayList<>(List.of(
                root,
                inbox(),
                priority(),
                working(),
                submitted(),
                root.resolve("done"),
                root.resolve("failed"),
                root.resolve("originals"),
                control(),
                cancels(),
                ledgers(),
                failed(SpoolSettings.UNSORTED)));
        for (String task : settings.sortedTasks()) {
            all.addAll(List.of(inbox(task, false), inbox(task, true), done(task), failed(task), originals(task)));
        }
        return all;
    }

    void make(FileOperations disk) throws IOException {
        for (Path folder : folders()) {
            disk.makeFolder(folder);
        }
    }
}
