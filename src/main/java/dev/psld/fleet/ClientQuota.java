package dev.psld.fleet;

import java.io.IOException;

/** How many jobs of one client may wait and be in work at once, as somebody set it for the whole fleet. Stateless. */
final class ClientQuota {
    private static final String KEY = "quota";

    private ClientQuota() {}

    /** 0 for any number. */
    static int of(FleetStreams streams) {
        return streams.control().get(KEY).map(ClientQuota::parse).orElse(0);
    }

    private static int parse(Store.Entry entry) {
        try {
            return FleetJson.parse(entry.text(), Integer.class);
        } catch (IOException e) {
            return 0;
        }
    }

    static void set(FleetStreams streams, int most) {
        streams.control().put("quota", KEY, FleetJson.text(most));
    }
}
