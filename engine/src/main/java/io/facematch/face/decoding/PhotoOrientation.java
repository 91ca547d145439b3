package io.facematch.face.decoding;

/** Collects what a file says about its orientation: the first EXIF that says it, else the first block of XMP. */
final class PhotoOrientation {
    private static final int UPRIGHT = 1;

    private int ofExif;
    private int ofXmp;
    private boolean hasXmp;

    /** @param exif from the mark of the byte order on */
    void readExif(ByteView exif) {
        if (ofExif == 0) {
            ofExif = TiffDirectory.orientation(exif);
        }
    }

    /** The page of a TIFF, whose tags are those of EXIF. */
    void readPage(TiffDirectory page, ByteView file) throws RefusedImage {
        ofExif = page.orientation();
        try {
            readXmp(file, page.extent(TiffTag.XMP));
        } catch (RefusedImage damaged) {
            // Like damaged EXIF: the photo is still compared.
            ofXmp = 0;
        }
    }

    void readXmp(ByteView file, Extent block) throws RefusedImage {
        if (ofExif == 0 && !hasXmp) {
            hasXmp = true;
            ofXmp = Xmp.orientation(file, block);
        }
    }

    /** 1 to 8. */
    int value() {
        if (ofExif != 0) {
            return ofExif;
        }
        return ofXmp == 0 ? UPRIGHT : ofXmp;
    }
}
