package io.facematch.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestLimitTest {
    @Test
    void clientsOfTwoTenantsNeverShareABucket() {
        assertThat(RequestLimit.bucketOf("bank", "branch:app"))
                .isNotEqualTo(RequestLimit.bucketOf("bank:branch", "app"));
        assertThat(RequestLimit.bucketOf("1:a", "b")).isNotEqualTo(RequestLimit.bucketOf("1", "a:b"));
    }
}
