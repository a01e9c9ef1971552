package dev.psld.bundle;

import dev.psld.graph.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code bundle.json} and {@code model.json} both say of a model, read and checked in one place. Immutable. */
public record ModelData(
        String name,
        String licence,
        String source,
        List<Integer> image,
        Optional<WindowSize> anySize,
        Optional<List<Integer>> latent,
        double scale,
        Optional<Manifest.Prediction> prediction,
        Optional<Manifest.Schedule> schedule,
        Manifest.Conditioning conditioning) {

    /** Reads the fields of a model; the caller reads the others and ends the reading. */
    static ModelData read(JsonFields fields) {
        Optional<List<Integer>> latent = fields.optionalNumbers("latent").map(ModelData::whole);
        ModelData data = new ModelData(
                fields.text("name"),
                fields.text("licence"),
                fields.text("source"),
                whole(fields.numbers("image")),
                fields.optionalObject("anySize").map(WindowSize::read),
                latent,
                latent.isPresent()
                        ? fields.number("scale")
                        : fields.optionalNumber("scale").orElse(1.0),
                fields.optionalText("prediction").map(word -> prediction(fields, word)),
                fields.optionalObject("schedule").map(ModelData::schedule),
                fields.optionalText("conditioning")
                        .map(word -> conditioning(fields, word))
                        .orElse(Manifest.Conditioning.NONE));
        data.fault().ifPresent(fault -> {
            throw fields.fault(fault);
        });
        return data;
    }

    private static Manifest.Schedule schedule(JsonFields fields) {
        Manifest.Schedule schedule = new Manifest.Schedule(
                fields.text("kind"),
                fields.optionalNumber("start").orElse(0.0),
                fields.optionalNumber("end").orElse(0.0),
                fields.whole("steps"),
                fields.optionalNumbers("betas").orElse(List.of()));
        fields.end();
        return schedule;
    }

    private static Manifest.Prediction prediction(JsonFields fields, String word) {
        return Stream.of(Manifest.Prediction.values())
                .filter(p -> p.word().equals(word))
                .findFirst()
                .orElseThrow(() -> fields.unknown("prediction", word, "epsilon, v"));
    }

    private static Manifest.Conditioning conditioning(JsonFields fields, String word) {
        return switch (word) {
            case "none" -> Manifest.Conditioning.NONE;
            case "text" -> Manifest.Conditioning.TEXT;
            default -> throw fields.unknown("conditioning", word, "none, text");
        };
    }

    /** What no graph can be run with, in words; empty for nothing. */
    private Optional<String> fault() {
        boolean sized = Stream.concat(Stream.of(image), latent.stream())
                .allMatch(size -> size.size() == 3 && size.stream().allMatch(n -> n >= 1));
        if (!sized) {
            return Optional.of("image and latent need three dimensions (channels, height, width)");
        }
        return scale > 0
                ? schedule.flatMap(Manifest.Schedule::fault)
                        .or(() -> anySize.flatMap(size -> size.fault(image.get(1), image.get(2))))
                : Optional.of("scale must be above 0");
    }

    /** The shape, for one picture, of what holds this; empty for what has no shape of its own. */
    Optional<Shape> shape(Quantity holds) {
        return switch (holds) {
            case IMAGE, DENOISED -> Optional.of(batchOfOne(image));
            case LATENT, MEAN, LOG_VARIANCE -> latent.map(ModelData::batchOfOne);
            case PREDICTION -> Optional.of(batchOfOne(latent.orElse(image)));
            default -> Optional.empty();
        };
    }

    static Shape batchOfOne(List<Integer> dims) {
        return Shape.of(1, dims.get(0), dims.get(1), dims.get(2));
    }

    static List<Integer> whole(List<Double> numbers) {
        return numbers.stream()
                .map(n -> n == Math.rint(n) && n <= Integer.MAX_VALUE ? n.intValue() : -1)
                .toList();
    }
}
