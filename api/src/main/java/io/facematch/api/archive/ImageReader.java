package io.facematch.api.archive;

import io.facematch.verification.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads one image and checks everything: its size, its checksum, and that its stream ends. */
final class ImageReader {

    private static final int CHUNK = 64 * 1024;

    private final SeekableByteChannel channel;

    ImageReader(SeekableByteChannel channel) {
        this.channel = channel;
    }

    /** @param content as long as the image */
    void read(Member.Image image, ByteBuffer content) throws UnreadableMember, IOException {
        ByteBuffer header = ByteBuffer.allocate(Layout.LOCAL_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(image.headerAt());
        fill(header);
        channel.position(Layout.dataAt(image.headerAt(), header));
        if (image.deflated()) {
            inflate(image.compressedSize(), content);
        } else {
            fill(content);
        }
        CRC32 crc = new CRC32();
        crc.update(content.flip());
        if ((int) crc.getValue() != image.crc()) {
            throw new UnreadableMember(Reason.DAMAGED_FILE);
        }
    }

    private void inflate(long compressedSize, ByteBuffer content) throws UnreadableMember, IOException {
        ByteBuffer input = ByteBuffer.allocate((int) Math.min(CHUNK, compressedSize));
        long unread = compressedSize;
        try (Inflater inflater = new Inflater(true)) {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    input.clear().limit((int) Math.min(input.capacity(), unread));
                    if (!input.hasRemaining()) {
                        throw new UnreadableMember(Reason.DAMAGED_FILE);
                    }
                    unread -= input.remaining();
                    fill(input);
                    inflater.setInput(input.flip());
                }
                inflateInto(content, inflater);
            }
        } catch (DataFormatException e) {
            throw new UnreadableMember(Reason.DAMAGED_FILE);
        }
        if (content.hasRemaining()) {
            throw new UnreadableMember(Reason.DAMAGED_FILE);
        }
    }

    private static void inflateInto(ByteBuffer content, Inflater inflater)
            throws DataFormatException, UnreadableMember {
        if (content.hasRemaining()) {
            if (inflater.inflate(content) == 0 && inflater.needsDictionary()) {
                throw new UnreadableMember(Reason.DAMAGED_FILE);
            }
        } else if (inflater.inflate(new byte[1]) > 0) {
            // The end mark of the stream may still follow, but no byte more than declared.
            throw new UnreadableMember(Reason.DAMAGED_FILE);
        }
    }

    private void fill(ByteBuffer buffer) throws UnreadableMember, IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new UnreadableMember(Reason.DAMAGED_FILE);
            }
        }
    }
}
