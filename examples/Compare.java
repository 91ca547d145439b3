// Compares the pairs of a ZIP: submits it, waits until the job is over, and saves the results.
// Needs Java 25 and nothing else. FACEMATCH_URL is the server's address, FACEMATCH_TOKEN a token.
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

static final String SERVER = System.getenv().getOrDefault("FACEMATCH_URL", "http://localhost:8080");
static final String TOKEN = System.getenv("FACEMATCH_TOKEN");
static final int TRIES = 20;

final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

void main(String... arguments) throws InterruptedException {
    try {
        if (arguments.length < 1) throw new IOException("usage: Compare.java ARCHIVE [FOLDER]");
        if (TOKEN == null) throw new IOException("FACEMATCH_TOKEN is not set: ./facematch token prints a token");
        compare(Path.of(arguments[0]), Path.of(arguments.length < 2 ? "." : arguments[1]));
    } catch (IOException e) {
        System.err.println("compare: " + (e.getMessage() == null ? e : e.getMessage()));
        System.exit(1);
    }
}

void compare(Path archive, Path folder) throws IOException, InterruptedException {
    // With this key a repeated upload makes no second job.
    var accepted = send(request("/v1/jobs")
            .headers("Content-Type", "application/zip", "Idempotency-Key", UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofFile(archive)));
    var job = text(accepted);
    var id = member(job, "id");
    while (true) {
        var state = member(job, "state");
        System.err.printf("job %s: %s, %s of %s%n", id, state, member(job, "done"), member(job, "total"));
        if (state.equals("COMPLETED")) break;
        if (!state.equals("ENQUEUING") && !state.equals("RUNNING")) throw new IOException("the job ended as " + state);
        Thread.sleep(Duration.ofSeconds(retryAfter(accepted)));
        job = text(send(request("/v1/jobs/" + id)));
    }
    // Only a success gets here, so an error is never saved as if it were the results.
    var results = send(request("/v1/jobs/" + id + "/results"));
    var target = folder.resolve("facematch-" + id + ".zip");
    Files.write(target, results.body());
    IO.println(target);
}

HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(SERVER + path)).header("Authorization", "Bearer " + TOKEN);
}

/** The answer of a success; repeats while the server is busy or out of reach. */
HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var problem = "";
    for (var tries = 0; tries < TRIES; tries++) {
        var pause = 1L;
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200 || answer.statusCode() == 202) return answer;
            problem = "the server answered " + answer.statusCode() + ": " + member(text(answer), "detail");
            var asked = answer.headers().firstValue("Retry-After").isPresent();
            if (answer.statusCode() != 429 && answer.statusCode() != 503 && !asked) break;
            pause = retryAfter(answer);
        } catch (IOException e) { // no connection, or a lost one
            problem = e.toString();
        }
        Thread.sleep(Duration.ofSeconds(pause));
    }
    throw new IOException(problem);
}

String text(HttpResponse<byte[]> answer) { return new String(answer.body(), StandardCharsets.UTF_8); }

/** Seconds that the server asks for; one when it does not ask. */
long retryAfter(HttpResponse<?> answer) { return answer.headers().firstValueAsLong("Retry-After").orElse(1); }

/** The first member of that name: a string, or a number. A program with a JSON library would use that. */
String member(String json, String name) {
    var found = Pattern.compile("\"" + name + "\":(?:\"([^\"]*)\"|(\\d+))").matcher(json);
    return !found.find() ? "" : found.group(1) != null ? found.group(1) : found.group(2);
}
