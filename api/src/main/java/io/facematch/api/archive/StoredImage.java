package io.facematch.api.archive;

/** What is needed to read one image later; the directory that it came from is forgotten. */
record StoredImage(boolean deflated, int crc, int size, long compressedSize, long headerAt) {}
