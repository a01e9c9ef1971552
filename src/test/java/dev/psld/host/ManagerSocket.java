package dev.psld.host;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The end of sd_notify at which a service manager listens. Used by one thread. */
final class ManagerSocket implements AutoCloseable {
    private static final int SO_RCVTIMEO = 20;

    private interface Receiving extends Library {
        Receiving C = Native.load("c", Receiving.class);

        int bind(int socket, byte[] address, int length);

        long recv(int socket, byte[] buffer, long length, int flags);
    }

    private final int socket;

    private ManagerSocket(int socket) {
        this.socket = socket;
    }

    static ManagerSocket bind(String name) {
        int socket = CLibrary.C.socket(CLibrary.AF_UNIX, CLibrary.SOCK_DGRAM, 0);
        byte[] address = UnixDatagram.address(name.getBytes(StandardCharsets.UTF_8));
        if (Receiving.C.bind(socket, address, address.length) != 0) {
            throw new AssertionError("cannot bind " + name + ": error " + Native.getLastError());
        }
        byte[] wait = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(0, 5)
                .array();
        CLibrary.C.setsockopt(socket, CLibrary.SOL_SOCKET, SO_RCVTIMEO, wait, wait.length);
        return new ManagerSocket(socket);
    }

    /** The next message; fails after five seconds. */
    String receive() {
        byte[] buffer = new byte[4096];
        int length = (int) Receiving.C.recv(socket, buffer, buffer.length, 0);
        if (length < 0) {
            throw new AssertionError("no message: error " + Native.getLastError());
        }
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        CLibrary.C.close(socket);
    }
}
