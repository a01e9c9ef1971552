package dev.psld.host;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * The log: one line an event, with the priority that journald reads in front where it listens, else with the time of day.
 * Thread-safe; lives as long as its stream.
 */
public final class Journal {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintStream out;
    private final boolean journald;
    private final Clock clock;
    private volatile Priority least;

    /**
     * A log on a stream.
     *
     * @param journald whether journald reads the stream
     * @param least lines less important than this are left out
     */
    public Journal(PrintStream out, boolean journald, Priority least, Clock clock) {
        this.out = out;
        this.journald = journald;
        this.least = least;
        this.clock = clock;
    }

    /** The log on standard error. */
    public static Journal standard(Priority least) {
        return new Journal(
                System.err,
                journald(System.getenv(), Path.of("/proc/self/fd/2")),
                least,
                Clock.system(ZoneId.systemDefault()));
    }

    /**
     * Whether journald reads this file: JOURNAL_STREAM has its device and inode. A stream that was redirected since then has
     * others.
     */
    static boolean journald(Map<String, String> environment, Path stream) {
        String named = environment.get("JOURNAL_STREAM");
        if (named == null) {
            return false;
        }
        try {
            return named.equals(Files.getAttribute(stream, "unix:dev") + ":" + Files.getAttribute(stream, "unix:ino"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** From now on leaves out lines less important than this. */
    public void least(Priority priority) {
        least = priority;
    }

    public void error(String line) {
        write(Priority.ERROR, line);
    }

    public void warning(String line) {
        write(Priority.WARNING, line);
    }

    public void notice(String line) {
        write(Priority.NOTICE, line);
    }

    public void info(String line) {
        write(Priority.INFO, line);
    }

    public void debug(String line) {
        write(Priority.DEBUG, line);
    }

    /** Writes one line; control characters in it are shown as escapes, so that no text forges a second one. */
    public void write(Priority priority, String line) {
        if (priority.level() > least.level()) {
            return;
        }
        String head =
                journald ? "<" + priority.level() + ">" : TIME.format(LocalTime.now(clock)) + " " + mark(priority);
        synchronized (out) {
            out.println(head + escaped(line));
            out.flush();
        }
    }

    private static String mark(Priority priority) {
        return priority == Priority.INFO || priority == Priority.NOTICE ? "" : priority.word() + ": ";
    }

    private static String escaped(String line) {
        StringBuilder text = new StringBuilder(line.length());
        line.chars().forEach(c -> {
            if (c == '\n') {
                text.append("\\n");
            } else if (c != '\t' && Character.isISOControl(c)) {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.toString();
    }
}
