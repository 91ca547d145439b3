package io.facematch.api.audit.export;

import io.facematch.api.audit.query.FoundOutcome;
import java.io.IOException;

/** Writes a file row by row. Memory does not grow with the rows. */
public interface RowWriter {
    void add(FoundOutcome row) throws IOException;

    /** Hands on what was written so far; only the end of the last line may still be held back. Nothing, in a workbook. */
    void flush() throws IOException;

    /** Ends the file and flushes it. Where this was not reached, the file shows that it is broken off, if its format can. */
    void finish() throws IOException;
}
