package io.facematch.standalone.calibration.document;

/** A value of a table, and how it is shown. */
record Cell(Object value, Format format) {
    /** Stands where there is nothing to count. */
    static final String ABSENT = "–";

    static Cell text(String text) {
        return new Cell(text, Format.TEXT);
    }

    static Cell whole(long count) {
        return new Cell(count, Format.WHOLE);
    }

    static Cell of(double value, Format format) {
        return new Cell(value, format);
    }

    /** In a column of numbers, where there is none. */
    static Cell absent(Format format) {
        return new Cell(ABSENT, format);
    }

    boolean isNumber() {
        return format.excel() != null;
    }

    String shown() {
        return value instanceof String text ? text : format.text(value);
    }

    @Override
    public String toString() {
        return "Cell[" + format + "]";
    }
}
