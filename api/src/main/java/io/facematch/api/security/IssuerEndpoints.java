package io.facematch.api.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** The endpoints of the issuer inside this process, which have a chain of filters of their own. */
public interface IssuerEndpoints {
    /** Patterns of all of them. */
    String[] paths();

    /** Adds the filters that answer there. */
    void configure(HttpSecurity http) throws Exception;
}
