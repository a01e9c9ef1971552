package dev.psld.hub;

import java.net.HttpURLConnection;
import java.util.Optional;

/** What an answer other than success means for whoever asked, in a sentence. Stateless. */
final class RefusedRequest {
    private RefusedRequest() {}

    /** @param what was asked for, in words */
    static DownloadException of(String what, HttpURLConnection answer, int status, boolean token) {
        String code = Optional.ofNullable(answer.getHeaderField("X-Error-Code")).orElse("");
        String said = Optional.ofNullable(answer.getHeaderField("X-Error-Message"))
                .map(text -> " (it says: " + text + ")")
                .orElse("");
        if (code.equals("RevisionNotFound")) {
            return new DownloadException(what + " has no such revision: look at its page for branches and tags");
        }
        if (code.equals("GatedRepo") || status == HttpURLConnection.HTTP_FORBIDDEN) {
            return new DownloadException(what + " is given to those who have accepted its conditions" + said
                    + ": accept them on its page, and set HF_TOKEN to a token of the same account");
        }
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
            return new DownloadException(what
                    + (token
                            ? " is not to be had with the token in HF_TOKEN, or does not exist: check the name, and the"
                                    + " token on your account’s page"
                            : " does not exist, or wants a token: check the name; for a private or gated model set HF_TOKEN to"
                                    + " a token of an account that may read it"));
        }
        if (status == HttpURLConnection.HTTP_NOT_FOUND) {
            return new DownloadException(what + " does not exist" + said + ": check the name");
        }
        return new DownloadException(
                what + " is not to be had: the server answers " + status + said + ": try again later");
    }
}
