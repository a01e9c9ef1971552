package dev.psld.hub;

/** Is told how a download goes on. Called by the thread that downloads, at most once a second for a file. */
public interface DownloadProgress {
    /**
     * Bytes of a file that are there.
     *
     * @param total −1 where nobody knows
     */
    void at(String file, long done, long total);
}
