package dev.psld.cli.doctor;

import dev.psld.derive.PrecisionProbe;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtException;
import dev.psld.ort.Pick;
import java.util.Locale;

/** Says how near a provider’s single and half precision are to the CPU’s single precision. */
final class PrecisionCheck {
    private PrecisionCheck() {}

    /** Runs a small net now. */
    static Finding look(Environment environment, Pick pick) {
        try {
            return verdict(pick.provider().title(), PrecisionProbe.of(environment, pick));
        } catch (OrtException e) {
            return Finding.warn(
                    "precision",
                    "a small net does not run on " + pick.provider().title() + ": " + e.sentence(),
                    "restore with --provider cpu, and give --ort-lib another ONNX Runtime");
        }
    }

    static Finding verdict(String provider, PrecisionProbe probe) {
        String found = String.format(
                Locale.ROOT,
                "on a small net %s is %.1e from the CPU in single precision, %.1e in half",
                provider,
                probe.single(),
                probe.half());
        if (!probe.computes()) {
            return Finding.fail("precision", found, "restore with --provider cpu: this provider computes wrongly here");
        }
        return probe.halves()
                ? Finding.ok("precision", found)
                : Finding.warn("precision", found, "add models without --precision fp16 for this provider");
    }
}
