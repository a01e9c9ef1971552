package dev.psld.ort;

import java.util.Locale;

/** The machine's name in the folders of ONNX Runtime's jar. */
final class Platform {
    private Platform() {}

    /** {@code linux-x64} or {@code linux-aarch64}; an {@link OrtException} elsewhere. */
    static String name() {
        String system = System.getProperty("os.name", "");
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (!system.equals("Linux")) {
            throw new OrtException(
                    ErrorCode.NOT_IMPLEMENTED, "psld runs on Linux; this is " + system + " on " + machine);
        }
        return switch (machine) {
            case "amd64", "x86_64" -> "linux-x64";
            case "aarch64", "arm64" -> "linux-aarch64";
            default -> "linux-" + machine;
        };
    }
}
