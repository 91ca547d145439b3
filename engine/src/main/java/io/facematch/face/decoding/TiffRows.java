package io.facematch.face.decoding;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Unpacks strips and tiles row by row into samples of 8 bits. */
final class TiffRows implements AutoCloseable {
    private final TiffLayout layout;
    private final ByteView file;
    /** One plane for all samples, or one for each. */
    private final int planes;
    /** A native object each, for all blocks. */
    private final List<Inflater> inflaters = new ArrayList<>();

    private final List<InputStream> streams = new ArrayList<>();
    private final byte[] packed;
    private final int[] samples;

    TiffRows(TiffLayout layout, ByteView file) {
        this.layout = layout;
        this.file = file;
        this.planes = layout.planar() ? layout.samples() : 1;
        for (var plane = 0; plane < planes; plane++) {
            inflaters.add(new Inflater());
        }
        var bits = layout.blockWidth() * layout.samplesPerBlock() * layout.bits();
        this.packed = new byte[Math.ceilDiv(bits, Byte.SIZE)];
        this.samples = new int[layout.blockWidth() * layout.samples()];
    }

    /** Goes to the first row of the block that holds this pixel. */
    void start(int x, int y) throws RefusedImage {
        streams.clear();
        for (var plane = 0; plane < planes; plane++) {
            streams.add(unpacked(file.stream(layout.block(x, y, plane)), inflaters.get(plane)));
        }
    }

    private InputStream unpacked(InputStream block, Inflater inflater) {
        return switch (layout.compression()) {
            case NONE -> block;
            case LZW -> new LzwStream(block);
            case DEFLATE -> {
                inflater.reset();
                yield new InflaterInputStream(block, inflater);
            }
            case PACK_BITS -> new PackBitsStream(block);
            case JPEG -> throw new IllegalArgumentException("a JPEG has no rows");
        };
    }

    /** The samples of each pixel of the next row, or indices into the palette; overwritten by the one after it. */
    int[] read() throws IOException {
        for (var plane = 0; plane < planes; plane++) {
            if (streams.get(plane).readNBytes(packed, 0, packed.length) < packed.length) {
                throw new EOFException();
            }
            if (layout.differenced()) {
                addDifferences();
            }
            unpack(plane, planes);
        }
        return samples;
    }

    private void addDifferences() {
        var step = layout.samplesPerBlock() * layout.bits() / Byte.SIZE;
        if (layout.bits() == Byte.SIZE) {
            for (var at = step; at < packed.length; at++) {
                packed[at] += packed[at - step];
            }
            return;
        }
        var low = file.isBigEndian() ? 1 : 0;
        for (var at = step; at < packed.length; at += 2) {
            var sum = (packed[at + low] & 0xFF) + (packed[at + low - step] & 0xFF);
            packed[at + low] = (byte) sum;
            packed[at + 1 - low] += (byte) (packed[at + 1 - low - step] + (sum >> Byte.SIZE));
        }
    }

    private void unpack(int first, int step) {
        var count = layout.blockWidth() * layout.samplesPerBlock();
        switch (layout.bits()) {
            case Byte.SIZE -> {
                for (var i = 0; i < count; i++) {
                    samples[first + i * step] = packed[i] & 0xFF;
                }
            }
            case Short.SIZE -> {
                var high = file.isBigEndian() ? 0 : 1;
                for (var i = 0; i < count; i++) {
                    samples[first + i * step] = packed[2 * i + high] & 0xFF;
                }
            }
            default -> unpackBits(first, step, count);
        }
    }

    private void unpackBits(int first, int step, int count) {
        var perByte = Byte.SIZE / layout.bits();
        var most = (1 << layout.bits()) - 1;
        var spread = layout.colour().isPalette() ? 1 : 255 / most;
        for (var i = 0; i < count; i++) {
            var shift = Byte.SIZE - layout.bits() * (i % perByte + 1);
            samples[first + i * step] = (packed[i / perByte] >> shift & most) * spread;
        }
    }

    @Override
    public void close() {
        inflaters.forEach(Inflater::end);
    }
}
