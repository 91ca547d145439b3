package io.facematch.api.archive.codepage;

import static io.facematch.api.archive.codepage.Letters.ARABIC;
import static io.facematch.api.archive.codepage.Letters.BALTIC;
import static io.facematch.api.archive.codepage.Letters.CENTRAL_EUROPEAN;
import static io.facematch.api.archive.codepage.Letters.CHINESE;
import static io.facematch.api.archive.codepage.Letters.CYRILLIC;
import static io.facematch.api.archive.codepage.Letters.GREEK;
import static io.facematch.api.archive.codepage.Letters.HEBREW;
import static io.facematch.api.archive.codepage.Letters.JAPANESE;
import static io.facematch.api.archive.codepage.Letters.KOREAN;
import static io.facematch.api.archive.codepage.Letters.TAIWANESE;
import static io.facematch.api.archive.codepage.Letters.THAI;
import static io.facematch.api.archive.codepage.Letters.TURKISH;
import static io.facematch.api.archive.codepage.Letters.VIETNAMESE;
import static io.facematch.api.archive.codepage.Letters.WESTERN;

import java.nio.charset.Charset;

/**
 * The code pages in which Windows and older systems write names, those that more machines have first: where two read
 * the same text, the first is taken. Those of DOS are what Explorer, 7-Zip and others write into a ZIP; the others come
 * from programs that write what the system calls ANSI. What is not here can be said by its name.
 */
enum CodePage {
    CP850("cp850", "IBM850", Origin.DOS, WESTERN),
    WINDOWS_1252("windows-1252", "windows-1252", Origin.WINDOWS, WESTERN),
    CP437("cp437", "IBM437", Origin.DOS, WESTERN),
    CP852("cp852", "IBM852", Origin.DOS, CENTRAL_EUROPEAN),
    WINDOWS_1250("windows-1250", "windows-1250", Origin.WINDOWS, CENTRAL_EUROPEAN),
    CP866("cp866", "IBM866", Origin.DOS, CYRILLIC),
    WINDOWS_1251("windows-1251", "windows-1251", Origin.WINDOWS, CYRILLIC),
    KOI8_R("koi8-r", "KOI8-R", Origin.WINDOWS, CYRILLIC),
    CP857("cp857", "IBM857", Origin.DOS, TURKISH),
    WINDOWS_1254("windows-1254", "windows-1254", Origin.WINDOWS, TURKISH),
    CP737("cp737", "x-IBM737", Origin.DOS, GREEK),
    WINDOWS_1253("windows-1253", "windows-1253", Origin.WINDOWS, GREEK),
    CP775("cp775", "IBM775", Origin.DOS, BALTIC),
    WINDOWS_1257("windows-1257", "windows-1257", Origin.WINDOWS, BALTIC),
    CP862("cp862", "IBM862", Origin.DOS, HEBREW),
    WINDOWS_1255("windows-1255", "windows-1255", Origin.WINDOWS, HEBREW),
    WINDOWS_1256("windows-1256", "windows-1256", Origin.BOTH, ARABIC),
    WINDOWS_1258("windows-1258", "windows-1258", Origin.WINDOWS, VIETNAMESE),
    CP874("cp874", "x-windows-874", Origin.BOTH, THAI),
    CP932("cp932", "windows-31j", Origin.BOTH, JAPANESE),
    CP936("gbk", "GBK", Origin.BOTH, CHINESE),
    CP949("cp949", "x-windows-949", Origin.BOTH, KOREAN),
    CP950("big5", "x-windows-950", Origin.BOTH, TAIWANESE);

    /** Where DOS and Windows differ, both are here; of Arabic, Java knows the one of Windows only. */
    private enum Origin {
        DOS,
        WINDOWS,
        BOTH
    }

    private final String label;
    private final Charset charset;
    private final Origin origin;
    private final Letters letters;

    CodePage(String label, String charset, Origin origin, Letters letters) {
        this.label = label;
        this.charset = Charset.forName(charset);
        this.origin = origin;
        this.letters = letters;
    }

    String label() {
        return label;
    }

    Charset charset() {
        return charset;
    }

    /** Whether programs that name such an origin, or another, write names in this page. */
    boolean isUsedBy(boolean dos) {
        return origin == Origin.BOTH || (origin == Origin.DOS) == dos;
    }

    Letters letters() {
        return letters;
    }

    NameEncoding guessed() {
        return new NameEncoding(label, charset, true);
    }
}
