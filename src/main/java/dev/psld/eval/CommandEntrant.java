package dev.psld.eval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Another program, by a shell command in which {in} and {out} stand for the measured picture and the restored one, and which
 * may also say {mask}, {kernel}, {task}, {scale}, {sigma}, {blur} and {seed}. Immutable.
 */
public final class CommandEntrant implements Entrant {
    private final String name;
    private final String command;

    /**
     * @param given {@code NAME=COMMAND}, or the command alone
     * @throws EvaluationException where it does not say where its picture goes
     */
    public CommandEntrant(String given) {
        boolean named = given.matches("[A-Za-z0-9._-]+=.*");
        this.name = named ? given.substring(0, given.indexOf('=')) : "baseline";
        this.command = named ? given.substring(given.indexOf('=') + 1) : given;
        if (!command.contains("{in}") || !command.contains("{out}")) {
            throw new EvaluationException("the baseline “" + command
                    + "” does not say which picture it reads and which it writes: put {in} and {out} into the command");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean draws() {
        return command.contains("{seed}");
    }

    @Override
    public String identity(EvaluatedTask task) {
        return command;
    }

    @Override
    public Optional<String> refusal(EvaluatedTask task, Subject subject) {
        return Optional.empty();
    }

    @Override
    public void restore(EvaluatedTask task, List<Order> orders, Receiver receiver) {
        for (Order order : orders) {
            try {
                long began = System.nanoTime();
                run(filled(order));
                if (!Files.isRegularFile(order.file())) {
                    throw new EvaluationException("the command ended well, but wrote no picture to {out}");
                }
                receiver.made(order, new Made((System.nanoTime() - began) / 1e9, -1, 0));
            } catch (EvaluationException e) {
                receiver.failed(order, e);
            }
        }
    }

    private String filled(Order order) {
        EvaluatedTask task = order.measured().task();
        Path in = order.measured().file();
        return command.replace("{in}", quoted(in.toAbsolutePath().toString()))
                .replace("{out}", quoted(order.file().toAbsolutePath().toString()))
                .replace("{mask}", quoted(beside(in, ".mask.png")))
                .replace("{kernel}", quoted(beside(in, ".kernel.png")))
                .replace("{task}", task.task().word())
                .replace("{scale}", Integer.toString(task.scale()))
                .replace("{sigma}", Double.toString(task.sigma()))
                .replace("{blur}", Double.toString(task.blurSigma().orElse(0)))
                .replace("{seed}", Long.toString(order.seed()));
    }

    private static String beside(Path in, String suffix) {
        return in.toAbsolutePath().toString().replaceFirst("\\.png$", suffix);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static void run(String line) {
        try {
            Path said = Files.createTempFile("psld-baseline", ".txt");
            try {
                Process process = new ProcessBuilder("sh", "-c", line)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .start();
                try {
                    if (!process.waitFor(1, TimeUnit.HOURS)) {
                        throw new EvaluationException("the command took more than an hour");
                    }
                } finally {
                    process.destroyForcibly();
                }
                if (process.exitValue() != 0) {
                    throw new EvaluationException(
                            "the command ended with code " + process.exitValue() + ": " + lastLine(said));
                }
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException e) {
            throw new EvaluationException("the command cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EvaluationException("interrupted", e);
        }
    }

    private static String lastLine(Path said) throws IOException {
        String all = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
        return all.isEmpty() ? "it said nothing" : all.substring(all.lastIndexOf('\n') + 1);
    }
}
