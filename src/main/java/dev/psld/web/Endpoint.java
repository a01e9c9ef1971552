package dev.psld.web;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One method of one path. Immutable.
 *
 * @param path with {name} for what may vary, between slashes
 * @param parameters that its query may have
 */
record Endpoint(String method, String path, Set<String> parameters, Asynchronous answers) {
    /** Answers without holding the thread that asks. */
    @FunctionalInterface
    interface Asynchronous {
        CompletableFuture<Reply> answer(ApiCall call);
    }

    /** Answers by reading the queue. */
    @FunctionalInterface
    interface Blocking {
        Reply answer(ApiCall call) throws Exception;
    }

    static Endpoint get(String path, Workers workers, Blocking answers) {
        return get(path, Set.of(), workers, answers);
    }

    static Endpoint get(String path, Set<String> parameters, Workers workers, Blocking answers) {
        return new Endpoint("GET", path, parameters, call -> workers.run(() -> answers.answer(call)));
    }
}
