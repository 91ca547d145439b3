package io.facematch.face.decoding;

import io.facematch.face.image.FaceImage;
import io.facematch.verification.Reason;

/** What became of an encoded image. */
public sealed interface Decoding {

    /** The receiver owns the image and closes it. */
    record Decoded(FaceImage image) implements Decoding {}

    record Refused(Reason reason) implements Decoding {}
}
