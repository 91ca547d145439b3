package io.facematch.api.documentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document, as it was written and as JSON. Read once, at the start, so that errors in it show at once. */
@Component
class ApiDocument {
    private static final ClassPathResource FILE = new ClassPathResource("openapi/facematch.yml");

    private final Representation yaml;
    private final Representation json;

    ApiDocument() throws IOException {
        var text = FILE.getContentAsString(StandardCharsets.UTF_8);
        Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        yaml = new Representation(text.getBytes(StandardCharsets.UTF_8));
        // Not the application's mapper, which leaves out what is null: examples hold such members.
        json = new Representation(JsonMapper.shared().writeValueAsBytes(document));
    }

    /** @param tag names the content */
    record Representation(byte[] content, String tag) {
        Representation(byte[] content) {
            this(content, "\"" + DigestUtils.md5DigestAsHex(content) + "\"");
        }
    }

    Representation yaml() {
        return yaml;
    }

    Representation json() {
        return json;
    }
}
