package io.facematch.standalone.privacy.search;

/**
 * A secret where it must not be.
 *
 * @param place a file, a member of a packed file, or a table
 * @param offset of its first byte, from 0
 * @param form in which it was written
 */
public record Finding(String place, long offset, Marker marker, String form) {}
