package io.facematch.api.audit.integrity;

/** Is told how far a verification is, by several threads. */
@FunctionalInterface
public interface Progress {
    /** For those who do not want to know. */
    Progress NONE = (rows, total) -> {};

    /** @param rows that were checked, of so many in all */
    void checked(long rows, long total);
}
