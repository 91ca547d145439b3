package io.facematch.face.decoding;

import io.facematch.face.image.FaceImage;
import io.facematch.verification.Reason;

/** The result of decoding an image. */
public sealed interface Decoding {

    /** The receiver owns the image and closes it. */
    record Decoded(FaceImage image) implements Decoding {}

    record Refused(Reason reason) implements Decoding {}
}
