package dev.psld.agent;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;

/** What happened since the agent began, as Prometheus metrics. Thread-safe; one per agent. */
public final class Counters {
    private static final double[] JOB_SECONDS = {0.5, 1, 2, 5, 10, 20, 60, 120, 300, 600, 1800, 3600};
    private static final double[] STEP_SECONDS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter jobs = Counter.builder()
            .name("psld_jobs_total")
            .help("Jobs that ended, by task and outcome.")
            .labelNames("task", "outcome")
            .register(registry);
    private final Counter refusals = Counter.builder()
            .name("psld_refusals_total")
            .help("Things in the inbox that were no job.")
            .register(registry);
    private final Histogram jobSeconds = Histogram.builder()
            .name("psld_job_duration_seconds")
            .help("From the claim of a job to its published picture.")
            .labelNames("task")
            .classicOnly()
            .classicUpperBounds(JOB_SECONDS)
            .register(registry);
    private final Histogram stepSeconds = Histogram.builder()
            .name("psld_step_duration_seconds")
            .help("One sampling step, waits left out.")
            .classicOnly()
            .classicUpperBounds(STEP_SECONDS)
            .register(registry);
    private final Gauge ready = Gauge.builder()
            .name("psld_queue_ready")
            .help("Photos that could be worked on.")
            .register(registry);
    private final Gauge waiting = Gauge.builder()
            .name("psld_queue_waiting")
            .help("Photos that are still written, or wait for a mask or kernel.")
            .register(registry);
    private final Gauge celsius = Gauge.builder()
            .name("psld_temperature_celsius")
            .help("The hottest thermal zone.")
            .register(registry);
    private final Gauge watts = Gauge.builder()
            .name("psld_power_watts")
            .help("What the board draws, where it has a sensor for that.")
            .register(registry);
    private final Gauge natives = Gauge.builder()
            .name("psld_native_objects")
            .help("Open objects of ONNX Runtime, by kind.")
            .labelNames("kind")
            .register(registry);
    private final Gauge state = Gauge.builder()
            .name("psld_state")
            .help("1 for the state that the agent is in.")
            .labelNames("state")
            .register(registry);

    public PrometheusRegistry registry() {
        return registry;
    }

    void refused() {
        refusals.inc();
    }

    void ended(String task, String outcome) {
        jobs.labelValues(task, outcome).inc();
    }

    void took(String task, double seconds) {
        jobSeconds.labelValues(task).observe(seconds);
    }

    void step(double seconds) {
        stepSeconds.observe(seconds);
    }

    void shows(Status status, Map<String, Long> open) {
        open.forEach((kind, count) -> natives.labelValues(kind).set(count));
        ready.set(status.ready());
        waiting.set(status.waiting());
        status.celsius().ifPresent(celsius::set);
        status.watts().ifPresent(watts::set);
        for (State each : State.values()) {
            state.labelValues(each.word()).set(each.word().equals(status.state()) ? 1 : 0);
        }
    }
}
