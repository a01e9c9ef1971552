package dev.psld.cli.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.psld.agent.Status;
import dev.psld.fleet.FleetControl;
import dev.psld.fleet.FleetOverview;
import dev.psld.fleet.Needs;
import dev.psld.fleet.Offer;
import dev.psld.job.JobCounts;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb fleet status: what waits, what is in work and by whom. */
@Command(
        name = "status",
        description =
                "Say how it stands with a fleet: workers, what they have, jobs in work, what waits and what failed.",
        mixinStandardHelpOptions = true)
public final class ShowFleet implements Callable<Integer> {
    /** A worker writes its status more often than this. */
    private static final Duration SILENT = Duration.ofSeconds(60);

    private static final ObjectMapper MAPPER =
            new ObjectMapper().registerModule(new Jdk8Module()).enable(SerializationFeature.INDENT_OUTPUT);

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetPlace place;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    /** All of it, for --json. */
    record Whole(
            String fleet, boolean paused, int doneToday, int failedToday, FleetOverview queue, List<Status> workers) {}

    @Override
    public Integer call() throws Exception {
        return place.use(this::show);
    }

    private int show(FleetControl fleet) throws JsonProcessingException {
        JobCounts today = fleet.today(ZoneId.systemDefault());
        Whole whole = new Whole(
                place.shown(),
                fleet.paused(),
                today.done(),
                today.failed(),
                fleet.overview(),
                fleet.statuses().read(Status.class));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(MAPPER.writeValueAsString(whole));
        } else {
            print(whole, out);
        }
        return 0;
    }

    private static void print(Whole whole, PrintWriter out) {
        FleetOverview queue = whole.queue;
        out.println(whole.fleet + (whole.paused ? ", paused" : "") + ": " + queue.waiting() + " waiting, "
                + queue.working() + " in work, " + queue.failed() + " failed; today " + whole.doneToday + " done, "
                + whole.failedToday + " failed"
                + (queue.quota() > 0 ? "; a client may have " + queue.quota() : ""));
        for (FleetOverview.Waiting lane : queue.lanes()) {
            if (lane.waiting() + lane.working() > 0) {
                out.println("  " + lane.client() + (lane.priority() ? ", with priority" : "") + needs(lane.needs())
                        + ": " + lane.waiting() + " waiting, " + lane.working() + " in work");
            }
        }
        if (whole.workers.isEmpty()) {
            out.println("no worker runs; psld agent --set queue=URL --set spool=DIR starts one");
        }
        whole.workers.forEach(
                worker -> print(worker, Optional.ofNullable(queue.workers().get(worker.agent())), out));
    }

    private static String needs(Needs needs) {
        return needs.model().map(model -> ", model " + model).orElse("")
                + (needs.memory() > 0 ? ", " + needs.memory() + " GB" : "")
                + (needs.gpu() ? ", GPU" : "");
    }

    private static void print(Status worker, Optional<Offer> offer, PrintWriter out) {
        Duration age = Duration.between(Instant.parse(worker.written()), Instant.now());
        out.println("worker " + worker.agent() + ": " + worker.state()
                + (worker.sentence().isEmpty() ? "" : ": " + worker.sentence())
                + (age.compareTo(SILENT) > 0 ? ", silent for " + age.toSeconds() + " s: it may have died" : ""));
        offer.ifPresent(has -> out.println("  has " + String.join(", ", has.models()) + "; " + has.memory() + " GB"
                + (has.gpu() ? ", GPU" : "")
                + (worker.resident().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "; holds %.0f MB",
                                worker.resident().getAsLong() / 1e6)
                        : "")));
        worker.jobs()
                .forEach(job -> out.println("  job " + job.id() + " " + job.photo()
                        + (job.steps() > 0 ? ", step " + job.step() + " of " + job.steps() : ", loading")
                        + (job.etaSeconds().isPresent()
                                ? ", " + job.etaSeconds().getAsLong() + " s left"
                                : "")));
    }
}
