package dev.psld.restore;

import dev.psld.derive.ModelException;
import dev.psld.restore.output.Results;
import dev.psld.restore.photo.Photo;
import dev.psld.sampler.SolverSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Photos in, pictures and reports out: reads them in their order, has their samples drawn as the plan says, across photos
 * where one has too few, and writes each as soon as it is whole. Used once, by one thread, which alone tells the listener and
 * writes files; closing it ends what is still being drawn. The model stays the caller's.
 */
public final class RestoreRun implements AutoCloseable {
    private final Prior prior;
    private final Stepping stepping;
    private final RunListener listener;
    private final ResultWriter writer;
    private final Forecast forecast;
    private final Optional<SamplingThreads> own;
    private final ThreadShare threads;
    private final BlockingQueue<Runnable> messages = new LinkedBlockingQueue<>();
    private final Deque<PhotoWork.Ticket> waiting = new ArrayDeque<>();
    private final Set<PhotoWork> working = new HashSet<>();
    private BatchPlan plan;
    private int running;

    /** With as much time as it takes. */
    public RestoreRun(Prior prior, BatchPlan plan, Stepping stepping, RunListener listener) {
        this(prior, plan, stepping, Optional.empty(), listener);
    }

    /**
     * On threads that other runs may share.
     *
     * @param limit the longest time that a photo may take; empty for any
     */
    RestoreRun(
            Prior prior,
            BatchPlan plan,
            Stepping stepping,
            Optional<Duration> limit,
            SamplingThreads threads,
            RunListener listener) {
        this(prior, plan, stepping, limit, Optional.empty(), threads, listener);
    }

    /**
     * Makes one.
     *
     * @param plan how many pictures are drawn at once; for single ones where the model's graphs cannot take several
     * @param limit the longest time that a photo may take: it gets as many samples and steps as fit; empty for any
     */
    public RestoreRun(Prior prior, BatchPlan plan, Stepping stepping, Optional<Duration> limit, RunListener listener) {
        this(prior, plan, stepping, limit, Optional.of(new SamplingThreads(plan.parallel())), listener);
    }

    private RestoreRun(
            Prior prior,
            BatchPlan plan,
            Stepping stepping,
            Optional<Duration> limit,
            Optional<SamplingThreads> own,
            RunListener listener) {
        this(prior, plan, stepping, limit, own, own.orElseThrow(), listener);
    }

    private RestoreRun(
            Prior prior,
            BatchPlan plan,
            Stepping stepping,
            Optional<Duration> limit,
            Optional<SamplingThreads> own,
            SamplingThreads threads,
            RunListener listener) {
        this.prior = prior;
        this.plan = plan;
        this.stepping = stepping;
        this.listener = listener;
        this.forecast = new Forecast(prior, limit, Pace.kept());
        this.writer = new ResultWriter(
                prior.manifest(),
                prior.pick().provider().word(),
                prior.environment().version());
        this.own = own;
        this.threads = threads.share();
    }

    /** Restores all photos and writes their files; what the listener throws ends the run. */
    public void restore(Iterator<PhotoTask> tasks) {
        while (true) {
            while (running < plan.parallel()) {
                List<PhotoWork.Ticket> group = group(tasks);
                if (group.isEmpty()) {
                    break;
                }
                start(group);
            }
            if (running == 0) {
                return;
            }
            await();
        }
    }

    /** Takes the next message of the sampling threads. */
    private void await() {
        try {
            messages.take().run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** The next samples to draw at once, of the same settings; reads as many photos as that takes. */
    private List<PhotoWork.Ticket> group(Iterator<PhotoTask> tasks) {
        while (waiting.size() < plan.batch() && tasks.hasNext()) {
            admit(tasks.next());
        }
        List<PhotoWork.Ticket> group = new ArrayList<>();
        while (group.size() < plan.batch() && !waiting.isEmpty() && agree(group, waiting.element())) {
            group.add(waiting.remove());
        }
        return group;
    }

    private static boolean agree(List<PhotoWork.Ticket> group, PhotoWork.Ticket next) {
        return group.isEmpty() || settings(group.get(0)).equals(settings(next));
    }

    private static SolverSettings settings(PhotoWork.Ticket ticket) {
        return ticket.work().task().settings();
    }

    private void admit(PhotoTask asked) {
        long began = System.nanoTime();
        try {
            int most = Restoration.steps(prior, asked.settings());
            new Results(asked.file(), asked.destination(), asked.samples()).requireFree(asked.previewEvery(), most);
            Photo photo = asked.reader().read(asked.file(), asked.names());
            List<String> told = prior.remarks(asked.settings()); // before the model takes its memory
            load(asked.settings());
            List<String> remarks = new ArrayList<>(photo.remarks());
            remarks.addAll(told);
            PhotoTask task = forecast.within(asked, photo, plan, remarks::add);
            int steps = Restoration.steps(prior, task.settings());
            listener.started(task, steps * task.samples(), remarks);
            PhotoWork work = new PhotoWork(
                    task,
                    PhotoWork.digest(task.file(), task.names()),
                    photo,
                    told,
                    new Results(task.file(), task.destination(), task.samples()),
                    began,
                    messages::add,
                    listener);
            List<PhotoWork.Ticket> tickets = work.tickets(steps);
            working.add(work);
            if (working.size() > 1) {
                working.forEach(PhotoWork::share);
            }
            waiting.addAll(tickets);
            if (work.isWhole()) {
                finish(work);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            listener.failed(asked, e);
        }
    }

    /** Loads the model before the first photo is drawn; single pictures are drawn where its graphs take no batch. */
    private void load(SolverSettings settings) {
        while (running > 0 && !prior.holds(plan, stepping, settings)) {
            await(); // what is drawn by the graphs in memory comes to its end before others take their place
        }
        try {
            prior.load(plan, stepping, settings);
        } catch (ModelException e) {
            if (plan.batch() == 1) {
                throw e;
            }
            listener.remark(e.sentence() + "; pictures are drawn one by one");
            plan = plan.single();
            prior.load(plan, stepping, settings);
        }
    }

    private void start(List<PhotoWork.Ticket> group) {
        SolverSettings settings = settings(group.get(0));
        List<Draw> draws = group.stream().map(PhotoWork.Ticket::draw).toList();
        Restoration restoration = prior.restoration(stepping, settings);
        group.forEach(ticket -> ticket.work().begin());
        running++;
        threads.start(() -> {
            try {
                List<Attempt> attempts = restoration.restore(draws);
                messages.add(() -> took(group, attempts));
            } catch (Error e) { // such as no memory: it ends the run, on the thread that can
                messages.add(() -> {
                    throw e;
                });
            }
        });
    }

    private void took(List<PhotoWork.Ticket> group, List<Attempt> attempts) {
        running--;
        for (int i = 0; i < group.size(); i++) {
            PhotoWork work = group.get(i).work();
            int sample = group.get(i).sample();
            Attempt attempt = attempts.get(i);
            keep(work.task(), sample, attempt);
            if (work.took(sample, attempt)) {
                finish(work);
            }
        }
    }

    /** Of several samples those that are done are not drawn again after a stop. */
    private static void keep(PhotoTask task, int sample, Attempt attempt) {
        Optional<Checkpoint> checkpoint = task.checkpoint().filter(kept -> task.samples() > 1);
        checkpoint.ifPresent(kept -> attempt.outcome().ifPresent(outcome -> kept.keep(sample, outcome)));
    }

    private void finish(PhotoWork work) {
        working.remove(work);
        try {
            work.failed().ifPresent(e -> {
                throw e;
            });
            work.seconds().stream()
                    .filter(seconds -> threads.alone())
                    .forEach(seconds -> forecast.took(work.task(), work.photo(), plan, seconds));
            listener.finished(work.task(), written(work));
        } catch (RuntimeException | OutOfMemoryError e) {
            listener.failed(work.task(), e);
        }
    }

    private RestoredPhoto written(PhotoWork work) {
        return writer.write(work, remark -> listener.remark(work.task(), remark));
    }

    @Override
    public void close() {
        working.forEach(work -> work.stop(new CancellationException("the run ended")));
        threads.close();
        own.ifPresent(SamplingThreads::close);
    }
}
