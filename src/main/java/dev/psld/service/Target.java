package dev.psld.service;

import dev.psld.file.OutputException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a service goes. Immutable; refuses names that its files could not hold.
 *
 * @param root below which all files are put, {@code /} but for staging
 * @param prefix folder of the program as the running service sees it
 * @param spool folder of the photos as the running service sees it
 * @param jetson whether it is an NVIDIA Jetson board
 */
public record Target(Path root, Path prefix, Path spool, String user, String group, boolean jetson) {
    public static final Path UNITS = Path.of("/etc/systemd/system");
    public static final Path UNIT = UNITS.resolve("psld.service");
    public static final Path DROP_IN = UNITS.resolve("psld.service.d/jetson.conf");
    public static final Path SYSUSERS = Path.of("/etc/sysusers.d/psld.conf");
    public static final Path TMPFILES = Path.of("/etc/tmpfiles.d/psld.conf");
    public static final Path CONFIGURATION = Path.of("/etc/psld/agent.yaml");
    public static final Path DEFAULT_SPOOL = Path.of("/var/lib/psld/spool");

    private static final List<Path> HOMES = List.of(Path.of("/home"), Path.of("/root"), Path.of("/run/user"));

    public Target {
        root = root.toAbsolutePath().normalize();
        prefix = plain("--prefix", prefix);
        spool = plain("--spool", spool);
        name("--user", user);
        name("--group", group);
        if (user.equals("root")) {
            throw new OutputException(
                    "--user cannot be root: the service opens files of strangers; leave it out, or name another user");
        }
        if (spool.getNameCount() < 2
                || prefix.getNameCount() < 1
                || spool.startsWith(prefix)
                || prefix.startsWith(spool)) {
            throw new OutputException("--spool cannot be " + spool
                    + ": give a folder for photos alone, at least two levels deep and apart from the program in "
                    + prefix);
        }
    }

    /** The place of a file of the service on this machine. */
    public Path place(Path absolute) {
        return root.resolve(Path.of("/").relativize(absolute));
    }

    /** Whether files are put below another folder, for another machine or an image of one. */
    public boolean staged() {
        return !root.equals(Path.of("/"));
    }

    /** Whether the photos are in somebody's home, which the service cannot see but for this folder. */
    boolean inHome() {
        return HOMES.stream().anyMatch(spool::startsWith);
    }

    private static Path plain(String option, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (!absolute.toString().matches("[\\p{L}\\p{N}/._@+-]+")) {
            throw new OutputException(option + " cannot be “" + absolute
                    + "”: give a path of letters, digits and ._@+- alone, for systemd reads other signs its own way");
        }
        return absolute;
    }

    private static void name(String option, String name) {
        if (!name.matches("[a-z_][a-z0-9_-]{0,30}")) {
            throw new OutputException(
                    option + " cannot be “" + name + "”: give a name of small letters, digits, _ and -");
        }
    }
}
