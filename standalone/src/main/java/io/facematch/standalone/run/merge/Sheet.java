package io.facematch.standalone.run.merge;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** A sheet of a workbook (Office Open XML, ECMA-376 part 1, 18.3), read row by row: it may be larger than the memory. */
final class Sheet {
    private static final double CHARACTER = 256;

    /**
     * @param style its number in the workbook
     * @param value a {@link Double} or text
     * @param formula that gave the value; null for what is written down
     */
    record Cell(int style, Object value, @Nullable String formula) {
        @Override
        public String toString() {
            return "Cell[" + style + "]";
        }
    }

    /** Takes what is read. */
    interface Reader {
        /** @param width in units of 1/256 of a character */
        void column(int index, int width);

        /** @param cells by column, from 0 */
        void row(Map<Integer, Cell> cells);
    }

    private final XMLStreamReader xml;

    private Sheet(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** Leaves the stream open. */
    static void read(InputStream content, Reader reader) throws IOException {
        try {
            new Sheet(open(content)).read(reader);
        } catch (XMLStreamException e) {
            throw new IOException("a workbook of the results can't be read", e);
        }
    }

    /** Each element of this name, with its attributes. */
    static List<Map<String, String>> elements(InputStream content, String name) throws IOException {
        try {
            var xml = open(content);
            var found = new ArrayList<Map<String, String>>();
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals(name)) {
                    var attributes = new TreeMap<String, String>();
                    for (var at = 0; at < xml.getAttributeCount(); at++) {
                        attributes.put(xml.getAttributeLocalName(at), xml.getAttributeValue(at));
                    }
                    found.add(attributes);
                }
            }
            return found;
        } catch (XMLStreamException e) {
            throw new IOException("a workbook of the results can't be read", e);
        }
    }

    private static XMLStreamReader open(InputStream content) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(content);
    }

    private void read(Reader reader) throws XMLStreamException {
        Map<Integer, Cell> row = new TreeMap<>();
        while (xml.hasNext()) {
            var event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "col" -> columns(reader);
                    case "row" -> row = new TreeMap<>();
                    case "c" -> cell(row);
                    default -> {} // says how it looks
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("row")) {
                reader.row(row);
            }
        }
    }

    private void columns(Reader reader) {
        var width = (int) (Double.parseDouble(xml.getAttributeValue(null, "width")) * CHARACTER);
        var last = Integer.parseInt(xml.getAttributeValue(null, "max"));
        for (var at = Integer.parseInt(xml.getAttributeValue(null, "min")); at <= last; at++) {
            reader.column(at - 1, width);
        }
    }

    private void cell(Map<Integer, Cell> row) throws XMLStreamException {
        var column = column(xml.getAttributeValue(null, "r"));
        var style = xml.getAttributeValue(null, "s");
        var type = xml.getAttributeValue(null, "t");
        String formula = null;
        String text = null;
        while (!(xml.next() == XMLStreamConstants.END_ELEMENT
                && xml.getLocalName().equals("c"))) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "f" -> formula = xml.getElementText();
                    case "v", "t" -> text = xml.getElementText();
                    default -> {} // around the text
                }
            }
        }
        if (text != null) {
            var isNumber = type == null || type.equals("n");
            row.put(
                    column,
                    new Cell(
                            style == null ? 0 : Integer.parseInt(style),
                            isNumber ? Double.valueOf(text) : text,
                            formula));
        }
    }

    /** From letters and a number, as in {@code AB12}. */
    private static int column(String reference) {
        var column = 0;
        for (var at = 0; Character.isLetter(reference.charAt(at)); at++) {
            column = 26 * column + reference.charAt(at) - 'A' + 1;
        }
        return column - 1;
    }
}
