package dev.psld.eval;

import dev.psld.chain.OperatorRun;
import dev.psld.fault.FaultException;
import dev.psld.file.Sha256;
import dev.psld.ort.Environment;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import dev.psld.restore.photo.Companions;
import dev.psld.sampler.UnsuitableOperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Clean pictures degraded, restored by every entrant, scored alike. What an earlier run of the same has done is taken from
 * there. Used once, by one thread; the environment stays the caller's.
 */
public final class Evaluation {
    /** The least side that SSIM is defined for. */
    private static final int LEAST = 11;

    private final Path out;
    private final List<EvaluatedTask> tasks;
    private final List<Entrant> entrants = new ArrayList<>();
    private final int seeds;
    private final Environment environment;
    private final Metrics metrics;
    private final EvaluationListener listener;
    private final CellStore store;
    private final List<Subject> subjects = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();
    private int unreadable;
    private int all;
    private int made;
    private final long began = System.nanoTime();

    /**
     * @param out folder of the report and of all that leads to it
     * @param entrants with different names
     * @param seeds how often methods that draw restore each measurement
     */
    public Evaluation(
            Path out,
            List<EvaluatedTask> tasks,
            List<Entrant> entrants,
            int seeds,
            Environment environment,
            Metrics metrics,
            EvaluationListener listener) {
        this.out = out;
        this.tasks = List.copyOf(tasks);
        this.entrants.addAll(entrants);
        this.metrics = metrics;
        this.seeds = seeds;
        this.environment = environment;
        this.listener = listener;
        this.store = new CellStore(out.resolve("cells"));
    }

    /** How many pictures could not be read. */
    public int unreadable() {
        return unreadable;
    }

    /**
     * Evaluates pictures.
     *
     * @throws EvaluationException when none can be read, or two have one name
     */
    public List<Cell> of(List<Path> pictures) {
        pictures.forEach(this::read);
        if (subjects.isEmpty()) {
            throw new EvaluationException("none of the pictures can be read, so that there is nothing to evaluate");
        }
        requireNames();
        for (Entrant entrant : entrants) {
            all += tasks.size() * subjects.size() * (entrant.draws() ? seeds : 1);
        }
        for (EvaluatedTask task : tasks) {
            List<Measured> measured = subjects.stream()
                    .map(s -> Measured.of(s, task, out.resolve("measured").resolve(task.label()), environment))
                    .toList();
            for (Entrant entrant : entrants) {
                evaluate(task, entrant, measured);
            }
        }
        return List.copyOf(cells);
    }

    private void requireNames() {
        Set<String> names = new HashSet<>();
        for (Subject subject : subjects) {
            if (!names.add(subject.name())) {
                throw new EvaluationException("two pictures are called " + subject.name()
                        + ", and their results would have one name: rename one");
            }
        }
    }

    private void read(Path file) {
        try {
            Picture picture = new PictureReader().read(file);
            if (Math.min(picture.width(), picture.height()) < LEAST) {
                throw new EvaluationException(file + " has " + picture.width() + "×" + picture.height()
                        + " pixels, and SSIM needs " + LEAST + " on each side");
            }
            subjects.add(new Subject(file, Companions.stem(file), Sha256.of(file), picture.width(), picture.height()));
        } catch (IOException | FaultException e) {
            unreadable++;
            listener.unreadable(file, e);
        }
    }

    private void evaluate(EvaluatedTask task, Entrant entrant, List<Measured> measured) {
        List<Entrant.Order> orders = new ArrayList<>();
        for (int s = 0; s < (entrant.draws() ? seeds : 1); s++) {
            long seed = task.seed() + s;
            for (Measured one : measured) {
                String name = one.subject().name();
                Optional<String> why = entrant.refusal(task, one.subject());
                if (why.isPresent()) {
                    tell(Cell.without(
                            "", task.label(), entrant.name(), name, seed, Cell.Status.NOT_APPLICABLE, why.get()));
                    continue;
                }
                String key = key(task, entrant, one.subject(), seed);
                Path folder = out.resolve("restored").resolve(entrant.name()).resolve(task.label());
                Path file = folder.resolve(name + "-" + seed + ".png");
                Optional<Cell> earlier = store.earlier(key, task.label(), entrant.name(), name, seed)
                        .filter(c -> c.status() != Cell.Status.DONE || Files.isRegularFile(file));
                if (earlier.isPresent()) {
                    tell(measuredAgain(earlier.get(), one, file));
                    continue;
                }
                folder(folder);
                orders.add(new Entrant.Order(one, seed, file));
            }
        }
        if (!orders.isEmpty()) {
            entrant.restore(task, orders, new Scoring(task, entrant));
        }
    }

    /** With the distances by metrics that an earlier run was not given. */
    private Cell measuredAgain(Cell cell, Measured measured, Path file) {
        boolean complete = cell.scores()
                .filter(s -> !metrics.complete(s.distances(), measured.subject()))
                .isEmpty();
        if (complete) {
            return cell;
        }
        Picture made = new PictureReader().read(file).withoutAlpha();
        Cell more = cell.with(measured.scores(made, new OperatorRun(environment), metrics));
        store.keep(more);
        return more;
    }

    private static void folder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new EvaluationException(folder + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static String key(EvaluatedTask task, Entrant entrant, Subject subject, long seed) {
        String deciding = task + "\n" + entrant.identity(task) + "\n" + subject.sha256() + "\n" + seed;
        return Sha256.of(deciding.getBytes(StandardCharsets.UTF_8));
    }

    private void tell(Cell cell) {
        cells.add(cell);
        int left = all - cells.size();
        double seconds = made == 0 ? Double.NaN : (System.nanoTime() - began) / 1e9 / made * left;
        listener.cell(cell, cells.size(), all, seconds);
    }

    /** Scores what comes out, and keeps it. */
    private final class Scoring implements Entrant.Receiver {
        private final EvaluatedTask task;
        private final Entrant entrant;
        private final OperatorRun run = new OperatorRun(environment);

        Scoring(EvaluatedTask task, Entrant entrant) {
            this.task = task;
            this.entrant = entrant;
        }

        @Override
        public void made(Entrant.Order order, Entrant.Made done) {
            try {
                Picture picture = new PictureReader().read(order.file()).withoutAlpha();
                keep(new Cell(
                        key(task, entrant, order.measured().subject(), order.seed()),
                        task.label(),
                        entrant.name(),
                        order.measured().subject().name(),
                        order.seed(),
                        Cell.Status.DONE,
                        Optional.empty(),
                        Optional.of(order.measured().scores(picture, run, metrics)),
                        done.seconds(),
                        done.calls() < 0 ? OptionalInt.empty() : OptionalInt.of(done.calls()),
                        done.peakBytes() > 0 ? OptionalLong.of(done.peakBytes()) : OptionalLong.empty(),
                        Optional.of(out.relativize(order.file()).toString())));
            } catch (FaultException e) {
                failed(order, e);
            }
        }

        @Override
        public void failed(Entrant.Order order, Throwable why) {
            boolean unsuitable = why instanceof UnsuitableOperatorException;
            keep(Cell.without(
                    key(task, entrant, order.measured().subject(), order.seed()),
                    task.label(),
                    entrant.name(),
                    order.measured().subject().name(),
                    order.seed(),
                    unsuitable ? Cell.Status.NOT_APPLICABLE : Cell.Status.FAILED,
                    why instanceof FaultException e ? e.sentence() : String.valueOf(why)));
        }

        private void keep(Cell cell) {
            made++;
            store.keep(cell);
            tell(cell);
        }
    }
}
