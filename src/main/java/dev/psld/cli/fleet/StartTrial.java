package dev.psld.cli.fleet;

import dev.psld.job.QueueException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb fleet trial: a server for this machine alone, until it is stopped. */
@Command(
        name = "trial",
        description = "Run a NATS server with JetStream for this machine alone, to try a fleet on it.",
        mixinStandardHelpOptions = true)
public final class StartTrial implements Callable<Integer> {
    private static final Path DEBIAN = Path.of("/usr/sbin/nats-server");

    @Spec
    private CommandSpec spec;

    @Option(names = "--folder", required = true, paramLabel = "DIR", description = "Where the server keeps its files.")
    private Path folder = Path.of("");

    @Option(names = "--port", paramLabel = "N", description = "TCP port; 0, the default, for any that is free.")
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        try {
            int chosen = port > 0 ? port : free();
            Process server = new ProcessBuilder(
                            Files.isExecutable(DEBIAN) ? DEBIAN.toString() : "nats-server",
                            "-a",
                            "127.0.0.1",
                            "-p",
                            String.valueOf(chosen),
                            "-js",
                            "-sd",
                            Files.createDirectories(folder).toAbsolutePath().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("nats-server.log").toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::destroy, "psld-trial"));
            spec.commandLine().getOut().println("nats://127.0.0.1:" + chosen);
            spec.commandLine().getOut().flush();
            return server.waitFor() == 0 ? 0 : 1;
        } catch (IOException e) {
            throw new QueueException(
                    "No NATS server can be started: " + e.getMessage()
                            + ". Is it installed (apt-get install nats-server)?",
                    e);
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
