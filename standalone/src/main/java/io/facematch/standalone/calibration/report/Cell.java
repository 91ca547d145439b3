package io.facematch.standalone.calibration.report;

/** A value of a table, and how it is shown. */
record Cell(Object value, Format format) {
    static final Cell NONE = text("");

    static Cell text(String text) {
        return new Cell(text, Format.TEXT);
    }

    static Cell whole(long count) {
        return new Cell(count, Format.WHOLE);
    }

    static Cell of(double value, Format format) {
        return new Cell(value, format);
    }

    boolean isNumber() {
        return format != Format.TEXT;
    }

    String shown() {
        return format.text(value);
    }

    @Override
    public String toString() {
        return "Cell[" + format + "]";
    }
}
