package dev.psld.agent;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Prints what the agents of a test have said, when it fails. */
public final class AgentLogs implements BeforeEachCallback, TestExecutionExceptionHandler {
    private static final List<Supplier<String>> LOGS = new CopyOnWriteArrayList<>();

    /** An agent begins in this test. */
    public static void of(Supplier<String> log) {
        LOGS.add(log);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        LOGS.clear();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        for (Supplier<String> log : LOGS) {
            System.err.println("--- agent of " + context.getDisplayName() + ":\n" + log.get() + "---");
        }
        throw thrown;
    }
}
