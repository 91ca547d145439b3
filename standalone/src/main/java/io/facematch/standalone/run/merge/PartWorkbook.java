package io.facematch.standalone.run.merge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagingURIHelper;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.model.StylesTable;
import org.apache.poi.xssf.usermodel.XSSFRelation;

/** The workbook within the results of one job, without unpacking it to a disk. */
final class PartWorkbook {
    static final String NAME = "summary.xlsx";

    private final ZipFile results;
    private final StylesTable styles;
    /** Of the sheets, by their names. */
    private final Map<String, String> paths = new HashMap<>();

    private final Map<Integer, CellStyle> copied = new HashMap<>();

    private PartWorkbook(ZipFile results, StylesTable styles) {
        this.results = results;
        this.styles = styles;
    }

    static PartWorkbook in(ZipFile results) throws IOException {
        var workbook = new PartWorkbook(results, read(results, "xl/styles.xml", PartWorkbook::styles));
        var targets = new HashMap<String, String>();
        for (var relation :
                read(results, "xl/_rels/workbook.xml.rels", content -> Sheet.elements(content, "Relationship"))) {
            targets.put(attribute(relation, "Id"), attribute(relation, "Target"));
        }
        for (var sheet : read(results, "xl/workbook.xml", content -> Sheet.elements(content, "sheet"))) {
            workbook.paths.put(attribute(sheet, "name"), path(attribute(targets, attribute(sheet, "id"))));
        }
        return workbook;
    }

    private static String attribute(Map<String, String> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name));
    }

    /** Through a part of a package: a table of its own would begin with styles that are not of the file. */
    private static StylesTable styles(InputStream content) throws IOException {
        var pack = OPCPackage.create(OutputStream.nullOutputStream());
        try {
            var part = pack.createPart(
                    PackagingURIHelper.createPartName("/xl/styles.xml"), XSSFRelation.STYLES.getContentType());
            try (var copy = part.getOutputStream()) {
                content.transferTo(copy);
            }
            return new StylesTable(part);
        } catch (InvalidFormatException e) {
            throw new IOException("the styles of a workbook can't be read", e);
        } finally {
            pack.revert();
        }
    }

    private static String path(String target) {
        return target.startsWith("/") ? target.substring(1) : "xl/" + target;
    }

    /** Reads the sheet of this name, and those that it goes on in. */
    void read(String sheet, Sheet.Reader reader) throws IOException {
        var name = sheet;
        for (var number = 2; paths.containsKey(name); number++) {
            var path = Objects.requireNonNull(paths.get(name));
            read(results, path, content -> {
                Sheet.read(content, reader);
                return reader;
            });
            name = sheet + " " + number;
        }
    }

    private interface Use<T> {
        T of(InputStream content) throws IOException;
    }

    private static <T> T read(ZipFile results, String path, Use<T> use) throws IOException {
        var entry = results.getEntry(NAME);
        if (entry == null) {
            throw new IOException("the results of a job have no " + NAME);
        }
        try (var workbook = new ZipArchiveInputStream(results.getInputStream(entry))) {
            for (var part = workbook.getNextEntry(); part != null; part = workbook.getNextEntry()) {
                if (part.getName().equals(path)) {
                    return use.of(workbook);
                }
            }
        }
        throw new IOException("the workbook of a job has no " + path);
    }

    /** The style of this number, in another workbook. */
    CellStyle style(int number, Workbook target) {
        return copied.computeIfAbsent(number, first -> {
            var style = target.createCellStyle();
            style.cloneStyleFrom(styles.getStyleAt(number));
            return style;
        });
    }

    static List<PartWorkbook> all(List<ZipFile> results) throws IOException {
        var all = new ArrayList<PartWorkbook>();
        for (var one : results) {
            all.add(in(one));
        }
        return List.copyOf(all);
    }
}
