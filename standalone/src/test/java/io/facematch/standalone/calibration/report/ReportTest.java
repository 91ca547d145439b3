package io.facematch.standalone.calibration.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.Calibration;
import io.facematch.standalone.calibration.scoring.Measurement;
import io.facematch.standalone.calibration.scoring.TestMeasurement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
    private static final String HOSTILE = "=1+1 <script>alert('\"&\u0001')</script>";

    @Test
    void writesCalibrationAsTheCardsHaveIt() {
        var json = CalibrationJson.of(LARGE.calibration());

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
                        "Cosines",
                        "DET",
                        "ROC",
                        "Summary",
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
    void drawsInsideItsFrame() {
        var numbers = Pattern.compile("[ML](-?[\\d.]+) (-?[\\d.]+)");

        var page = parse(new ReportPage(LARGE).html());

        assertThat(attributes(page, "path", "d").stream()
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
            var tables = new Tables(LARGE).all();
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
        var shown = new StringWriter();

        new TextReport(new PrintWriter(shown)).print(LARGE);

        assertThat(shown.toString().lines())
                .contains("Photos                   9")
                .anySatisfy(line ->
                        assertThat(line).matches("standard +0\\.70 +1e-4 +0\\.3998 +200 .* 25\\.00 % .* measured"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(140));
    }

    private static XSSFWorkbook workbook(Measurement measurement) throws IOException {
        return new XSSFWorkbook(new ByteArrayInputStream(Workbook.of(new Tables(measurement).all())));
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
