package dev.psld.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A photo in the inbox that is ready to be claimed. Immutable.
 *
 * @param entry the photo, as it was when it was looked at
 * @param along what goes along, likewise
 * @param remark what had to be chosen among the files that lie beside it
 */
record ReadyPhoto(
        String task, boolean priority, InboxEntry entry, Map<Companion, InboxEntry> along, Optional<String> remark)
        implements Ready {
    ReadyPhoto {
        along = Map.copyOf(along);
    }

    @Override
    public Instant arrived() {
        return entry.observed().arrived();
    }

    @Override
    public RawName file() {
        return entry.name();
    }

    Path photo() {
        return entry.path();
    }

    /** Names in the inbox of what goes along. */
    Map<Companion, RawName> companions() {
        Map<Companion, RawName> names = new EnumMap<>(Companion.class);
        along.forEach((kind, file) -> names.put(kind, file.name()));
        return names;
    }

    /** The photo and what goes along. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        along.values().forEach(one -> files.add(one.path()));
        files.add(entry.path());
        return files;
    }

    /** Its files that are not what was seen: changed, gone, or closed to this agent. */
    List<Path> changed(FolderReader reader) throws IOException {
        List<Path> changed = new ArrayList<>();
        List<InboxEntry> all = new ArrayList<>(along.values());
        all.add(entry);
        for (InboxEntry one : all) {
            try {
                if (!FileSignature.of(one.path(), reader.attributes(one.path())).equals(one.signature())
                        || !reader.readable(one.path())) {
                    changed.add(one.path());
                }
            } catch (NoSuchFileException e) {
                changed.add(one.path());
            }
        }
        return changed;
    }

    @Override
    public Optional<ClaimFolder> take(Intake intake) throws IOException {
        return intake.take(this);
    }
}
