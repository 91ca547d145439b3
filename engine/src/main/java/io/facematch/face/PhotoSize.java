package io.facematch.face;

import io.facematch.face.image.FaceImage;

/** Width and height of a photo that could be read, in pixels, at its full size and upright after EXIF. */
public record PhotoSize(int width, int height) {
    static PhotoSize of(FaceImage image) {
        return new PhotoSize(image.photoWidth(), image.photoHeight());
    }
}
