package dev.psld.spool;

import dev.psld.job.Printable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds jobs by the names that people call them. Stateless and thread-safe. */
final class JobLookup {
    /** Where a job stands. */
    enum State {
        WAITING,
        WORKING,
        FAILED
    }

    /**
     * A job somewhere in the spool.
     *
     * @param path where its photo lies
     * @param id of its submission or claim, when there is one
     */
    record Located(
            State state,
            String task,
            boolean priority,
            RawName file,
            Path path,
            Optional<String> id,
            Optional<Submission> submission) {

        static Located file(State state, String task, boolean priority, Path path) {
            return new Located(state, task, priority, RawName.of(path), path, Optional.empty(), Optional.empty());
        }

        static Located of(State state, JobFile job, Path photo, Optional<Submission> submission) {
            return new Located(state, job.task(), job.priority(), job.file(), photo, Optional.of(job.id()), submission);
        }

        String shown() {
            return task + "/" + Printable.of(file.text());
        }

        /** With what tells it from others of its name. */
        String exactly() {
            return shown()
                    + id.map(id -> (state == State.WORKING ? " (in work as " : " (submitted as ") + id + ")")
                            .orElse(priority ? " (priority)" : "");
        }

        /** By its name as it is or as it is printed, with its task or without, or by the id of its job. */
        boolean isCalled(String name) {
            return name.equals(file.text())
                    || name.equals(Printable.of(file.text()))
                    || name.equals(task + "/" + file.text())
                    || name.equals(shown())
                    || id.filter(name::equals).isPresent();
        }
    }

    private final Layout layout;
    private final FileOperations disk;
    private final Submissions submissions;

    JobLookup(Layout layout, FileOperations disk, Submissions submissions) {
        this.submissions = submissions;
        this.layout = layout;
        this.disk = disk;
    }

    List<Located> waitingAndWorking() throws IOException {
        List<Located> all = new ArrayList<>();
        for (String task : layout.settings().sortedTasks()) {
            for (boolean priority : new boolean[] {true, false}) {
                for (Path path : list(layout.inbox(task, priority))) {
                    if (isPhoto(path)) {
                        all.add(Located.file(State.WAITING, task, priority, path));
                    }
                }
            }
        }
        for (Submission one : submissions.waiting(new ArrayList<>())) {
            all.add(Located.of(State.WAITING, one.job(), one.photo(), Optional.of(one)));
        }
        for (ClaimFolder folder : ClaimFolder.all(disk, layout)) {
            try {
                JobFile job = folder.job();
                Path photo = folder.photo(job);
                if (FileOperations.exists(photo)) {
                    all.add(Located.of(State.WORKING, job, photo, Optional.empty()));
                }
            } catch (IOException e) {
                // Ended meanwhile, or just beginning.
            }
        }
        return all;
    }

    /** Everything in {@code failed/} that a text says has failed, pictures or not. */
    List<Located> failed() throws IOException {
        List<Located> all = new ArrayList<>();
        TreeSet<String> folders = new TreeSet<>(layout.settings().tasks());
        folders.add(SpoolSettings.UNSORTED);
        for (String task : folders) {
            for (Path path : list(layout.failed(task))) {
                RawName name = RawName.of(path);
                boolean text = name.bytes().endsWith(".error.txt");
                if (!text && Companion.of(name).isEmpty()) {
                    all.add(Located.file(State.FAILED, task, false, path));
                }
            }
        }
        return all;
    }

    /** Empty for a folder that is not there. */
    List<Path> list(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(all::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }

    private static boolean isPhoto(Path path) throws IOException {
        try {
            return EntryKind.of(
                            RawName.of(path),
                            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                    instanceof EntryKind.Photo;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
