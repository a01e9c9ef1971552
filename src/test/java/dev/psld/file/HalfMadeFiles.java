package dev.psld.file;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program that makes files for ever, for a test that interrupts it. */
final class HalfMadeFiles {
    private HalfMadeFiles() {}

    /** Works in two folders: one that is there, and one that is not yet. */
    public static void main(String... folders) throws Exception {
        Path there = Path.of(folders[0]);
        try (StagedFolder staged = StagedFolder.in(Path.of(folders[1]));
                TemporaryFolder scratch = TemporaryFolder.at(there.resolve("scratch"))) {
            Files.writeString(staged.folder().resolve("half"), "…");
            Files.createDirectories(scratch.resolve("deep/er"));
            Files.writeString(scratch.resolve("deep/er/half"), "…");
            AtomicFile.write(there.resolve("picture.png"), false, out -> {
                out.write(1);
                System.out.println("busy");
                for (; ; ) {
                    sleep();
                }
            });
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
