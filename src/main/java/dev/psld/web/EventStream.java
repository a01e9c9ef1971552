package dev.psld.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Server-sent events for one client. Each job is told whole, so one that reads slowly misses versions and no job, and one that
 * returns is told what is new since. Thread-safe; holds no thread.
 */
final class EventStream implements Reply, Runnable {
    /** Less than what may pass without a word before a connection is closed. */
    private static final long SILENCE = 8_000_000_000L;

    private final JobFeed feed;
    private final Optional<String> job;
    private final Runnable left;
    private long seen;
    private long sent = System.nanoTime();
    private boolean writing = true;
    private boolean over;
    private boolean last;
    private Optional<Response> response = Optional.empty();
    private Optional<Callback> callback = Optional.empty();

    /**
     * @param job the only one that is told of
     * @param seen version that the client has read
     * @param left is called once, when it has ended
     */
    EventStream(JobFeed feed, Optional<String> job, long seen, Runnable left) {
        this.feed = feed;
        this.job = job;
        this.seen = seen;
        this.left = left;
    }

    @Override
    public void send(Request asked, Response answer, Callback done) {
        Headers.put(answer.getHeaders(), "text/event-stream; charset=utf-8", "no-store");
        answer.getHeaders().put(HttpHeader.CONNECTION, "close");
        synchronized (this) {
            response = Optional.of(answer);
            callback = Optional.of(done);
            write("retry: 1000\n\n");
        }
        feed.watch(this);
    }

    /** Tells what is new, unless what was told before is still on its way. */
    @Override
    public synchronized void run() {
        if (writing || over) {
            return;
        }
        JobFeed.News news = feed.since(seen, job);
        seen = news.version();
        last = news.ended();
        if (!news.text().isEmpty()) {
            write(news.text());
        } else if (System.nanoTime() - sent > SILENCE) {
            write(":\n\n");
        }
    }

    private void write(String text) {
        writing = true;
        sent = System.nanoTime();
        response.orElseThrow()
                .write(
                        last,
                        ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                        Callback.from(this::written, this::failed));
    }

    private synchronized void written() {
        writing = false;
        if (last) {
            end();
            callback.orElseThrow().succeeded();
        }
    }

    private synchronized void failed(Throwable why) {
        if (!over) {
            end();
            callback.orElseThrow().failed(why);
        }
    }

    private void end() {
        over = true;
        feed.leave(this);
        left.run();
    }
}
