package dev.psld.web;

import dev.psld.config.DurationText;
import dev.psld.job.JobSettings;
import dev.psld.parameter.Parameters;
import dev.psld.sampler.Method;
import dev.psld.sampler.Prompt;

/** Refuses settings at once that a job would fail by. Stateless. */
final class SettingsCheck {
    private SettingsCheck() {}

    /**
     * The settings themselves.
     *
     * @throws WebException when a value is out of range, or names what is not there
     */
    static JobSettings of(JobSettings settings, ModelCatalog catalog) {
        try {
            settings.steps().ifPresent(Parameters.STEPS::check);
            settings.gamma().ifPresent(Parameters.GAMMA::check);
            settings.omega().ifPresent(Parameters.OMEGA::check);
            settings.sigmaY().ifPresent(Parameters.SIGMA_Y::check);
            settings.blurSigma().ifPresent(Parameters.BLUR_SIGMA::check);
            settings.featherSize().ifPresent(Parameters.FEATHER_SIZE::check);
            settings.featherSigma().ifPresent(Parameters.FEATHER_SIGMA::check);
            settings.samples().ifPresent(Parameters.SAMPLES::check);
            settings.scale().ifPresent(Parameters.SCALE::check);
            settings.guidance().ifPresent(Parameters.GUIDANCE::check);
            checkPrompt(settings);
            settings.maxTime()
                    .filter(text -> DurationText.parse(text)
                            .filter(time -> !time.isZero())
                            .isEmpty())
                    .ifPresent(text -> {
                        throw new IllegalArgumentException(
                                "maxTime has to be a length of time such as 90s, 5min or 2h");
                    });
        } catch (IllegalArgumentException e) {
            throw new WebException(400, e.getMessage() + ".");
        }
        settings.method().filter(word -> Method.of(word).isEmpty()).ifPresent(word -> {
            throw new WebException(400, "There is no method of that name: choose " + Method.words() + ".");
        });
        settings.guidanceKind().filter(word -> Prompt.Kind.of(word).isEmpty()).ifPresent(word -> {
            throw new WebException(
                    400, "There is no kind of guidance of that name: choose " + Prompt.Kind.words() + ".");
        });
        settings.model().filter(name -> !name.equals("auto")).ifPresent(name -> CatalogApi.model(catalog, name));
        return settings;
    }

    private static void checkPrompt(JobSettings settings) {
        Prompt.Kind kind = settings.guidanceKind().flatMap(Prompt.Kind::of).orElse(Prompt.Kind.CFG);
        new Prompt(
                settings.prompt().orElse(""),
                settings.negative().orElse(""),
                settings.guidance().orElse(kind.usual()),
                kind);
    }
}
