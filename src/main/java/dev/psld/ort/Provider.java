package dev.psld.ort;

import java.util.Locale;

/** Where graphs run, the fastest first. */
public enum Provider {
    TENSORRT("TensorRT", "TensorrtExecutionProvider"),
    CUDA("CUDA", "CUDAExecutionProvider"),
    CPU("CPU", "CPUExecutionProvider");

    private final String title;
    private final String ortName;

    Provider(String title, String ortName) {
        this.title = title;
        this.ortName = ortName;
    }

    /** The word of the command line: {@code tensorrt}, {@code cuda}, {@code cpu}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name as people write it. */
    public String title() {
        return title;
    }

    /** ONNX Runtime's name for it. */
    String ortName() {
        return ortName;
    }

    /** The provider with this word; an {@link IllegalArgumentException} that lists the words for any other. */
    public static Provider parse(String word) {
        for (Provider provider : values()) {
            if (provider.word().equals(word.toLowerCase(Locale.ROOT))) {
                return provider;
            }
        }
        throw new IllegalArgumentException("there is no provider '" + word
                + "': choose tensorrt, cuda or cpu, or leave it out for the best that loads");
    }
}
