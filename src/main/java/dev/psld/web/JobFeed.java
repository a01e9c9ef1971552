package dev.psld.web;

import dev.psld.job.JobEntry;
import dev.psld.job.JobState;
import dev.psld.job.JobView;
import dev.psld.job.QueueControl;
import dev.psld.job.QueueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * All jobs as the queue has them: the same for every tab, and the same after a restart. It looks while somebody watches, and
 * counts what is new. Thread-safe.
 */
final class JobFeed {
    private static final int ENDED = 60;
    private static final int KEPT = 500;
    private static final long LOOK = 400;

    /**
     * A job as it stands.
     *
     * @param version of the feed at which it became so
     */
    record Listed(String id, String state, long version, String json) {}

    /** What an agent says of itself, as far as the page tells it. */
    record AgentWord(String agent, String state, String sentence, int ready, int waiting) {}

    /**
     * What there is to know beside the jobs.
     *
     * @param trouble why the queue cannot be read; empty when it can
     */
    record Agents(boolean paused, String trouble, List<AgentWord> agents) {}

    private final QueueControl queue;
    private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();
    private final Map<String, ResultFiles> results = new LinkedHashMap<>();
    /** Of this feed's versions: those of another server count otherwise. */
    private final String name = UUID.randomUUID().toString().substring(0, 8);

    private Map<String, Listed> jobs = new LinkedHashMap<>();
    private String agents = "";
    private long agentsVersion;
    private long version;

    JobFeed(QueueControl queue, ScheduledExecutorService clock) {
        this.queue = queue;
        var unused = clock.scheduleWithFixedDelay(this::tick, LOOK, LOOK, TimeUnit.MILLISECONDS);
    }

    /** Calls this whenever something may be new, on the clock's thread. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void leave(Runnable watcher) {
        watchers.remove(watcher);
    }

    int watchers() {
        return watchers.size();
    }

    private void tick() {
        if (!watchers.isEmpty()) {
            refresh();
            watchers.forEach(Runnable::run);
        }
    }

    /** Looks. */
    synchronized void refresh() {
        String trouble = "";
        try {
            jobs(queue.jobs(ENDED));
        } catch (QueueException e) {
            trouble = e.sentence();
        }
        String now = agents(trouble);
        if (!now.equals(agents)) {
            agents = now;
            agentsVersion = ++version;
        }
    }

    private String agents(String trouble) {
        try {
            return Reply.text(
                    new Agents(queue.paused(), trouble, queue.statuses().read(AgentWord.class)));
        } catch (QueueException e) {
            return Reply.text(new Agents(false, e.sentence(), List.of()));
        }
    }

    private void jobs(List<JobEntry> all) {
        Map<String, Listed> next = new LinkedHashMap<>();
        int position = 0;
        for (JobEntry job : all) {
            position += job.state() instanceof JobState.Queued ? 1 : 0;
            JobForm form = form(job, position);
            String json = Reply.text(form);
            Listed before = jobs.get(job.id());
            next.put(
                    job.id(),
                    before != null && before.json().equals(json)
                            ? before
                            : new Listed(job.id(), form.state(), ++version, json));
        }
        jobs = next;
    }

    private JobForm form(JobEntry job, int position) {
        Optional<JobView> view = job.state() instanceof JobState.Working
                ? queue.follow(job.id()).flatMap(JobView::read)
                : Optional.empty();
        return JobForm.of(job, position, view, result(job));
    }

    private Optional<ResultFiles> result(JobEntry job) {
        if (!(job.state() instanceof JobState.Done done)) {
            return Optional.empty();
        }
        ResultFiles known = results.get(job.id());
        if (known == null) {
            known = ResultFiles.of(done.picture());
            results.put(job.id(), known);
            if (results.size() > KEPT) {
                results.remove(results.keySet().iterator().next());
            }
        }
        return Optional.of(known);
    }

    /** What results say that were looked at lately. */
    synchronized List<ResultFiles> results() {
        return List.copyOf(results.values());
    }

    /** All jobs, as the queue has them now. */
    synchronized List<Listed> list() {
        refresh();
        return List.copyOf(jobs.values());
    }

    /** One job; also one that ended too long ago for the list. */
    Optional<String> job(String id) {
        synchronized (this) {
            refresh();
            Listed listed = jobs.get(id);
            if (listed != null) {
                return Optional.of(listed.json());
            }
        }
        if (queue.state(id).isEmpty()) {
            return Optional.empty();
        }
        return queue.jobs(Integer.MAX_VALUE).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .map(this::alone);
    }

    private synchronized String alone(JobEntry job) {
        return Reply.text(form(job, 1));
    }

    /** Ids of those that wait or are in work. */
    synchronized Set<String> open() {
        refresh();
        Set<String> open = new TreeSet<>();
        jobs.values().stream()
                .filter(job -> job.state().equals("queued") || job.state().equals("working"))
                .forEach(job -> open.add(job.id()));
        return open;
    }

    /**
     * News in the form of server-sent events.
     *
     * @param text to be sent; empty where nothing is new
     * @param version that whoever has read this has seen
     * @param ended whether the one job that was asked for has come to its end
     */
    record News(String text, long version, boolean ended) {}

    /** What is newer than a version; of one job, or of all. */
    synchronized News since(long seen, Optional<String> only) {
        List<Listed> newer = new ArrayList<>(jobs.values().stream()
                .filter(job ->
                        job.version() > seen && only.map(job.id()::equals).orElse(true))
                .toList());
        StringBuilder text = new StringBuilder();
        if (only.isEmpty() && agentsVersion > seen) {
            event(text, "agents", agents);
        }
        if (only.isEmpty() && !newer.isEmpty() && seen == 0) {
            event(
                    text,
                    "jobs",
                    "[" + String.join(",", newer.stream().map(Listed::json).toList()) + "]");
        } else {
            newer.forEach(job -> event(text, "job", job.json()));
        }
        boolean ended = only.isPresent()
                && newer.stream()
                        .anyMatch(job ->
                                !job.state().equals("queued") && !job.state().equals("working"));
        return new News(text.toString(), version, ended);
    }

    private void event(StringBuilder text, String kind, String json) {
        text.append("id: ").append(name).append('-').append(version).append('\n');
        text.append("event: ").append(kind).append('\n');
        text.append("data: ").append(json).append("\n\n");
    }

    /** The version of an event's id; 0 for one of another server, which begins anew. */
    long version(Optional<String> id) {
        String mine = name + "-";
        return id.filter(text ->
                        text.startsWith(mine) && text.substring(mine.length()).matches("\\d{1,18}"))
                .map(text -> Long.parseLong(text.substring(mine.length())))
                .orElse(0L);
    }
}
