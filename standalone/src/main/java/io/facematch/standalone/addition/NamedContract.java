package io.facematch.standalone.addition;

import io.facematch.card.folder.InputContract;

/** A contract, and what to call it: a preset, or the file that somebody wrote it in. */
record NamedContract(String name, InputContract contract) {}
