package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A photo in the inbox that is ready to be claimed. Immutable.
 *
 * @param signature of the photo when it was looked at
 * @param companions names in the inbox of what goes along
 */
record ReadyPhoto(
        String task,
        boolean priority,
        Instant arrived,
        Path photo,
        FileSignature signature,
        Map<Companion, RawName> companions)
        implements Ready {
    ReadyPhoto {
        companions = Map.copyOf(companions);
    }

    @Override
    public RawName file() {
        return RawName.of(photo);
    }

    @Override
    public Optional<ClaimFolder> take(Intake intake) throws IOException {
        return intake.take(this);
    }
}
