package io.facematch.standalone.run.input;

import java.io.IOException;

/** A photo is not what was found before the sending began; to send it again would not help. */
public final class ChangedPhoto extends IOException {
    ChangedPhoto(String message) {
        super(message);
    }
}
