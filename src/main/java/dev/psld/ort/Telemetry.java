package dev.psld.ort;

import com.sun.jna.NativeLibrary;

/**
 * ONNX Runtime 1.29 and later report to their maker: at start they keep a device id, collect facts about machine and command line,
 * and upload them. Nothing here may leave the machine, so that is switched off before the library is loaded.
 */
final class Telemetry {
    private static final String SWITCH = "ORT_DISABLE_TELEMETRY";

    private Telemetry() {}

    /**
     * Sets the switch in the environment of this process, where native code reads it. The telemetry also matches the command line by a
     * recursive regular expression, which overflows the stack of a Java thread from some 3,500 characters of class path on.
     */
    static void silence() {
        NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {SWITCH, "1", 1});
    }
}
