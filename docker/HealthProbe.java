import java.net.HttpURLConnection;
import java.net.URI;

/** Exits 0 when the process in this container says that it is ready. The images have neither curl nor need of it. */
public class HealthProbe {
    public static void main(String[] args) throws Exception {
        var port = System.getenv().getOrDefault("FACEMATCH_PORT", "8080");
        var url = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness").toURL();
        var connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout(2_000);
        connection.setReadTimeout(4_000);
        System.exit(connection.getResponseCode() == 200 ? 0 : 1);
    }
}
