package io.facematch.standalone.models;

/** Why a model's file is not there now, for the person who typed the command. What was there before is untouched. */
final class PullFailed extends RuntimeException {
    PullFailed(String message) {
        super(message);
    }
}
