package io.facematch.transparency.note;

import java.nio.ByteBuffer;

/**
 * One line of signature, checked for its form only.
 *
 * @param name of the key
 * @param keyId the first four bytes of a hash over name, type and key; name and id together find the key
 * @param bytes of the signature, in the form of its type; not copied, so leave them as they are
 */
public record NoteSignature(String name, int keyId, byte[] bytes) {
    private static final String START = "\u2014 ";

    public NoteSignature {
        if (!NoteText.isKeyName(name)) {
            throw new IllegalArgumentException(
                    "The name of a key is empty or has a space, a plus or a control character");
        }
        if (bytes.length == 0) {
            throw new IllegalArgumentException("A signature without bytes");
        }
    }

    static NoteSignature parse(String line) throws RefusedNote {
        int space = line.indexOf(' ', START.length());
        if (!line.startsWith(START) || space < 0) {
            throw RefusedNote.malformed("A signature line isn't a dash, a name and a signature");
        }
        var name = line.substring(START.length(), space);
        var bytes = NoteText.base64(line.substring(space + 1)).orElse(new byte[0]);
        if (!NoteText.isKeyName(name) || bytes.length <= Integer.BYTES) {
            throw RefusedNote.malformed("A signature line has a name or a signature in the wrong form");
        }
        var rest = ByteBuffer.wrap(bytes);
        int keyId = rest.getInt();
        var signature = new byte[rest.remaining()];
        rest.get(signature);
        return new NoteSignature(name, keyId, signature);
    }

    /** With its newline. */
    String line() {
        var withId =
                ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(keyId).put(bytes);
        return START + name + " " + NoteText.base64(withId.array()) + "\n";
    }

    @Override
    public String toString() {
        return "%s+%08x".formatted(name, keyId);
    }
}
