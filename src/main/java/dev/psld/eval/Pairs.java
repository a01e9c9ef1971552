package dev.psld.eval;

import dev.psld.fault.FaultException;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import dev.psld.restore.photo.Companions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Pictures that anybody restored beside the clean ones of the same names. Stateless. */
public final class Pairs {
    private Pairs() {}

    /**
     * Scores restored pictures.
     *
     * @param listener hears of those without a clean picture of their name and size, or that cannot be read
     * @throws EvaluationException when no pair is left
     */
    public static List<Cell> of(
            List<Path> restored, List<Path> clean, String method, Metrics metrics, EvaluationListener listener) {
        Map<String, Path> truths = new HashMap<>();
        clean.forEach(file -> truths.put(Companions.stem(file), file));
        List<Cell> cells = new ArrayList<>();
        for (Path file : restored) {
            String name = Companions.stem(file);
            try {
                Path truth = truths.get(name);
                if (truth == null) {
                    throw new EvaluationException("no clean picture is called " + name);
                }
                cells.add(cell(file, truth, name, method, metrics));
                listener.cell(cells.get(cells.size() - 1), cells.size(), restored.size(), Double.NaN);
            } catch (FaultException | IllegalArgumentException e) {
                listener.unreadable(file, e);
            }
        }
        if (cells.isEmpty()) {
            throw new EvaluationException("no restored picture has a clean one of its name and size");
        }
        return cells;
    }

    private static Cell cell(Path file, Path truth, String name, String method, Metrics metrics) {
        Picture made = new PictureReader().read(file).withoutAlpha();
        Picture clean = new PictureReader().read(truth).withoutAlpha();
        if (made.width() != clean.width() || made.height() != clean.height()) {
            throw new EvaluationException(file + " has " + made.width() + "×" + made.height() + " pixels, and " + truth
                    + " " + clean.width() + "×" + clean.height());
        }
        return new Cell(
                "",
                "pairs",
                method,
                name,
                0,
                Cell.Status.DONE,
                Optional.empty(),
                Optional.of(PictureScores.of(clean, made, Optional.empty(), OptionalDouble.empty(), metrics)),
                0,
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.of(file.toAbsolutePath().toString()));
    }
}
