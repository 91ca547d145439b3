package io.facematch.api.documentation;

import java.io.IOException;
import java.util.Properties;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Swagger UI on a page of our own: the one of its WebJar shows another document. */
@Configuration(proxyBeanMethods = false)
class SwaggerUi implements WebMvcConfigurer {
    private final String version;

    SwaggerUi() throws IOException {
        this.version = webJar().getProperty("version");
    }

    private static Properties webJar() throws IOException {
        return PropertiesLoaderUtils.loadProperties(
                new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties"));
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry files) {
        files.addResourceHandler("/swagger-ui/{file:(?:index[.]html|initializer[.]js|page[.]css)}")
                .addResourceLocations("classpath:/pages/swagger-ui/")
                .setCacheControl(CacheControl.noCache());
        // The bundle's first line names the file with the licences of what it holds.
        files.addResourceHandler(
                        "/swagger-ui/{file:(?:swagger-ui[.]css|swagger-ui-bundle[.]js|swagger-ui-bundle[.]js[.]LICENSE[.]txt)}")
                .addResourceLocations("classpath:/META-INF/resources/webjars/swagger-ui/" + version + "/")
                .setUseLastModified(false)
                .setEtagGenerator(file -> "\"" + version + "\"")
                .setCacheControl(CacheControl.noCache());
    }
}
