package io.facematch.api.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Checks a token by {@link TokenKeys} and {@link TokenRules}. */
@Configuration(proxyBeanMethods = false)
class TokenDecoder {
    /** By the machine's own clock, like the issuer of the token. */
    @Bean
    JwtDecoder jwtDecoder(
            SecuritySettings settings, ObjectProvider<OwnIssuer> ownIssuer, ObjectProvider<DeniedClients> denied) {
        return of(
                settings,
                ownIssuer.getIfAvailable(),
                denied.getIfAvailable(() -> client -> false),
                InstantSource.system());
    }

    static JwtDecoder of(
            SecuritySettings settings, @Nullable OwnIssuer own, DeniedClients denied, InstantSource clock) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(TokenKeys.of(settings, own));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // TokenRules does it
        var decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(
                TokenRules.of(settings.audience(), own == null ? settings.issuerUri() : own.uri(), denied, clock));
        return decoder;
    }
}
