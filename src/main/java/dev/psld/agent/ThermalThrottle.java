package dev.psld.agent;

import dev.psld.config.AgentConfig;
import dev.psld.host.Thermals;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells when the board is too hot to go on, and until when. Thread-safe; one per agent. */
final class ThermalThrottle {
    private final Thermals thermals;
    private boolean hot;

    ThermalThrottle(Thermals thermals) {
        this.thermals = thermals;
    }

    /** Why to wait, if it has to be: from the limit on, until it is cooler than where to resume. */
    synchronized Optional<String> tooHot(AgentConfig.Thermal limits) {
        if (limits.limit().isEmpty()) {
            hot = false;
            return Optional.empty();
        }
        Optional<Thermals.Zone> hottest = thermals.hottest(List.copyOf(limits.zones()));
        double limit = hot ? limits.resume() : limits.limit().getAsDouble();
        hot = hottest.filter(zone -> zone.celsius() >= limit).isPresent();
        return hottest.filter(zone -> hot)
                .map(zone -> String.format(
                        Locale.ROOT,
                        "%s is at %.1f °C; it goes on below %.1f °C",
                        zone.name(),
                        zone.celsius(),
                        limits.resume()));
    }
}
