package io.facematch.standalone.models;

/** Why a model's file could not be downloaded, for the person who typed the command. Existing files are unchanged. */
final class PullFailed extends RuntimeException {
    PullFailed(String message) {
        super(message);
    }
}
