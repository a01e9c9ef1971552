package dev.psld.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hub of models that speaks as huggingface.co does, and any other server of files. Thread-safe; holds no connection between
 * calls. The environment tells where it is ({@code HF_ENDPOINT}), a token ({@code HF_TOKEN}) and proxies.
 */
public final class Hub {
    private static final String USUAL = "https://huggingface.co";

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"next\"");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI endpoint;
    private final Web web;
    private final DownloadProgress progress;
    private final Download.Pause pause;

    public Hub(Map<String, String> environment, DownloadProgress progress) {
        this(environment, progress, Thread::sleep);
    }

    Hub(Map<String, String> environment, DownloadProgress progress, Download.Pause pause) {
        String address = Optional.ofNullable(environment.get("HF_ENDPOINT"))
                .filter(text -> !text.isBlank())
                .orElse(USUAL);
        try {
            this.endpoint = URI.create(address.replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new DownloadException("HF_ENDPOINT is “" + address + "”, which is no address: write " + USUAL, e);
        }
        Optional<Web.Token> token = Optional.ofNullable(environment.get("HF_TOKEN"))
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .map(text -> new Web.Token(endpoint.getAuthority(), text));
        this.web = new Web(new Proxies(environment), token);
        this.progress = progress;
        this.pause = pause;
    }

    /**
     * A model in a folder of its own below another one.
     *
     * @param folder where the model's files lie
     * @param commit of the hub that they are of
     */
    public record Snapshot(Path folder, String commit) {}

    /**
     * Brings the files of a model that an import needs; those that are there already stay.
     *
     * @throws DownloadException when the model does not exist, wants a token, or holds no export, and when the network fails
     */
    public Snapshot snapshot(HubName model, Path downloads) {
        JsonNode info = json(api(model, "/revision/" + encoded(model.revision())), model.toString())
                .body();
        String commit = info.path("sha").asText(model.revision());
        List<HubFile> files = Choice.of(model, files(model, commit));
        Path folder = downloads.resolve(model.owner() + "--" + model.name() + "--" + commit.replace('/', '-'));
        Download download = new Download(web, progress, pause);
        for (HubFile file : files) {
            Path place = folder.resolve(file.path()).normalize();
            if (!place.startsWith(folder)) {
                throw new DownloadException(model + " names the file “" + file.path() + "”, which is outside of it");
            }
            URI address = URI.create(endpoint + "/" + model.repository() + "/resolve/" + encoded(commit) + "/"
                    + encodedPath(file.path()));
            download.bring(address, place, model + " " + file.path(), file.bytes(), file.digest());
        }
        return new Snapshot(folder.resolve(Choice.top(files)), commit);
    }

    /**
     * Brings one file of any server. A fragment {@code #sha256=…} says what it must be.
     *
     * @throws DownloadException when it is not to be had, or is another file
     */
    public void file(URI address, Path file) {
        Optional<Digest> digest = Optional.ofNullable(address.getFragment())
                .filter(fragment -> fragment.matches("sha256=[0-9a-fA-F]{64}"))
                .map(fragment ->
                        new Digest(fragment.substring("sha256=".length()).toLowerCase(java.util.Locale.ROOT)));
        URI bare = URI.create(address.toString().replaceFirst("#.*", ""));
        new Download(web, progress, pause).bring(bare, file, bare.toString(), -1, digest);
    }

    private List<HubFile> files(HubName model, String commit) {
        List<HubFile> files = new ArrayList<>();
        Optional<URI> page = Optional.of(URI.create(api(model, "/tree/" + encoded(commit)) + "?recursive=true"));
        while (page.isPresent()) {
            Answer answer = json(page.get(), model.toString());
            for (JsonNode entry : answer.body()) {
                if (entry.path("type").asText().equals("file")) {
                    JsonNode large = entry.path("lfs");
                    String digest = large.path("oid").asText(entry.path("oid").asText());
                    files.add(new HubFile(
                            entry.path("path").asText(),
                            large.path("size").asLong(entry.path("size").asLong(-1)),
                            digest.matches("[0-9a-f]{40}|[0-9a-f]{64}")
                                    ? Optional.of(new Digest(digest))
                                    : Optional.empty()));
                }
            }
            page = answer.next();
        }
        return files;
    }

    private record Answer(JsonNode body, Optional<URI> next) {}

    private Answer json(URI address, String what) {
        try {
            HttpURLConnection connection = web.get(address, Map.of("Accept", "application/json"));
            try {
                int status = connection.getResponseCode();
                if (status != HttpURLConnection.HTTP_OK) {
                    throw RefusedRequest.of(
                            what, connection, status, web.token().isPresent());
                }
                try (InputStream in = connection.getInputStream()) {
                    Matcher next = NEXT.matcher(Optional.ofNullable(connection.getHeaderField("Link"))
                            .orElse(""));
                    Optional<URI> more = next.find() ? Optional.of(address.resolve(next.group(1))) : Optional.empty();
                    return new Answer(MAPPER.readTree(in), more);
                }
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            throw new DownloadException(
                    what + " cannot be looked up at " + endpoint + " (" + why(e)
                            + "): try again when the network is there; a"
                            + " proxy is taken from https_proxy, another hub from HF_ENDPOINT",
                    e);
        }
    }

    private static String why(IOException e) {
        return e instanceof java.net.UnknownHostException
                ? "no such server is known here"
                : String.valueOf(e.getMessage());
    }

    private URI api(HubName model, String rest) {
        return URI.create(endpoint + "/api/models/" + model.repository() + rest);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String encodedPath(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            parts.add(encoded(part));
        }
        return String.join("/", parts);
    }
}
