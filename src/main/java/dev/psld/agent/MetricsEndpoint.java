package dev.psld.agent;

import dev.psld.config.AgentConfig;
import dev.psld.config.ConfigurationException;
import dev.psld.host.Journal;
import dev.psld.http.HttpLimits;
import dev.psld.http.Listening;
import dev.psld.http.LocalServer;
import dev.psld.http.TextRoute;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.MetricNameFilter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Metrics and health over HTTP, for this machine alone: {@code /metrics}, {@code /healthz} (the process answers),
 * {@code /readyz} (it can take photos). Thread-safe; closing it frees the port.
 */
final class MetricsEndpoint implements AutoCloseable {
    /** Parameter of {@code /metrics}: names of those that are wanted, as Prometheus asks for them. */
    private static final String NAMES = "name[]";

    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Counters counters;
    private final Supplier<Status> status;
    private final Supplier<Map<String, Long>> natives;
    private final LocalServer server;

    /** @throws ConfigurationException when the port cannot be had */
    MetricsEndpoint(
            AgentConfig.Http http,
            Counters counters,
            Supplier<Status> status,
            Supplier<Map<String, Long>> natives,
            Journal journal) {
        this.counters = counters;
        this.status = status;
        this.natives = natives;
        JvmMetrics.builder().register(counters.registry());
        try {
            server = new LocalServer(
                    Listening.loopback(http.port()),
                    List.of(
                            new TextRoute("/metrics", Set.of(NAMES), this::metrics),
                            new TextRoute("/healthz", Set.of(), request -> TextRoute.Answer.text(200, "alive\n")),
                            new TextRoute("/readyz", Set.of(), request -> ready())),
                    HttpLimits.local(),
                    journal);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "http.port " + http.port() + " cannot be listened on: " + e.getMessage() + "; choose another", e);
        }
    }

    private TextRoute.Answer metrics(Request request) throws IOException {
        counters.shows(status.get(), natives.get());
        List<String> names = Request.extractQueryParameters(request).getValuesOrEmpty(NAMES);
        MetricSnapshots all = names.isEmpty()
                ? counters.registry().scrape()
                : counters.registry()
                        .scrape(MetricNameFilter.builder()
                                .nameMustBeEqualTo(names)
                                .build());
        ExpositionFormatWriter writer = formats.findWriter(request.getHeaders().get(HttpHeader.ACCEPT));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, all);
        return new TextRoute.Answer(200, writer.getContentType(), out.toByteArray());
    }

    private TextRoute.Answer ready() {
        Status now = status.get();
        boolean ready = now.state().equals(State.IDLE.word()) || now.state().equals(State.WORKING.word());
        return TextRoute.Answer.text(
                ready ? 200 : 503, now.state() + (now.sentence().isEmpty() ? "" : ": " + now.sentence()) + "\n");
    }

    /** The port that it listens on. */
    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
