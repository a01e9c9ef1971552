package dev.psld.service;

import dev.psld.file.OutputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Puts the service in place, or takes it away, or says what either would do. Used by one thread, once.
 *
 * <p>Both can be repeated: what is as it should be is left alone. Nothing below the spool is ever touched.
 */
public final class Installation {
    private static final Path SYSTEMD = Path.of("/run/systemd/system");

    private final Target target;
    private final boolean apply;
    private final PrintWriter out;

    /**
     * An installation that tells its reader what it does.
     *
     * @param apply false to say what would be done only
     */
    public Installation(Target target, boolean apply, PrintWriter out) {
        this.target = target;
        this.apply = apply;
        this.out = out;
    }

    /** Puts the program of this folder and its service in place, and starts it. */
    public void install(Path home) {
        requireSystemd();
        List<InstalledFile> program = Program.in(home).files(target.prefix());
        List<InstalledFile> items = new ArrayList<>(program);
        items.add(Inventory.of(target.prefix(), program));
        items.addAll(ServiceFiles.of(target));
        List<Path> before = Inventory.read(target.place(target.prefix()));
        int changed = 0;
        for (InstalledFile item : items) {
            changed += put(item) ? 1 : 0;
        }
        List<Path> places =
                items.stream().map(item -> target.place(item.place())).toList();
        for (Path file : before) {
            if (!places.contains(file)) {
                remove(file);
            }
        }
        if (!target.jetson()) {
            remove(target.place(Target.DROP_IN));
        }
        run("systemd-sysusers", Target.SYSUSERS.toString());
        run("systemd-tmpfiles", "--create", Target.TMPFILES.toString());
        if (changed > 0) {
            archives(target.place(target.prefix())).forEach(this::remove);
            // Its first run dumps the class data that halve the start; the service itself may not write there.
            run(target.prefix().resolve("psld").toString(), "--version");
        }
        run("systemctl", "daemon-reload");
        if (changed > 0) {
            run("systemctl", "try-restart", "psld.service");
        }
        run("systemctl", "enable", "--now", "psld.service");
        end("photos go into " + target.spool() + "/inbox/TASK; ‘systemctl status psld’ shows how the service stands;"
                + " whoever drops photos has to be of the group " + target.group() + " (usermod -aG)");
    }

    /** Stops the service and removes everything but configuration, user, spool and photos. */
    public void uninstall() {
        requireSystemd();
        if (Files.exists(target.place(Target.UNIT))) {
            run("systemctl", "disable", "--now", "psld.service");
        }
        for (Path file : List.of(Target.UNIT, Target.DROP_IN, Target.SYSUSERS, Target.TMPFILES)) {
            remove(target.place(file));
        }
        Path prefix = target.place(target.prefix());
        List<Path> program = Inventory.read(prefix);
        if (!program.isEmpty()) {
            archives(prefix).forEach(this::remove);
            program.forEach(this::remove);
        }
        run("systemctl", "daemon-reload");
        end("the configuration in " + Target.CONFIGURATION.getParent()
                + ", the user, and every photo stay as they are");
    }

    private void requireSystemd() {
        if (apply && !target.staged() && !Files.isDirectory(SYSTEMD)) {
            throw new OutputException("systemd does not run on this machine (there is no " + SYSTEMD
                    + "): leave --apply out to see what would be done, or stage the files with --root FOLDER");
        }
    }

    /** Puts a file in place where it is not there or is another; true where there was something to do. */
    private boolean put(InstalledFile item) {
        Path place = target.place(item.place());
        boolean there = Files.exists(place);
        if (there && (item.keep() || same(item, place))) {
            say(item.keep() ? "keep" : "same", place.toString());
            return false;
        }
        if (item.content() instanceof InstalledFile.Content.Text text) {
            say(there ? "change" : "write", place.toString());
            (there
                            ? LineDiff.between(read(place), text.text())
                            : text.text().lines().toList())
                    .forEach(line -> out.println("    | " + line));
        } else if (item.content() instanceof InstalledFile.Content.Copy copy) {
            say(
                    there ? "change" : "copy",
                    String.format(Locale.ROOT, "%s (%.1f MB)", place, size(copy.source()) / 1e6));
        }
        if (apply) {
            SystemChanges.put(item, place);
        }
        return true;
    }

    private void remove(Path file) {
        if (Files.exists(file)) {
            say("remove", file.toString());
            if (apply) {
                SystemChanges.remove(file, keptFolder(file));
            }
        }
    }

    /** The folder up to which empty ones go with a file: that of the program itself, and the one of drop-ins. */
    private Path keptFolder(Path file) {
        Path prefix = target.place(target.prefix());
        Path folder = file.startsWith(prefix) ? prefix.getParent() : target.place(Target.UNITS);
        return folder == null ? target.root() : folder;
    }

    private void run(String... command) {
        say(target.staged() ? "later" : "run", String.join(" ", command));
        if (apply && !target.staged()) {
            out.flush();
            SystemChanges.run(List.of(command));
        }
    }

    private void end(String sentence) {
        out.println(apply ? "done: " + sentence : "nothing was changed: --apply does all this, and needs root to");
        out.flush();
    }

    private void say(String verb, String what) {
        out.printf("%-7s %s%n", verb, what);
    }

    private static boolean same(InstalledFile item, Path place) {
        try {
            if (Files.isExecutable(place) != item.executable()) {
                return false;
            }
            return item.content() instanceof InstalledFile.Content.Copy copy
                    ? Files.mismatch(copy.source(), place) < 0
                    : item.content().equals(new InstalledFile.Content.Text(Files.readString(place)));
        } catch (IOException e) {
            return false;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new OutputException(
                    file + " of the program is missing (" + e.getMessage()
                            + "): run ‘./psld --version’ to build it again",
                    e);
        }
    }

    /** Class data that the launcher has dumped, which fit no other jars and no other Java. */
    private static List<Path> archives(Path prefix) {
        List<Path> found = new ArrayList<>();
        for (Path folder : List.of(prefix.resolve("lib"), prefix.resolve("runtime/lib/server"))) {
            try (var files = Files.newDirectoryStream(folder, "*.jsa")) {
                files.forEach(found::add);
            } catch (IOException e) {
                // There is none.
            }
        }
        return found;
    }
}
