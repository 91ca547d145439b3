package io.facematch.modelfolder;

import io.facematch.card.folder.KnownModels;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where models are. {@code application.yml} fills this from {@code FACEMATCH_MODELS}.
 *
 * @param listed folders to look in first, separated as in a class path
 */
@ConfigurationProperties(prefix = "facematch.model-folders", ignoreUnknownFields = false)
public record ModelFolderSettings(@DefaultValue("") String listed) {

    /** All folders to look in, the first ones first. */
    public List<Path> searchPath() {
        return KnownModels.searchPath(listed);
    }
}
