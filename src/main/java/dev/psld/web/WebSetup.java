package dev.psld.web;

import dev.psld.config.AgentConfig;
import dev.psld.http.Listening;
import dev.psld.job.QueueControl;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a page is served from. Immutable.
 *
 * @param token that clients have to know; empty for none
 * @param uploads folder for what is being uploaded, on a disk with room for it; made and emptied
 */
public record WebSetup(
        Listening at, Optional<String> token, Limits limits, QueueControl queue, ModelCatalog catalog, Path uploads) {
    /**
     * What clients may take.
     *
     * @param upload bytes of a photo with what belongs to it
     * @param reserve bytes of disk that stay free
     */
    public record Limits(long upload, int megapixels, int jobsPerClient, long reserve) {}

    /** As an agent's configuration says. */
    public static WebSetup of(AgentConfig config, QueueControl queue, ModelCatalog catalog, Path uploads) {
        AgentConfig.Web web = config.web();
        Listening at = web.loopback()
                ? Listening.loopback(web.port())
                : Listening.on(web.address(), web.port(), new TreeSet<>(web.names()));
        Limits limits = new Limits(
                web.upload(),
                web.megapixels(),
                web.jobsPerClient(),
                config.limits().reserve().disk());
        return new WebSetup(at, web.tokenFile().map(Token::read), limits, queue, catalog, uploads);
    }
}
