package io.facematch.api.audit.export.background;

import java.util.Map;
import java.util.TreeMap;

/** What is taken down of an export by those who keep who looked at what. */
final class ExportAccess {
    private ExportAccess() {}

    /** The filter, the form and the export itself. */
    static Map<String, String> words(ExportJob job) {
        var words = new TreeMap<>(job.filter().words());
        words.put("export", job.id().toString());
        words.put("format", job.format());
        words.put("columns", job.allColumns() ? "all" : "plain");
        return words;
    }

    /** The same of a download. */
    static Map<String, String> ofDownload(ExportJob job) {
        var words = new TreeMap<>(words(job));
        words.put("of", "download");
        return words;
    }
}
