package io.facematch.api.archive;

import io.facematch.verification.Role;

/** Where the two images of a pair lie. */
record StoredImages(StoredImage probe, StoredImage reference) {

    StoredImage of(Role role) {
        return switch (role) {
            case PROBE -> probe;
            case REFERENCE -> reference;
        };
    }
}
