package dev.psld.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What Java lacks of the C library of Linux. Thread-safe. */
interface CLibrary extends Library {
    CLibrary C = Native.load("c", CLibrary.class);

    int AF_UNIX = 1;
    int SOCK_DGRAM = 2;
    int SOCK_CLOEXEC = 0x80000;
    int SOL_SOCKET = 1;
    int SO_SNDTIMEO = 21;
    int MSG_NOSIGNAL = 0x4000;
    int CLOCK_MONOTONIC = 1;

    int socket(int domain, int type, int protocol) throws LastErrorException;

    int setsockopt(int socket, int level, int name, byte[] value, int length) throws LastErrorException;

    int sendto(int socket, byte[] bytes, long length, int flags, byte[] address, int addressLength)
            throws LastErrorException;

    int close(int file) throws LastErrorException;

    int clock_gettime(int clock, byte[] time) throws LastErrorException; // C's own name

    /** Nanoseconds of the clock that the service manager compares with. */
    static long monotonicNanos() {
        byte[] time = new byte[16];
        C.clock_gettime(CLOCK_MONOTONIC, time);
        ByteBuffer words = ByteBuffer.wrap(time).order(ByteOrder.nativeOrder());
        return words.getLong(0) * 1_000_000_000L + words.getLong(8);
    }
}
