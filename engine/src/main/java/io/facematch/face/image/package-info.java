/**
 * From the bytes of an upload to one upright BGR image. Everything here meets hostile input.
 *
 * <p>BMP and TIFF have readers of our own. Of the 102 cases that {@code BmpFormatsTest} and {@code TiffFormatsTest} want to
 * see decoded, OpenCV 4.13 with its libtiff shows 66 wrong or not at all, the JDK 27 and TwelveMonkeys 3.15 (BMP: 3.13) 10.
 * TwelveMonkeys also takes 26 seconds for a 40-megapixel TIFF around a JPEG of 100 scans, runs out of a heap of 384 MB when
 * a few damaged bytes promise wide tiles, and reduces a photo by skipping pixels, so most checks would stay ours.
 */
@NullMarked
package io.facematch.face.image;

import org.jspecify.annotations.NullMarked;
