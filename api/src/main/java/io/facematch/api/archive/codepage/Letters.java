package io.facematch.api.archive.codepage;

import java.lang.Character.UnicodeScript;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;

/**
 * Which letters beyond ASCII names are written with, in the languages of a code page.
 *
 * <p>The double-byte sets are sorted by how common a character is: a first level of some thousands in daily use, then
 * the others (JIS X 0208, GB 2312, KS X 1001, Big5). {@code usual} are those that family and given names have most.
 */
enum Letters {
    WESTERN("áéíóúàèùâêôäëïöüãõñç", "åæøœìòîûýÿßðþ"),
    CENTRAL_EUROPEAN("áéíóúýąęóćłńśźżčďěňřšťůžäöüőű", "ăâîșşțţđĺľŕôßë"),
    TURKISH("çğıöşüİ", "âîûéäß"),
    BALTIC("āčēģīķļņōŗšūžąęėįųõäöü", "éåæøóßśłźżćń"),
    VIETNAMESE("ăâđêôơưàáãèéìíòóõùúý", ""),
    CYRILLIC("оаеинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", "іїєґўѓќљњћђџјѕ"),
    GREEK("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ", "ϊϋΐΰ"),
    HEBREW("אבגדהוזחטיכלמנסעפצקרשתךםןףץ", ""),
    ARABIC("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئپچژگک", ""),
    THAI("", ""),
    JAPANESE("田中山本藤佐鈴木高橋伊渡辺村小加吉松井上林清水斎野川石原岡谷島崎池坂西東北南大和子美一郎太男夫雄代香奈真由恵明健介", 0x8181, 0x98),
    CHINESE(
            "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
                    + "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰三四小大文志建国红",
            0xB0A1,
            0xD7),
    KOREAN("김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노하곽성차주우구민진지영수현은혜미경준호석철희숙연태상재원", 0xB0A1, 0xC8),
    TAIWANESE("陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓馬董唐美淑雅怡君志明家豪俊宏建國", 0xA440, 0xC6);

    private static final double USUAL = 1.2;
    private static final double COMMON = 1;
    private static final double LESS_USUAL = 0.9;
    private static final double RARE = 0.6;
    private static final double STRANGE = -1;
    private static final double IMPOSSIBLE = -3;
    /** Of single-byte letters, the most frequent ones stand first. */
    private static final int MOST_FREQUENT = 10;

    private final String common;
    private final String rare;
    private final int firstOfLevelOne;
    private final int lastLeadOfLevelOne;

    Letters(String common, String rare) {
        this(common, rare, 0, 0);
    }

    Letters(String usual, int firstOfLevelOne, int lastLeadOfLevelOne) {
        this(usual, "", firstOfLevelOne, lastLeadOfLevelOne);
    }

    Letters(String common, String rare, int firstOfLevelOne, int lastLeadOfLevelOne) {
        this.common = common;
        this.rare = rare;
        this.firstOfLevelOne = firstOfLevelOne;
        this.lastLeadOfLevelOne = lastLeadOfLevelOne;
    }

    private boolean isDoubleByte() {
        return firstOfLevelOne > 0;
    }

    /** How well it fits into a name that this character stands in it, for each byte that it takes: -3 to 2. */
    double fit(int character, CharsetEncoder encoder) {
        if (isDoubleByte()) {
            return fitOfDoubleByte(character, encoder);
        }
        if (!Character.isLetter(character) && Character.getType(character) != Character.NON_SPACING_MARK) {
            return IMPOSSIBLE;
        }
        if (this == THAI) {
            // Less than a letter that is known to be common: no page has so many letters that any text is Thai in it.
            return UnicodeScript.of(character) == UnicodeScript.THAI ? 0.85 : STRANGE;
        }
        int at = common.indexOf(Character.toLowerCase(character));
        if (at < 0) {
            at = common.indexOf(character);
        }
        if (at >= 0 && this == CYRILLIC) {
            return at < MOST_FREQUENT ? USUAL : LESS_USUAL;
        }
        if (at >= 0) {
            return COMMON;
        }
        return rare.indexOf(Character.toLowerCase(character)) >= 0 ? RARE : STRANGE;
    }

    private double fitOfDoubleByte(int character, CharsetEncoder encoder) {
        ByteBuffer bytes;
        try {
            bytes = encoder.encode(CharBuffer.wrap(Character.toChars(character)));
        } catch (CharacterCodingException e) {
            return IMPOSSIBLE;
        }
        if (bytes.remaining() < 2) {
            return STRANGE; // half of a letter's width: printers of the eighties
        }
        int lead = bytes.get(0) & 0xFF;
        int trail = bytes.get(1) & 0xFF;
        if (!Character.isLetter(character)) {
            return character == '々' || character == 'ー' ? 2 * COMMON : 2 * STRANGE;
        }
        if (common.indexOf(character) >= 0) {
            return 2 * (COMMON + 0.5);
        }
        boolean isCommon = lead >= firstOfLevelOne >> 8
                && lead <= lastLeadOfLevelOne
                && (this == JAPANESE || trail >= (firstOfLevelOne & 0xFF));
        return 2 * (isCommon ? COMMON : STRANGE);
    }
}
