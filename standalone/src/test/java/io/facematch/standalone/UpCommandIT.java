package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandIT {
    @Test
    void printsALinkToThePlaygroundThatIsSignedIn(@TempDir Path folder) throws Exception {
        try (var up = UpProcess.start(folder.resolve("home"), List.of(), Map.of(), folder.resolve("up.log"));
                var http = HttpClient.newHttpClient()) {
            assertThat(up.output().lines()).contains(up.address() + "/#token=" + up.token());

            var page =
                    http.send(HttpRequest.newBuilder(up.address().resolve("/")).build(), BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("id=\"submit-btn\"");
        }
    }
}
