package io.facematch.worker.face.image;

enum ImageFormat {
    JPEG,
    PNG,
    BMP,
    TIFF
}
