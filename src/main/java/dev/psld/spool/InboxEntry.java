package dev.psld.spool;

import java.nio.file.Path;

/** One thing in a folder of the inbox, as a look saw it. Immutable. */
record InboxEntry(Path path, RawName name, EntryKind kind, FileSignature signature, Stillness.Observation observed) {}
