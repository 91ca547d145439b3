package io.facematch.epoch;

/** What a data key opens. */
public enum Purpose {
    /** The images in the broker, until the job is over. */
    PAYLOAD,
    /** Stems and member names, until the job is purged. */
    LABELS,
    /** The archive of a job that is over, until its failed pairs can't be compared again any more. */
    ARCHIVE,
    /** The file of an export, until it expires. */
    EXPORTS
}
