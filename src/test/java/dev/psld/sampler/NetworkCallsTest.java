package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What methods say that they call is what a chain is asked for. */
class NetworkCallsTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000);

    /** @param looking networks behind an observation */
    private static GuidanceChain counting(GuidanceChain chain, int looking, AtomicInteger calls) {
        return (GuidanceChain) Proxy.newProxyInstance(
                GuidanceChain.class.getClassLoader(), new Class<?>[] {GuidanceChain.class}, (proxy, method, given) -> {
                    switch (method.getName()) {
                        case "predictNoise", "pullNoise" -> calls.incrementAndGet();
                        case "observe", "pullObservation" -> calls.addAndGet(looking);
                        default -> {}
                    }
                    return method.invoke(chain, given);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "PSLD, 0, 1, 0",
        "PSLD, 3, 1, 0",
        "PSLD, 0, 5, 0",
        "PSLD, 3, 7, 0",
        "PSLD, 0, 1, 0.5",
        "PSLD, 0, 1, 1",
        "GML_DPS, 2, 4, 0.3",
        "LATENT_DPS, 2, 1, 0",
        "LATENT_DPS, 0, 3, 0.5",
        "DDIM, 0, 1, 0",
    })
    void are_those_that_the_chain_is_asked_for(Method method, int polish, int guideEvery, double jacobianFree) {
        Settings settings = Settings.defaults()
                .withSteps(24)
                .withMethod(method)
                .withPolish(polish)
                .withPlugIns(new PlugIns(1, 0, guideEvery, jacobianFree));
        double[] ones = {1, 1, 1, 1};
        double[][] a = {{1, 0, 0, 0}, {0, 1, 0, 0}};
        GaussianChain gaussian = new GaussianChain(
                new double[4], ones, a, new double[] {0.3, -0.2}, 0.1, 0.7, method.encodes(), method == Method.PSLD);
        AtomicInteger calls = new AtomicInteger();
        int looking = method.encodes() ? 2 : 1;
        new Sampler(SCHEDULE, settings).sample(counting(gaussian, looking, calls), Optional.empty(), StepListener.NONE);
        int end = method.measures() ? looking : 0; // the residual of the end is a look at what comes out, not a step
        assertThat(settings.networkCalls()).isEqualTo(calls.get() - end);
    }
}
