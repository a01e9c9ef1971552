package dev.psld.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the clocks and the counters of this process show. Immutable.
 *
 * @param nanos wall time
 * @param cpuNanos of all threads
 * @param allocated bytes that the calling thread has allocated on the Java heap
 */
record Clocks(long nanos, long cpuNanos, long allocated) {
    static final Clocks NONE = new Clocks(0, 0, 0);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static Clocks read() {
        return new Clocks(System.nanoTime(), SYSTEM.getProcessCpuTime(), THREADS.getCurrentThreadAllocatedBytes());
    }
}
