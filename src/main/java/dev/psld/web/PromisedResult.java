package dev.psld.web;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.util.Promise;

/** What the HTTP library promises, as a future. Thread-safe. */
final class PromisedResult<T> extends CompletableFuture<T> implements Promise.Invocable<T> {
    /** What follows goes on in other threads, or takes no time. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void succeeded(T result) {
        complete(result);
    }

    @Override
    public void failed(Throwable why) {
        completeExceptionally(why);
    }
}
