package dev.psld.web;

import dev.psld.config.ConfigurationException;
import dev.psld.host.Journal;
import dev.psld.http.HttpLimits;
import dev.psld.http.LocalServer;
import dev.psld.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Serves the page and its API. Thread-safe; closing it frees the port, ends its threads, and leaves the jobs to their queue.
 */
public final class WebServer implements AutoCloseable {
    private static final int UPLOADS = 4;
    private static final int STREAMS = 32;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "psld-web-clock");
        made.setDaemon(true);
        return made;
    });
    private final Workers workers = new Workers();
    private final LocalServer server;

    /** @throws ConfigurationException when it cannot listen, or has no place for uploads */
    public WebServer(WebSetup setup, Journal journal) {
        try {
            Optional<Token> token = setup.token().map(Token::new);
            Upload.Place place = new Upload.Place(setup.uploads(), setup.limits(), clock).prepare();
            JobFeed feed = new JobFeed(setup.queue(), clock);
            List<Route> routes = new ArrayList<>(PageRoute.all());
            routes.addAll(ApiRoute.of(new SessionApi(token).endpoints(), journal));
            routes.addAll(TokenCheck.before(ApiRoute.of(endpoints(setup, place, feed), journal), token));
            server = new LocalServer(setup.at(), routes, HttpLimits.local(), journal);
        } catch (IOException e) {
            end();
            throw new ConfigurationException(
                    "the page cannot be served on " + setup.at().address() + ":"
                            + setup.at().port() + ": " + e.getMessage()
                            + "; choose another web.port, or end what holds it",
                    e);
        }
    }

    private List<Endpoint> endpoints(WebSetup setup, Upload.Place place, JobFeed feed) {
        Quota quota = new Quota(UPLOADS, STREAMS, setup.limits().jobsPerClient());
        List<Endpoint> all = new ArrayList<>();
        all.addAll(new JobsApi(setup.queue(), feed, setup.catalog(), place, quota, workers).endpoints());
        all.addAll(new FilesApi(setup.queue()).endpoints(workers));
        all.addAll(new CatalogApi(setup.catalog(), feed, setup.limits()).endpoints(workers));
        return all;
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    private void end() {
        clock.shutdownNow();
        workers.close();
    }

    @Override
    public void close() {
        server.close();
        end();
    }
}
