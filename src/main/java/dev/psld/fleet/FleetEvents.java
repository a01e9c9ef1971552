package dev.psld.fleet;

import dev.psld.job.QueueEvents;
import dev.psld.job.QueueException;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.Optional;

/** Hears of new and released jobs by a subject of their own. For one thread; closed by its owner. */
final class FleetEvents implements QueueEvents {
    private final Optional<Subscription> subscription;
    private final Optional<String> why;

    private FleetEvents(Optional<Subscription> subscription, Optional<String> why) {
        this.subscription = subscription;
        this.why = why;
    }

    static FleetEvents open(FleetStreams streams, boolean events) {
        if (!events) {
            return new FleetEvents(Optional.empty(), Optional.of("the configuration says so"));
        }
        try {
            return new FleetEvents(
                    Optional.of(streams.store().connection().subscribe(streams.wakeSubject())), Optional.empty());
        } catch (QueueException | IllegalStateException e) {
            return new FleetEvents(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public Optional<String> polling() {
        return why;
    }

    @Override
    public boolean await(Duration longest) throws InterruptedException {
        if (subscription.isEmpty() || !subscription.get().isActive()) {
            Thread.sleep(longest.toMillis());
            return false;
        }
        return subscription.get().nextMessage(longest) != null;
    }

    @Override
    public void close() {
        subscription.filter(Subscription::isActive).ifPresent(Subscription::unsubscribe);
    }
}
