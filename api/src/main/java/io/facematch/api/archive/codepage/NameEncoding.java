package io.facematch.api.archive.codepage;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How names that are not in Unicode are read.
 *
 * @param name of the code page, as people call it: "cp866", "windows-1251", "gbk"
 * @param isGuessed whether it was concluded from the names, and not said by the client
 */
public record NameEncoding(String name, Charset charset, boolean isGuessed) {

    /** What the ZIP format says where an archive says nothing; every byte is a letter of it. */
    public static final NameEncoding OF_THE_FORMAT = CodePage.CP437.guessed();

    /** The longest name that {@link #named} accepts, in characters. */
    private static final int LONGEST_NAME = 40;

    /** The code page of that name, said by the client; empty when there is none in which ASCII is ASCII. */
    public static Optional<NameEncoding> named(String name) {
        for (var page : CodePage.values()) {
            if (page.label().equalsIgnoreCase(name)) {
                return Optional.of(new NameEncoding(page.label(), page.charset(), false));
            }
        }
        try {
            return name.length() <= LONGEST_NAME && Charset.isSupported(name) && keepsAscii(Charset.forName(name))
                    ? Optional.of(new NameEncoding(Charset.forName(name).name(), Charset.forName(name), false))
                    : Optional.empty();
        } catch (IllegalArgumentException noCharsetHasSuchAName) {
            return Optional.empty();
        }
    }

    /** Not so in UTF-16 and on mainframes: the suffixes of images would be read from other bytes than they stand in. */
    private static boolean keepsAscii(Charset charset) {
        var bytes = new byte[0x7F - ' '];
        var letters = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (' ' + i);
            letters.append((char) bytes[i]);
        }
        return new String(bytes, charset).contentEquals(letters);
    }

    /** Null where bytes stand for nothing. */
    public @Nullable String decode(byte[] name) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
