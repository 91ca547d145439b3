package io.facematch.standalone.calibration.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.card.Calibration;
import io.facematch.card.CardJson;
import io.facematch.standalone.calibration.measurement.Measurement;
import io.facematch.standalone.calibration.measurement.TestMeasurement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final Measurement LARGE = TestMeasurement.of(2_000_000, "one and other");
    private static final Measurement GROUPED = TestMeasurement.grouped(2_000_000, "first", "second");
    private static final String HOSTILE = "=1+1 <script>alert('\"&\u0001')</script>";

    @Test
    void writesCalibrationAsTheCardsHaveIt() {
        var json = new String(CardJson.bytes(LARGE.calibration()), StandardCharsets.UTF_8);

        assertThat(JsonMapper.shared().readValue(json, Calibration.class)).isEqualTo(LARGE.calibration());
        assertThat(json).startsWith("""
                {
                  "id": "model/detector/data",
                  "detectors": [
                    "detector"
                  ],
                  "dataSet": "data: one and other",
                  "images": 9,
                  "failuresToEnrol": 3,
                  "genuineComparisons": 4,
                  "impostorComparisons": 2000000,
                """).endsWith("}\n");
        assertThat(json.lines().map(String::strip).filter(line -> line.startsWith("\"falseMatchRate")))
                .hasSize(5);
    }

    @Test
    void showsEveryPartOnThePage() {
        var page = parse(new ReportPage(LARGE).html());

        assertThat(texts(page, "h2"))
                .containsExactly(
                        "Too few data",
                        "Cosines",
                        "DET",
                        "ROC",
                        "Summary",
                        "Operating points in use",
                        "Operating points",
                        "Failures to enrol",
                        "Photos that failed",
                        "Lowest genuine pairs",
                        "Highest impostor pairs");
        assertThat(texts(page, "svg")).allSatisfy(drawing -> assertThat(drawing).contains("standard"));
        assertThat(texts(page, "svg")).element(1).asString().contains("strict", "maximum");
        assertThat(texts(page, "td"))
                .contains("standard", "strict", "maximum", "measured", "extrapolated")
                .contains("LowQuality", "NoFaceDetected", "one and other");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 700, 30_000})
    void drawsWhateverThereIs(int impostors) {
        var page = parse(new ReportPage(TestMeasurement.of(impostors, "any")).html());

        assertThat(attributes(page, "path", "d")).isNotEmpty().noneMatch(path -> path.contains("NaN"));
        assertThat(texts(page, "svg")).hasSize(3);
    }

    @Test
    void saysAtTheTopWhatTheDataAreTooFewFor() throws IOException {
        var caution = "6 people are too few: from fewer than 30, the rates say little of other people.";

        assertThat(new ReportPage(LARGE).html()).containsSubsequence("<main>", caution, "<dl>", "<figure>");
        assertThat(text(LARGE).lines()).startsWith("Too few data for some of this:", "- " + caution);
        try (var workbook = workbook(LARGE)) {
            assertThat(workbook.getSheetAt(0).getRow(0).getCell(0).getStringCellValue())
                    .isEqualTo(caution);
        }
    }

    @Test
    void saysThatAModelWithoutCalibrationDecidesNothing() {
        assertThat(text(LARGE)).contains("Operating points in use: None: the model has no calibration");
        assertThat(texts(parse(new ReportPage(LARGE).html()), "p"))
                .contains("None: the model has no calibration, so it decides nothing now.");
    }

    @Test
    void showsWhatTheModelDecidesNow() throws IOException {
        assertThat(text(GROUPED).lines())
                .anySatisfy(line -> assertThat(line)
                        .matches("standard +0\\.70 +0\\.4100 +200 +2,000,000 +1e-4 .* 10 +1,000 +1\\.00 % .*"));
        assertThat(texts(parse(new ReportPage(GROUPED).html()), "p"))
                .anySatisfy(text -> assertThat(text)
                        .contains(
                                "calibration model/other-detector/before",
                                "measured with another detector (other-detector)"));
        try (var workbook = workbook(GROUPED)) {
            var standard = workbook.getSheet("Operating points in use").getRow(1);
            assertThat(standard.getCell(3).getNumericCellValue()).isEqualTo(200);
            assertThat(standard.getCell(4).getNumericCellValue()).isEqualTo(2_000_000);
            assertThat(standard.getCell(8).getNumericCellValue()).isEqualTo(10);
            assertThat(standard.getCell(9).getNumericCellValue()).isEqualTo(1_000);
        }
    }

    @Test
    void showsGroupsAndPairsOfGroups() throws IOException {
        var page = parse(new ReportPage(GROUPED).html());

        assertThat(texts(page, "h2"))
                .containsSubsequence(
                        "False match rate by sex",
                        "False non-match rate by sex",
                        "Groups",
                        "Pairs of groups",
                        "Differences between groups");
        assertThat(texts(page, "td"))
                .contains("first", "second", "first with second")
                .contains("FMR more than 25 % worse; FNMR more than 25 % worse, perhaps by chance")
                .contains("not judged, fewer than 30 people");
        try (var workbook = workbook(GROUPED)) {
            var first = workbook.getSheet("Groups").getRow(1);
            assertThat(first.getCell(3).getNumericCellValue()).isEqualTo(400);
            assertThat(first.getCell(6).getNumericCellValue()).isEqualTo(3e-4);
            var pair = workbook.getSheet("Pairs of groups").getRow(1);
            assertThat(pair.getCell(5).getCellType()).isEqualTo(CellType.NUMERIC);
            assertThat(pair.getCell(10).getStringCellValue()).isEqualTo("–");
        }
        assertThat(text(GROUPED).lines())
                .anySatisfy(line -> assertThat(line).matches("first +400 +150 +500,000 +3e-4 .* 9 +600 +1\\.50 % .*"))
                .anySatisfy(line -> assertThat(line).matches("first with second +412 +50 +1,400,000 .* 0 +0 +– +– +–"))
                .contains("first: FMR more than 25 % worse; FNMR more than 25 % worse, perhaps by chance")
                .contains("second: not judged, fewer than 30 people")
                .contains("- Groups of fewer than 30 people are not judged: second (12).")
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(140));
    }

    @Test
    void givesTheRatiosOfTheField() throws IOException {
        try (var workbook = workbook(GROUPED)) {
            var row = workbook.getSheet("Differences between groups").getRow(1);
            assertThat(row.getCell(2).getStringCellValue()).isEqualTo("first");
            // 150 in 500,000 against 200 in 2,000,000.
            assertThat(row.getCell(3).getNumericCellValue()).isEqualTo(3, within(1e-9));
            // The second group counts with 3 in 3,000, which is more: the ratio may be as low as 1.
            assertThat(row.getCell(4).getStringCellValue()).isEqualTo("at least 1.00");
            assertThat(row.getCell(5).getStringCellValue()).isEqualTo("first");
            // 1.5 % over the root of 1.5 % times 0.25 %.
            assertThat(row.getCell(7).getStringCellValue()).isEqualTo("2.45");
        }
    }

    @Test
    void drawsAndNamesGroupsAsTheyAre() throws IOException {
        var hostile = TestMeasurement.grouped(5_000, HOSTILE, "second");

        var page = parse(new ReportPage(hostile).html());

        assertThat(texts(page, "td")).contains(HOSTILE.replace('\u0001', '\uFFFD'));
        assertThat(texts(page, "text")).contains(HOSTILE.replace('\u0001', '\uFFFD'));
        try (var workbook = workbook(hostile)) {
            assertThat(workbook.getSheet("Groups").getRow(1).getCell(2).getCellType())
                    .isEqualTo(CellType.STRING);
        }
    }

    @Test
    void saysWhichModelMissesFewer() throws IOException {
        var measurement = TestMeasurement.against("other");

        assertThat(text(measurement).replaceAll("\n  ", " ").lines())
                .contains(
                        "model and other on the same 1,000 pairs of the same person and 20,000 of different persons. Left"
                                + " out: 7 pairs that only model could compare, and 3 that only other could.",
                        "At standard in use: no difference that this data can show: the models differ in only 4 people, and"
                                + " fewer than 10 can't tell.",
                        "At FMR 1e-3: model misses fewer: model misses 3.00 %, other misses 5.00 %; difference -2.00"
                                + " percentage points, 95 % interval -3.00 to -1.10.",
                        "At FMR 1e-4: no difference that this data can show: model misses 6.00 %, other misses 5.50 %;"
                                + " difference 0.50 percentage points, 95 % interval -0.40 to 1.31.");
        assertThat(texts(parse(new ReportPage(measurement).html()), "h2"))
                .contains("Compared with another model", "Difference of the models");
        try (var workbook = workbook(measurement)) {
            var row = workbook.getSheet("Difference of the models").getRow(2);
            assertThat(row.getCell(1).getNumericCellValue()).isEqualTo(-0.02);
            assertThat(row.getCell(2).getNumericCellValue()).isEqualTo(-0.03);
            assertThat(row.getCell(3).getNumericCellValue()).isEqualTo(-0.011);
        }
    }

    @Test
    void drawsInsideItsFrame() {
        var numbers = Pattern.compile("[ML](-?[\\d.]+) (-?[\\d.]+)");

        var pages = Stream.of(LARGE, GROUPED).map(measured -> parse(new ReportPage(measured).html()));

        assertThat(pages.flatMap(page -> attributes(page, "path", "d").stream())
                        .flatMap(path -> numbers.matcher(path).results()))
                .hasSizeGreaterThan(100)
                .allSatisfy(to -> {
                    assertThat(Double.parseDouble(to.group(1))).isBetween(0.0, 440.0);
                    assertThat(Double.parseDouble(to.group(2))).isBetween(0.0, 320.0);
                });
    }

    @Test
    void loadsAndRunsNothing() {
        var html = new ReportPage(TestMeasurement.of(5_000, HOSTILE)).html();

        var page = parse(html);

        assertThat(elements(page, "*"))
                .extracting(element -> element.getTagName().toLowerCase(Locale.ROOT))
                .doesNotContain("script", "link", "img", "iframe", "object", "image", "use");
        assertThat(elements(page, "*").stream()
                        .flatMap(element -> IntStream.range(
                                        0, element.getAttributes().getLength())
                                .mapToObj(element.getAttributes()::item)))
                .extracting(attribute -> attribute.getNodeName().toLowerCase(Locale.ROOT))
                .noneMatch(name -> name.startsWith("on") || name.equals("src") || name.equals("href"));
        assertThat(html).doesNotContain("http:", "https:", "url(", "@import");
    }

    @Test
    void showsNamesAsTheyAre() {
        var page = parse(new ReportPage(TestMeasurement.of(5_000, HOSTILE)).html());

        assertThat(texts(page, "td")).contains(HOSTILE.replace('\u0001', '\uFFFD'));
    }

    @Test
    void drawsTheSameWhateverTheLanguageOfTheMachine() {
        var html = new ReportPage(LARGE).html();
        var usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("ar", "EG"));
            assertThat(new ReportPage(LARGE).html()).isEqualTo(html);
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void writesTheTablesOfThePageIntoTheWorkbook() throws IOException {
        try (var workbook = workbook(LARGE)) {
            var tables = new Tables(LARGE).sheets();
            assertThat(workbook.getNumberOfSheets()).isEqualTo(tables.size());
            for (var table : tables) {
                var sheet = workbook.getSheet(table.title());
                var header = table.columns().isEmpty() ? 0 : 1;
                assertThat(sheet.getLastRowNum() + 1)
                        .isEqualTo(header + table.rows().size());
            }
            var standard = workbook.getSheet("Operating points").getRow(3);
            assertThat(standard.getCell(0).getStringCellValue()).isEqualTo("standard");
            assertThat(standard.getCell(1).getNumericCellValue()).isEqualTo(0.7);
            assertThat(standard.getCell(2).getNumericCellValue()).isEqualTo(1e-4);
            assertThat(standard.getCell(3).getNumericCellValue())
                    .isEqualTo(LARGE.calibration().at(1e-4).orElseThrow().cosine());
            assertThat(standard.getCell(3).getCellStyle().getDataFormatString()).isEqualTo("0.0000");
        }
    }

    @Test
    void takesNoNameForAFormula() throws IOException {
        try (var workbook = workbook(TestMeasurement.of(5_000, HOSTILE))) {
            var cell = workbook.getSheet("Highest impostor pairs").getRow(1).getCell(1);
            assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
            assertThat(cell.getStringCellValue()).startsWith("=1+1 <script>");
        }
    }

    @Test
    void printsAShortTable() {
        assertThat(text(LARGE).lines())
                .contains("Photos                   9")
                .anySatisfy(line ->
                        assertThat(line).matches("standard +0\\.70 +1e-4 +0\\.3998 +200 .* 25\\.00 % .* measured"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(140));
    }

    private static String text(Measurement measurement) {
        var shown = new StringWriter();
        new TextReport(new PrintWriter(shown)).print(measurement);
        return shown.toString();
    }

    private static XSSFWorkbook workbook(Measurement measurement) throws IOException {
        return new XSSFWorkbook(new ByteArrayInputStream(Workbook.of(new Tables(measurement).sheets())));
    }

    /** A browser forgives, an XML parser does not. */
    private static Document parse(String html) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(html)));
        } catch (Exception malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static List<String> texts(Document page, String element) {
        return elements(page, element).stream().map(Element::getTextContent).toList();
    }

    private static List<String> attributes(Document page, String element, String attribute) {
        return elements(page, element).stream()
                .map(found -> found.getAttribute(attribute))
                .toList();
    }

    private static List<Element> elements(Document page, String name) {
        var found = page.getElementsByTagName(name);
        var elements = new ArrayList<Element>();
        for (var at = 0; at < found.getLength(); at++) {
            elements.add((Element) found.item(at));
        }
        return elements;
    }
}
