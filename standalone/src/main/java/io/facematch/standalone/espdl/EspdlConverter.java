package io.facematch.standalone.espdl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Converts an {@code .espdl} file with weights of eight bits (the face embedders MFN and MBF for the ESP32-P4) to ONNX
 * with floating-point weights. The same file gives the same bytes every time, so that both can be pinned by their hash.
 *
 * <p>The file begins with 16 bytes: "EDL2", whether the rest is encrypted, its length, and four bytes without a meaning.
 * The rest is a FlatBuffer whose schema mirrors ONNX: {@link EspdlGraph} knows it.
 */
public final class EspdlConverter {
    private static final int MAGIC = 0x324c4445;
    private static final int HEADER = 16;

    /** Of a file, in bytes. The largest embedder of the family has 3.5 million; four times as much comes out. */
    public static final int LARGEST = 16 << 20;

    private EspdlConverter() {}

    /** @throws UnreadableEspdl whatever is wrong with the file */
    public static byte[] toOnnx(byte[] file) {
        return OnnxModel.of(EspdlGraph.read(new FlatBuffer(content(file)))).toByteArray();
    }

    private static ByteBuffer content(byte[] file) {
        var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < HEADER || bytes.getInt(0) != MAGIC) {
            throw new UnreadableEspdl("it does not begin as a file of ESP-DL");
        }
        if (file.length > LARGEST) {
            throw new UnreadableEspdl(String.format(
                    Locale.ROOT, "it has %,d bytes, and no more than %,d are converted", file.length, LARGEST));
        }
        if (bytes.getInt(4) != 0) {
            throw new UnreadableEspdl("it is encrypted");
        }
        var length = bytes.getInt(8);
        if (length < 0 || length > file.length - HEADER) {
            throw new UnreadableEspdl("it is cut off");
        }
        return bytes.slice(HEADER, length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
