package dev.psld.spool;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names by which other programs say that a file is not theirs to give yet, or never was. Stateless and thread-safe. */
final class TemporaryNames {
    private static final List<String> ENDINGS = List.of(
            ".part", ".partial", ".tmp", ".temp", "~", ".crdownload", ".download", ".filepart", ".swp", ".swx", ".swo");

    private static final List<String> BEGINNINGS = List.of(
            "~$",
            "~syncthing~",
            ".syncthing.",
            ".~",
            "._",
            ".#",
            ".goutputstream-",
            ".fuse_hidden",
            ".nfs0",
            ".smb",
            ".trash");

    /** Folders and notes of sync programs, desktops and NAS boxes. */
    private static final List<String> DEBRIS = List.of(
            ".ds_store",
            ".directory",
            ".localized",
            "thumbs.db",
            "desktop.ini",
            ".stfolder",
            ".stignore",
            ".stversions",
            ".sync",
            "@eadir",
            "#recycle",
            "__macosx",
            "lost+found");

    /** rsync's, mkstemp's: the real name after a dot, and six letters or digits at its end. */
    private static final Pattern RSYNC = Pattern.compile("\\..+\\.[A-Za-z0-9]{6}", Pattern.DOTALL);

    private TemporaryNames() {}

    static boolean match(RawName name) {
        String lower = name.bytes().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith)
                || BEGINNINGS.stream().anyMatch(lower::startsWith)
                || DEBRIS.contains(lower)
                || RSYNC.matcher(name.bytes()).matches();
    }
}
