package dev.psld.cli.doctor;

/** Looks at the Java that runs this. */
public final class JavaCheck {
    private JavaCheck() {}

    /** Looks now. */
    public static Finding look() {
        String found = System.getProperty("java.vendor", "?") + " " + Runtime.version() + " on "
                + System.getProperty("os.arch", "?");
        return Runtime.version().feature() >= 17
                ? Finding.ok("java", found)
                : Finding.fail("java", found, "install a JDK 17 or newer");
    }
}
