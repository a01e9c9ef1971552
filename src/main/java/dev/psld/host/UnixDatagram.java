package dev.psld.host;

import com.sun.jna.LastErrorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A datagram socket of the Unix family to send to, which Java does not have. Immutable and thread-safe. */
final class UnixDatagram {
    private static final int LONGEST_NAME = 107;

    private final byte[] address;

    private UnixDatagram(byte[] address) {
        this.address = address;
    }

    /** The socket of a path, or of an abstract name behind {@code @}; empty where the name is no such thing. */
    static Optional<UnixDatagram> named(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean usable =
                (name.startsWith("/") || name.startsWith("@")) && bytes.length > 1 && bytes.length <= LONGEST_NAME;
        return usable ? Optional.of(new UnixDatagram(address(bytes))) : Optional.empty();
    }

    /** A struct sockaddr_un; the name of an abstract socket has no end but the structure's length. */
    static byte[] address(byte[] name) {
        boolean isAbstract = name[0] == '@';
        byte[] address = new byte[2 + name.length + (isAbstract ? 0 : 1)];
        ByteBuffer.wrap(address)
                .order(ByteOrder.nativeOrder())
                .putShort((short) CLibrary.AF_UNIX)
                .put(name);
        if (isAbstract) {
            address[2] = 0;
        }
        return address;
    }

    /** Sends one message; false where nobody takes it within a second. */
    boolean send(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        int socket = -1;
        try {
            socket = CLibrary.C.socket(CLibrary.AF_UNIX, CLibrary.SOCK_DGRAM | CLibrary.SOCK_CLOEXEC, 0);
            byte[] second = ByteBuffer.allocate(16)
                    .order(ByteOrder.nativeOrder())
                    .putLong(0, 1)
                    .array();
            CLibrary.C.setsockopt(socket, CLibrary.SOL_SOCKET, CLibrary.SO_SNDTIMEO, second, second.length);
            return CLibrary.C.sendto(socket, bytes, bytes.length, CLibrary.MSG_NOSIGNAL, address, address.length)
                    == bytes.length;
        } catch (LastErrorException e) {
            return false;
        } finally {
            close(socket);
        }
    }

    private static void close(int socket) {
        if (socket >= 0) {
            try {
                CLibrary.C.close(socket);
            } catch (LastErrorException e) {
                // Linux has given the number back even where close reports an error.
            }
        }
    }
}
