package io.facematch.api.archive.codepage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Given names and family names, written in the code page of a machine, read by one that does not know which. */
class CodePageGuessTest {
    @ParameterizedTest
    @CsvSource({
        "cp850, João|Ângela",
        "cp850, José|Muñoz|Conceição",
        "cp850, Jürgen|Großmann|Jörg",
        "cp850, Renée|François|Noël",
        "cp850, Søren|Bjørn|Åse",
        "cp850, Weiß",
        "cp437, Núñez",
        "cp852, Paweł|Świątek|Łukasz",
        "cp852, Dvořák|Jiří|Růžena",
        "cp852, Kovács|Győző|Erzsébet",
        "cp857, Işık|Çağlar|Gül",
        "cp866, Соня|Тоня",
        "cp866, Иван|Сергей|Юлия",
        "cp866, ПЕТРОВ",
        "cp737, Γιώργος|Ελένη",
        "cp862, אברהם|שרה",
        "cp775, Jānis|Ģirts|Žemaitė",
        "cp874, สมชาย|พรทิพย์",
        "cp932, 佐藤|鈴木一郎",
        "cp932, ソニア|表",
        "cp932, 田中花子",
        "gbk, 张三|李四",
        "gbk, 王伟|刘洋|陈静",
        "gbk, 欧阳娜",
        "big5, 陳美玲|林志明",
        "cp949, 김철수|이영희",
        "cp949, 박지성",
    })
    void findsThePageOfDosAndEastAsia(String page, String names) {
        assertThat(guessed(page, names, true)).containsExactly(names.split("\\|"));
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, Sánchez|Júlia|Émile",
        "windows-1252, Müller|Weiß",
        "windows-1250, Dvořák|Jiří|Růžena",
        "windows-1250, Wałęsa|Świątek",
        "windows-1251, Иванов|Сергей",
        "windows-1251, ИВАНОВ",
        "windows-1251, Їжак|Юлія",
        "koi8-r, Иванов|Сергей|Наталья",
        "windows-1253, Γιώργος|Ελένη",
        "windows-1254, Işık|Çağlar",
        "windows-1255, אברהם|שרה",
        "windows-1256, محمد|فاطمة",
        "windows-1257, Jānis|Ģirts",
    })
    void findsThePageOfWindowsAndUnix(String page, String names) {
        assertThat(guessed(page, names, false)).containsExactly(names.split("\\|"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Сергей", "Оля", "Михаил", "محمد"})
    void readsANameOfItsOwnWhateverTheArchiveSaysOfItsOrigin(String name) {
        for (var page : List.of("cp866", "windows-1251", "windows-1256")) {
            var encoding = NameEncoding.named(page).orElseThrow();
            if (encoding.charset().newEncoder().canEncode(name)) {
                assertThat(guessed(page, name, true)).as(page).containsExactly(name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp866", "CP866", "IBM866", "windows-1251", "gbk", "shift_jis", "utf-8", "cp949"})
    void knowsPagesByName(String name) {
        assertThat(NameEncoding.named(name)).isPresent().get().returns(false, NameEncoding::isGuessed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "klingon", "utf-16", "IBM1047", "cp866 ", "a b", "é"})
    void refusesWhatIsNoPageInWhichAsciiIsAscii(String name) {
        assertThat(NameEncoding.named(name)).isEmpty();
    }

    private static List<String> guessed(String page, String names, boolean isOfDos) {
        var charset = NameEncoding.named(page).orElseThrow().charset();
        var bytes = Stream.of(names.split("\\|"))
                .map(name -> (name + "_image1.jpg").getBytes(charset))
                .toList();
        var guess = CodePageGuess.of(bytes, isOfDos);
        return bytes.stream()
                .map(name -> String.valueOf(guess.decode(name)).replace("_image1.jpg", ""))
                .toList();
    }
}
