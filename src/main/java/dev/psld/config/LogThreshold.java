package dev.psld.config;

/** The least important lines that are still written. */
public enum LogThreshold {
    ERROR,
    WARNING,
    INFO,
    DEBUG
}
