package io.facematch.api.audit.report;

import java.util.List;

/**
 * A table about the outcomes of a tenant. A bean of this type is a report: the frame finds it by its name, checks what is
 * asked for, keeps who asked, and writes the table.
 */
public interface Report {
    /** In the address, such as {@code what-if}. */
    String name();

    /** What it tells, in one short line. */
    String title();

    /** What it takes beyond the period, its zone, the tenant and the form: anything else is refused. */
    List<ReportParameter> parameters();

    /** Whether a reader who may see by what a subject can be recognized is shown more: then that is kept, too. */
    default boolean hasSensitiveColumns() {
        return false;
    }

    /**
     * Reads the table. It is called within a transaction that only reads, as the database's user for auditors, to whom the
     * database shows the rows of one tenant; a statement that takes too long is ended there.
     *
     * @throws io.facematch.api.problem.Problem for a parameter of its own that can't be used
     */
    ReportTable read(ReportQuery query);
}
