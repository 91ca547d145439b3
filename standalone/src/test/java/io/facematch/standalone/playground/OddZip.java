package io.facematch.standalone.playground;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An archive written byte by byte, so that its directory can say anything. Its members are all stored. */
final class OddZip {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DIRECTORY_LINE = 0x02014b50;
    private static final int END_RECORD = 0x06054b50;
    private static final int ZIP64_RECORD = 0x06064b50;
    private static final int ZIP64_LOCATOR = 0x07064b50;
    private static final short UTF8 = 1 << 11;

    /** A line of the directory, to be bent before it is added. */
    static final class Line {
        byte[] name;
        byte[] content;
        int flags = UTF8;
        int method;
        int mode = 0100644;
        int disk;
        int size;
        int compressedSize;
        int headerAt = -1;
        byte[] extra = {};

        Line(String name) {
            this(name.getBytes(StandardCharsets.UTF_8), ("content of " + name).getBytes(StandardCharsets.UTF_8));
        }

        Line(byte[] name, byte[] content) {
            this.name = name;
            this.content = content;
            this.size = content.length;
            this.compressedSize = content.length;
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Line> lines = new ArrayList<>();
    private byte[] comment = {};
    private int countTold = -1;
    private int diskTold;

    static OddZip of(String... names) {
        var zip = new OddZip();
        for (var name : names) {
            zip.add(new Line(name));
        }
        return zip;
    }

    /** One good pair, and what is added to it. */
    static OddZip withPair(Line... more) {
        var zip = of("good_image1.jpg", "good_image2.jpg");
        for (var line : more) {
            zip.add(line);
        }
        return zip;
    }

    OddZip raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    OddZip add(Line line) {
        line.headerAt = out.size();
        var header = little(30 + line.name.length);
        header.putInt(LOCAL_HEADER).putShort((short) 20).putShort((short) line.flags);
        header.putShort((short) line.method).putInt(0).putInt(0);
        header.putInt(line.compressedSize).putInt(line.size);
        header.putShort((short) line.name.length).putShort((short) 0).put(line.name);
        write(header).raw(line.content);
        return list(line);
    }

    /** In the directory only. */
    OddZip list(Line line) {
        lines.add(line);
        return this;
    }

    OddZip comment(byte[] bytes) {
        comment = bytes;
        return this;
    }

    OddZip tellMembers(int count) {
        countTold = count;
        return this;
    }

    OddZip tellDisk(int disk) {
        diskTold = disk;
        return this;
    }

    byte[] build() {
        var start = writeDirectory();
        var length = out.size() - start;
        var count = (short) (countTold < 0 ? lines.size() : countTold);
        var end = little(22 + comment.length).putInt(END_RECORD);
        end.putShort((short) diskTold)
                .putShort((short) diskTold)
                .putShort(count)
                .putShort(count);
        end.putInt(length).putInt(start).putShort((short) comment.length).put(comment);
        return write(end).out.toByteArray();
    }

    /** With the long end records, and a saturated short one. */
    byte[] buildZip64() {
        var start = writeDirectory();
        var recordAt = out.size();
        var end = little(56 + 20 + 22)
                .putInt(ZIP64_RECORD)
                .putLong(44)
                .putInt(0)
                .putInt(0)
                .putInt(0);
        end.putLong(lines.size())
                .putLong(lines.size())
                .putLong(recordAt - start)
                .putLong(start);
        end.putInt(ZIP64_LOCATOR).putInt(0).putLong(recordAt).putInt(1);
        end.putInt(END_RECORD).putInt(0).putShort((short) -1).putShort((short) -1);
        end.putInt(-1).putInt(-1).putShort((short) 0);
        return write(end).out.toByteArray();
    }

    private int writeDirectory() {
        var start = out.size();
        for (var line : lines) {
            var bytes = little(46 + line.name.length + line.extra.length);
            bytes.putInt(DIRECTORY_LINE).putShort((short) (3 << 8)).putShort((short) 20);
            bytes.putShort((short) line.flags)
                    .putShort((short) line.method)
                    .putInt(0)
                    .putInt(0);
            bytes.putInt(line.compressedSize).putInt(line.size);
            bytes.putShort((short) line.name.length)
                    .putShort((short) line.extra.length)
                    .putShort((short) 0);
            bytes.putShort((short) line.disk)
                    .putShort((short) 0)
                    .putInt(line.mode << 16)
                    .putInt(line.headerAt);
            write(bytes.put(line.name).put(line.extra));
        }
        return start;
    }

    private OddZip write(ByteBuffer filled) {
        var bytes = new byte[filled.flip().remaining()];
        filled.get(bytes);
        return raw(bytes);
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
