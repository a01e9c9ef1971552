package dev.psld.config;

/** The least important lines that are still written. */
public enum LogLevel {
    ERROR,
    WARNING,
    INFO,
    DEBUG
}
