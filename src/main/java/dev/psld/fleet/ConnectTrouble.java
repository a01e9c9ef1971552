package dev.psld.fleet;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * What the client heard of servers since it was last connected, and the one sentence that says what to do about it. Of several
 * servers each may have its own trouble: what somebody has to mend is told before what may pass. Thread-safe.
 */
final class ConnectTrouble implements ErrorListener {
    private static final int MOST = 64;

    private final Deque<Throwable> heard = new ArrayDeque<>();

    @Override
    public void errorOccurred(Connection connection, String error) {
        if (error.startsWith("Authorization") || error.contains("Authentication")) {
            add(new AuthenticationException(error));
        }
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception e) {
        add(e);
    }

    synchronized void add(Throwable e) {
        for (Throwable one = e; one != null; one = one.getCause()) {
            heard.addLast(one);
        }
        while (heard.size() > MOST) {
            heard.removeFirst();
        }
    }

    synchronized void forget() {
        heard.clear();
    }

    /** @param servers as they are shown */
    synchronized String sentence(String servers) {
        List<Function<Throwable, Optional<String>>> kinds = List.of(
                e -> lockedOut(servers, e),
                e -> outOfDate(servers, e),
                e -> otherName(servers, e),
                e -> stranger(servers, e),
                e -> tls(servers, e));
        for (Function<Throwable, Optional<String>> kind : kinds) {
            Optional<String> sentence =
                    heard.stream().map(kind).flatMap(Optional::stream).findFirst();
            if (sentence.isPresent()) {
                return sentence.get();
            }
        }
        List<String> why = new ArrayList<>();
        heard.stream()
                .map(ConnectTrouble::away)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(why::add);
        return "No NATS server at " + servers + " can be reached" + (why.isEmpty() ? "" : ": " + String.join("; ", why))
                + ". Is it running, and may this machine reach it?";
    }

    private static String said(Throwable e) {
        return Servers.withoutPasswords(String.valueOf(e.getMessage()));
    }

    private static Optional<String> lockedOut(String servers, Throwable e) {
        return e instanceof AuthenticationException
                ? Optional.of("The NATS servers at " + servers + " do not let this user in: " + said(e)
                        + ". Give its name and password in the URL (nats://NAME:PASSWORD@HOST:PORT), or a file with its JWT"
                        + " and key (--credentials, fleet.credentials).")
                : Optional.empty();
    }

    private static Optional<String> outOfDate(String servers, Throwable e) {
        return e instanceof CertificateExpiredException || e instanceof CertificateNotYetValidException
                ? Optional.of("The certificate of a NATS server at " + servers + " is out of date: " + said(e)
                        + ". Whoever runs it has to renew it; is this machine’s clock right?")
                : Optional.empty();
    }

    private static Optional<String> otherName(String servers, Throwable e) {
        return e instanceof CertificateException && said(e).startsWith("No ")
                ? Optional.of(
                        "The certificate of a NATS server at " + servers + " is for another name: " + said(e)
                                + ". Name the server as its certificate does; if that is its name, somebody else answers there.")
                : Optional.empty();
    }

    private static Optional<String> stranger(String servers, Throwable e) {
        return e instanceof CertPathBuilderException || e instanceof CertPathValidatorException
                ? Optional.of("The certificate of a NATS server at " + servers + " was signed by nobody that is trusted"
                        + " here. Give the PEM file of who signed it (--authority, fleet.authority).")
                : Optional.empty();
    }

    private static Optional<String> tls(String servers, Throwable e) {
        if (said(e).startsWith("SSL required by server")) {
            return Optional.of("A NATS server at " + servers + " wants TLS. Give tls:// in place of nats://.");
        }
        return said(e).startsWith("SSL connection wanted")
                ? Optional.of(
                        "A NATS server at " + servers + " has no TLS. Have it set up there, or give nats:// in place"
                                + " of tls://, and everybody on the line reads along.")
                : Optional.empty();
    }

    private static Optional<String> away(Throwable e) {
        if (e instanceof UnknownHostException) {
            return Optional.of("nobody knows the name " + said(e));
        }
        if (e instanceof TimeoutException) {
            return Optional.of("no answer");
        }
        if (!(e instanceof java.io.IOException) || said(e).startsWith("Unable to connect")) {
            return Optional.empty();
        }
        return Optional.of(
                said(e).contains("not permitted")
                        ? said(e) + ", as where the service’s unit has no IPAddressAllow for it"
                        : said(e));
    }
}
