package io.facematch.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A page that {@code facematch explain} wrote, which is well-formed XML. */
record ExplainDocument(Element root) {

    static ExplainDocument read(Path page) throws IOException, SAXException, ParserConfigurationException {
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        try (var bytes = Files.newInputStream(page)) {
            return new ExplainDocument(builder.parse(bytes).getDocumentElement());
        }
    }

    String text() {
        return root.getTextContent().replace('\n', ' ');
    }

    List<Element> all() {
        return below(root, "*");
    }

    /** The texts of all elements with this tag. */
    List<String> texts(String tag) {
        return below(root, tag).stream().map(Element::getTextContent).toList();
    }

    List<Element> elements(String tag, String style) {
        return below(root, tag).stream()
                .filter(element -> element.getAttribute("class").equals(style))
                .toList();
    }

    /** The rows of the table of looks, without its heading. */
    List<Element> looks() {
        var rows = below(elements("table", "looks").getFirst(), "tr");
        return rows.subList(1, rows.size());
    }

    static List<Element> below(Element element, String tag) {
        return list(element.getElementsByTagName(tag));
    }

    /** The bytes of a picture that stands in the page itself. */
    static byte[] content(Element picture, String address) {
        var data = picture.getAttribute(address);
        return Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1).getBytes(StandardCharsets.US_ASCII));
    }

    private static List<Element> list(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .map(Element.class::cast)
                .toList();
    }
}
