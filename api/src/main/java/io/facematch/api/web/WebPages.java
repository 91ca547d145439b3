package io.facematch.api.web;

import java.io.IOException;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Which addresses are files. Boot's own mapping would make every unknown address a missing file. */
@Configuration(proxyBeanMethods = false)
class WebPages implements WebMvcConfigurer {
    /** A browser asks each time whether its copy is current: modules of two releases must never run together. */
    static final CacheControl CACHING = CacheControl.noCache();

    private final String location;
    private final String charts;

    WebPages(WebProperties web) throws IOException {
        this.location = web.getResources().getStaticLocations()[0];
        var webJar = PropertiesLoaderUtils.loadProperties(
                new ClassPathResource("META-INF/maven/org.webjars.npm/chart.js/pom.properties"));
        this.charts = "classpath:/META-INF/resources/webjars/chart.js/" + webJar.getProperty("version") + "/dist/";
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry files) {
        serve(files, "/favicon.svg", location);
        serve(files, "/assets/charts/{file:chart[.]umd[.]min[.]js}", charts);
        serve(files, "/assets/**", location + "assets/");
        serve(files, "/samples/**", location + "samples/");
    }

    private static void serve(ResourceHandlerRegistry files, String pattern, String location) {
        files.addResourceHandler(pattern)
                .addResourceLocations(location)
                .setCacheControl(CACHING)
                .setUseLastModified(false) // a file in a jar has the time of the build
                .setEtagGenerator(ContentTag::of);
    }
}
