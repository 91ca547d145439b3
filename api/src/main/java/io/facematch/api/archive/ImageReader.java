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

    byte[] read(Member.Image image) throws UnreadableMember, IOException {
        ByteBuffer header = ByteBuffer.allocate(Layout.LOCAL_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(image.headerAt());
        fill(header);
        channel.position(Layout.dataAt(image.headerAt(), header));
        byte[] content = new byte[image.size()];
        if (image.deflated()) {
            inflate(image.compressedSize(), content);
        } else {
            fill(ByteBuffer.wrap(content));
        }
        CRC32 crc = new CRC32();
        crc.update(content);
        if ((int) crc.getValue() != image.crc()) {
            throw new UnreadableMember(Reason.DAMAGED_FILE);
        }
        return content;
    }

    private void inflate(long compressedSize, byte[] content) throws UnreadableMember, IOException {
        ByteBuffer input = ByteBuffer.allocate((int) Math.min(CHUNK, compressedSize));
        long unread = compressedSize;
        int written = 0;
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
                written += inflateInto(content, written, inflater);
            }
        } catch (DataFormatException e) {
            throw new UnreadableMember(Reason.DAMAGED_FILE);
        }
        if (written != content.length) {
            throw new UnreadableMember(Reason.DAMAGED_FILE);
        }
    }

    private static int inflateInto(byte[] content, int written, Inflater inflater)
            throws DataFormatException, UnreadableMember {
        if (written < content.length) {
            int count = inflater.inflate(content, written, content.length - written);
            if (count == 0 && inflater.needsDictionary()) {
                throw new UnreadableMember(Reason.DAMAGED_FILE);
            }
            return count;
        }
        // The end mark of the stream may still follow, but no byte more than declared.
        if (inflater.inflate(new byte[1]) > 0) {
            throw new UnreadableMember(Reason.DAMAGED_FILE);
        }
        return 0;
    }

    private void fill(ByteBuffer buffer) throws UnreadableMember, IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new UnreadableMember(Reason.DAMAGED_FILE);
            }
        }
    }
}
