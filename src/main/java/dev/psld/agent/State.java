package dev.psld.agent;

/** What an agent is at, in one word. */
enum State {
    IDLE,
    WORKING,
    PAUSED,
    HOT,
    TROUBLE,
    STOPPING;

    String word() {
        return switch (this) {
            case IDLE -> "idle";
            case WORKING -> "working";
            case PAUSED -> "paused";
            case HOT -> "too hot";
            case TROUBLE -> "in trouble";
            case STOPPING -> "stopping";
        };
    }
}
