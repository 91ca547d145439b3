package io.facematch.standalone.run.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP that never lies anywhere: its photos are stored one after another while it is read, so its length is known before.
 * The same photos give the same bytes. After PKWARE's APPNOTE 6.3.10: checksums follow the data (4.3.9), and what does not
 * fit into 32 bits is told in the extensions for large archives (4.3.14, 4.5.3).
 */
public final class StoredZip {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int LOCAL_HEADER_BYTES = 30;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int DESCRIPTOR_BYTES = 16;
    private static final int DIRECTORY_HEADER = 0x02014b50;
    private static final int DIRECTORY_HEADER_BYTES = 46;
    private static final int OFFSET_EXTRA_BYTES = 12;
    private static final int LARGE_END = 0x06064b50;
    private static final int LARGE_END_BYTES = 56;
    private static final int LARGE_END_LOCATOR = 0x07064b50;
    private static final int LARGE_END_LOCATOR_BYTES = 20;
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;

    private static final short VERSION = 20;
    private static final short VERSION_OF_LARGE = 45;
    /** A checksum follows the data, and the name is UTF-8. */
    private static final short FLAGS = 1 << 3 | 1 << 11;
    /** The first of January 1980: the format has no time before. */
    private static final int TIME = 0x0021_0000;

    private static final long FULL_32 = 0xFFFFFFFFL;
    private static final int FULL_16 = 0xFFFF;
    private static final int BUFFER_BYTES = 64 << 10;

    private final List<InputPhoto> members;

    /** @param members each smaller than 4 GiB */
    public StoredZip(List<InputPhoto> members) {
        this.members = List.copyOf(members);
    }

    /** Of the whole archive, in bytes: exactly as many as {@link #open} gives. */
    public long length() {
        long at = 0;
        long directory = 0;
        for (var member : members) {
            directory += (long) DIRECTORY_HEADER_BYTES + nameBytes(member) + (at >= FULL_32 ? OFFSET_EXTRA_BYTES : 0);
            at += bytesWithHeaders(member);
        }
        return at + directory + endBytes(at, directory);
    }

    /** How much a pair adds to an archive at most. */
    static long bytesOf(InputPair pair) {
        return bytesOf(pair.probe()) + bytesOf(pair.reference());
    }

    private static long bytesOf(InputPhoto photo) {
        return bytesWithHeaders(photo) + directoryBytesOf(photo);
    }

    /** How much a photo adds to the directory at most. */
    static long directoryBytesOf(InputPhoto photo) {
        return (long) DIRECTORY_HEADER_BYTES + nameBytes(photo) + OFFSET_EXTRA_BYTES;
    }

    /** What an archive has beside its photos at most. */
    static long bytesAround() {
        return LARGE_END_BYTES + LARGE_END_LOCATOR_BYTES + END_BYTES;
    }

    private static int nameBytes(InputPhoto member) {
        return member.name().getBytes(UTF_8).length;
    }

    private static long bytesWithHeaders(InputPhoto member) {
        return (long) LOCAL_HEADER_BYTES + nameBytes(member) + member.bytes() + DESCRIPTOR_BYTES;
    }

    private long endBytes(long directoryAt, long directoryBytes) {
        return (long) END_BYTES
                + (isLarge(directoryAt, directoryBytes) ? LARGE_END_BYTES + LARGE_END_LOCATOR_BYTES : 0);
    }

    private boolean isLarge(long directoryAt, long directoryBytes) {
        return members.size() >= FULL_16 || directoryAt >= FULL_32 || directoryBytes >= FULL_32;
    }

    /**
     * Begins the archive from its first byte, as often as it is sent. Holds one photo open at a time. Its reads fail with
     * {@link ChangedPhoto} when a photo has another size than before.
     */
    public InputStream open() {
        return new BufferedInputStream(new SequenceInputStream(new Pieces()), BUFFER_BYTES);
    }

    /** Piece after piece, each made when it is read: a checksum is known when its photo has gone out. */
    @SuppressWarnings("JdkObsolete") // what SequenceInputStream takes
    private final class Pieces implements Enumeration<InputStream> {
        private final int[] checksums = new int[members.size()];
        private int photo;
        private int pieceOfPhoto;
        private Checked checked = new Checked(InputStream::nullInputStream, 0);
        private int listed;
        private long at;
        private long directoryAt;
        private long offset;
        private boolean isOver;

        @Override
        public boolean hasMoreElements() {
            return !isOver;
        }

        @Override
        public InputStream nextElement() {
            if (photo < members.size()) {
                return pieceOf(members.get(photo));
            }
            if (listed == 0) {
                directoryAt = at;
            }
            if (listed < members.size()) {
                return bytes(directoryHeader(members.get(listed)));
            }
            isOver = true;
            return bytes(end());
        }

        private InputStream pieceOf(InputPhoto member) {
            return switch (pieceOfPhoto++) {
                case 0 -> bytes(localHeader(member));
                case 1 -> {
                    checked = new Checked(member.content(), member.bytes());
                    yield checked;
                }
                default -> {
                    checksums[photo++] = checked.checksum();
                    pieceOfPhoto = 0;
                    yield bytes(descriptor(member, checked.checksum()));
                }
            };
        }

        private ByteBuffer localHeader(InputPhoto member) {
            at += bytesWithHeaders(member);
            var name = member.name().getBytes(UTF_8);
            return buffer(LOCAL_HEADER_BYTES + name.length)
                    .putInt(LOCAL_HEADER)
                    .putShort(VERSION)
                    .putShort(FLAGS)
                    .putShort((short) 0) // stored
                    .putInt(TIME)
                    .putInt(0) // checksum and sizes follow
                    .putInt(0)
                    .putInt(0)
                    .putShort((short) name.length)
                    .putShort((short) 0)
                    .put(name);
        }

        private ByteBuffer descriptor(InputPhoto member, int checksum) {
            return buffer(DESCRIPTOR_BYTES)
                    .putInt(DESCRIPTOR)
                    .putInt(checksum)
                    .putInt((int) member.bytes())
                    .putInt((int) member.bytes());
        }

        private ByteBuffer directoryHeader(InputPhoto member) {
            var name = member.name().getBytes(UTF_8);
            var isFar = offset >= FULL_32;
            var header = buffer(DIRECTORY_HEADER_BYTES + name.length + (isFar ? OFFSET_EXTRA_BYTES : 0))
                    .putInt(DIRECTORY_HEADER)
                    .putShort(VERSION_OF_LARGE)
                    .putShort(isFar ? VERSION_OF_LARGE : VERSION)
                    .putShort(FLAGS)
                    .putShort((short) 0)
                    .putInt(TIME)
                    .putInt(checksums[listed])
                    .putInt((int) member.bytes())
                    .putInt((int) member.bytes())
                    .putShort((short) name.length)
                    .putShort((short) (isFar ? OFFSET_EXTRA_BYTES : 0))
                    .putShort((short) 0) // no comment
                    .putShort((short) 0) // first disk
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt((int) Math.min(offset, FULL_32))
                    .put(name);
            if (isFar) {
                header.putShort((short) 1).putShort((short) Long.BYTES).putLong(offset);
            }
            listed++;
            offset += bytesWithHeaders(member);
            at += header.position();
            return header;
        }

        private ByteBuffer end() {
            var directoryBytes = at - directoryAt;
            var isLarge = isLarge(directoryAt, directoryBytes);
            var end = buffer((int) endBytes(directoryAt, directoryBytes));
            if (isLarge) {
                end.putInt(LARGE_END)
                        .putLong(LARGE_END_BYTES - 12)
                        .putShort(VERSION_OF_LARGE)
                        .putShort(VERSION_OF_LARGE)
                        .putInt(0)
                        .putInt(0)
                        .putLong(members.size())
                        .putLong(members.size())
                        .putLong(directoryBytes)
                        .putLong(directoryAt);
                end.putInt(LARGE_END_LOCATOR).putInt(0).putLong(at).putInt(1);
            }
            var count = (short) Math.min(members.size(), FULL_16);
            return end.putInt(END)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort(count)
                    .putShort(count)
                    .putInt((int) Math.min(directoryBytes, FULL_32))
                    .putInt((int) Math.min(directoryAt, FULL_32))
                    .putShort((short) 0);
        }

        private static ByteBuffer buffer(int bytes) {
            return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        private static InputStream bytes(ByteBuffer full) {
            var content = new byte[full.flip().remaining()];
            full.get(content);
            return new ByteArrayInputStream(content);
        }
    }

    /** So many bytes of a photo, no fewer, and their checksum. Opens it when it is read first. */
    private static final class Checked extends InputStream {
        private final InputPhoto.Content content;
        private final CRC32 checksum = new CRC32();
        private @Nullable InputStream photo;
        private long left;

        Checked(InputPhoto.Content content, long bytes) {
            this.content = content;
            this.left = bytes;
        }

        int checksum() {
            return (int) checksum.getValue();
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            if (photo == null) {
                photo = content.open();
            }
            var count = photo.read(target, from, (int) Math.min(length, left));
            if (count < 0) {
                throw new ChangedPhoto("a photo became shorter while it was sent: repeat the command");
            }
            checksum.update(target, from, count);
            left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            if (photo != null) {
                photo.close();
            }
        }
    }

    @Override
    public String toString() {
        return "StoredZip[" + members.size() + " members]";
    }
}
