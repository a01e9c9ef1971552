package dev.psld.cli;

import dev.psld.derive.ModelException;
import dev.psld.diffusers.ZippedPipeline;
import dev.psld.file.Sha256;
import dev.psld.file.TemporaryFolder;
import dev.psld.hub.Hub;
import dev.psld.hub.HubName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a model comes from, as files on this machine: a folder or zip that was there, or one that was brought. Used by one thread;
 * closing it removes what was unpacked, {@link #forget} what was brought.
 *
 * @param told the source, for the manifest
 * @param brought empty for one that was here
 */
record FetchedSource(Path folder, String told, Optional<Path> brought, Optional<ZippedPipeline> unpacked)
        implements AutoCloseable {

    /**
     * Brings a source here.
     *
     * @param downloads folder of what is being brought
     * @param scratch what a zip is unpacked to
     */
    static FetchedSource of(String source, Hub hub, Path downloads, Path scratch) {
        Optional<HubName> name = HubName.of(source);
        if (name.isPresent()) {
            Hub.Snapshot snapshot = hub.snapshot(name.get(), downloads);
            return new FetchedSource(
                    snapshot.folder(),
                    name.get() + " (commit " + snapshot.commit() + ")",
                    Optional.of(below(downloads, snapshot.folder())),
                    Optional.empty());
        }
        if (source.toLowerCase(Locale.ROOT).matches("https?://.*")) {
            URI address = address(source);
            Path file = downloads.resolve(
                    Sha256.of(source.getBytes(StandardCharsets.UTF_8)).substring(0, 16) + ".zip");
            hub.file(address, file);
            if (!ZippedPipeline.isZip(file)) {
                delete(file);
                throw new ModelException(source + " is no zip: give the URL of the zip of an export, or hf:OWNER/NAME");
            }
            ZippedPipeline unpacked = ZippedPipeline.unpack(file, scratch);
            return new FetchedSource(
                    unpacked.folder(),
                    source.replaceAll("(?<=//)[^/@]*@|[?#].*", ""),
                    Optional.of(file),
                    Optional.of(unpacked));
        }
        Path local = Path.of(source);
        if (ZippedPipeline.isZip(local)) {
            ZippedPipeline unpacked = ZippedPipeline.unpack(local, scratch);
            return new FetchedSource(
                    unpacked.folder(), String.valueOf(local.getFileName()), Optional.empty(), Optional.of(unpacked));
        }
        return new FetchedSource(
                local,
                String.valueOf(local.toAbsolutePath().normalize().getFileName()),
                Optional.empty(),
                Optional.empty());
    }

    /** Removes what was brought: the model is installed. */
    void forget() {
        brought.ifPresent(FetchedSource::delete);
    }

    @Override
    public void close() {
        unpacked.ifPresent(ZippedPipeline::close);
    }

    private static URI address(String source) {
        try {
            return URI.create(source);
        } catch (IllegalArgumentException e) {
            throw new ModelException(source + " is no address: write spaces in it as %20", e);
        }
    }

    /** The folder of a download that a folder in it belongs to. */
    private static Path below(Path downloads, Path folder) {
        return downloads.resolve(downloads.relativize(folder).getName(0));
    }

    private static void delete(Path path) {
        try {
            TemporaryFolder.delete(path);
        } catch (IOException e) {
            throw new ModelException(path + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
