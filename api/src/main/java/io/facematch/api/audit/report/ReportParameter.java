package io.facematch.api.audit.report;

/**
 * What a report can be asked for.
 *
 * @param name in the address
 * @param meaning in one line, with the values it takes
 */
public record ReportParameter(String name, String meaning) {
    public static final ReportParameter CLIENT =
            new ReportParameter("client", "only outcomes of pairs that this client submitted");
    public static final ReportParameter SURFACE =
            new ReportParameter("surface", "only outcomes of pairs that came through this dialect");
    public static final ReportParameter MODEL = new ReportParameter("model", "only outcomes that this network decided");
    public static final ReportParameter BUCKET =
            new ReportParameter("bucket", "a table of each hour, day, week (from Monday) or month of zone");
    public static final ReportParameter LIMIT = new ReportParameter("limit", "rows, 1 to 1000, 50 unless it is said");
    public static final ReportParameter CURSOR = new ReportParameter("cursor", "next_cursor of the page before");
}
