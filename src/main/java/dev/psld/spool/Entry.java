package dev.psld.spool;

import java.nio.file.Path;

/** One thing in a folder of the inbox, as a look saw it. Immutable. */
record Entry(Path path, RawName name, Verdict verdict, Stamp stamp, Stillness.Sight sight) {}
