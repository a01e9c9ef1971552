package dev.psld.fleet;

import io.nats.client.NKey;
import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;

/** An operator and one account of it with JetStream, as nsc makes them, and files of credentials for its users. */
final class Accounts {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final NKey operator = NKey.createOperator(RANDOM);
    private final NKey account = NKey.createAccount(RANDOM);

    Accounts() throws GeneralSecurityException, IOException {}

    private static String name(NKey key) throws GeneralSecurityException, IOException {
        return new String(key.getPublicKey());
    }

    private String claims(NKey of, String called, String claims) throws GeneralSecurityException, IOException {
        JsonSerializable nats = () -> claims;
        return JwtUtils.issueJWT(
                operator, name(of), called, Duration.ZERO, JwtUtils.currentTimeSeconds(), name(operator), nats);
    }

    /** Lines of a server's configuration. */
    String configuration() throws GeneralSecurityException, IOException {
        String limits =
                "{\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,\"exports\":-1,\"wildcards\":true,\"conn\":-1,"
                        + "\"leaf\":-1,\"mem_storage\":-1,\"disk_storage\":-1,\"streams\":-1,\"consumer\":-1}";
        NKey system = NKey.createAccount(RANDOM);
        String none = "{\"limits\":{},\"type\":\"account\",\"version\":2}";
        String all = "{\"limits\":" + limits + ",\"type\":\"account\",\"version\":2}";
        return "operator: " + claims(operator, "operator", "{\"type\":\"operator\",\"version\":2}") + "\n"
                + "system_account: " + name(system) + "\n"
                + "resolver: MEMORY\nresolver_preload: {\n  " + name(system) + ": " + claims(system, "system", none)
                + "\n  " + name(account) + ": " + claims(account, "photos", all) + "\n}\n";
    }

    /** @param good for how long from the given second on; 0 for ever */
    Path user(Path file, Duration good, long from) throws GeneralSecurityException, IOException {
        NKey user = NKey.createUser(RANDOM);
        String jwt = JwtUtils.issueUserJWT(account, name(account), name(user), "worker", good, new String[0], from);
        return Files.writeString(file, String.format(JwtUtils.NATS_USER_JWT_FORMAT, jwt, new String(user.getSeed())));
    }
}
